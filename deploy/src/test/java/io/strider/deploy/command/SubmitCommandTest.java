package io.strider.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.deploy.command.Shell.Outcome;
import io.strider.deploy.report.Session;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.time.Clock;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What of a command line becomes a job, and what is refused; nothing here joins a cluster. */
class SubmitCommandTest {

  @TempDir Path folder;

  private static List<String> job(String... words) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Session session =
        new Session(
            nowhere, nowhere, InputStream.nullInputStream(), false, Clock.SYSTEM, InstantSource.system(), Cancellation.NEVER);
    CommandLine root = StriderCommand.tree(session, List.of(words));
    return JobWords.of(root.parseArgs(words).subcommand().commandSpec());
  }

  @Test
  void shouldKeepWhatDecidesTheResultWithAbsolutePaths() {
    String here = Path.of("").toAbsolutePath().toString();
    List<String> words =
        job(
            "embed", "data/../edges.tsv", "-o", "v.txt", "-p", "0.5", "-q=2", "--directed", "--force", "--json", "--quiet", "--device",
            "0", "--context-out", "/c.txt", "--cluster", "h:1", "--listen", "h:0", "--quick-failover", "--partitions", "4",
            "--checkpoint-every", "0s", "--ingest", "nodes", "--submit");
    assertThat(words.subList(0, 2)).containsExactly("embed", here + "/data/../edges.tsv");
    assertThat(words.subList(2, words.size()))
        .containsExactlyInAnyOrder(
            "--output=" + here + "/v.txt", "--return=0.5", "--in-out=2", "--directed", "--force", "--device=0",
            "--context-out=/c.txt", "--partitions=4", "--checkpoint-every=0s", "--ingest=nodes");
  }

  @Test
  void shouldBeTheSameJobWhenItIsReadAgain() {
    List<String> words = job("embed", "/g.tsv", "-o", "/v", "--seed", "-7", "--self-loops", "keep", "--device", "0", "--format", "npy");
    assertThat(job(words.toArray(String[]::new))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--submit | --submit: found no --cluster",
        "--detach | --detach: found given, expected --submit",
        "--submit --cluster 127.0.0.1:1 --threads 1 | --threads: found given, expected none with --submit",
        "--submit --cluster 127.0.0.1:1 --memory 1g | --memory: found given, expected none with --submit",
        "--submit --cluster 127.0.0.1:1 --checkpoint c | --checkpoint: found given, expected none with --submit",
        "--submit --cluster 127.0.0.1:1 --take-over | --take-over: found given, expected none with --submit",
        "--submit --cluster 127.0.0.1:1 --workspace w | --workspace: found given, expected none with --submit",
        "--submit --cluster 127.0.0.1:1 --trainer auto | --trainer: found auto",
        "--submit --cluster 127.0.0.1:1 --window 0 | --window: found 0",
      })
  void shouldRefuse(String options, String message) {
    List<Object> words = new ArrayList<>(List.of("embed", Shell.KARATE, "-o", folder.resolve("v")));
    words.addAll(List.of((Object[]) options.split(" ")));
    Outcome outcome = new Shell().run(words.toArray());
    assertThat(outcome.code()).as(outcome.err()).isIn(ExitCode.USAGE.code(), ExitCode.INPUT.code());
    assertThat(outcome.err()).contains(message);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldRefuseToSubmitStandardInput() {
    Outcome outcome = new Shell().run("embed", "-", "-o", folder.resolve("v"), "--submit", "--cluster", "127.0.0.1:1");
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(outcome.err()).contains("found standard input");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--roles corpse | --roles: found corpse, expected partition, corpus, trainer or coordinator",
        "--roles partition,trainer | --roles: found trainer, expected --workspace",
        "--threads -3 | --threads: found -3, expected 1 to 1024",
        "--threads 1025 | --threads: found 1025, expected 1 to 1024",
        "--workspace w --roles coordinator --memory 1g | --memory: found given, expected role trainer",
        "--memory 1g | --memory: found given, expected role trainer",
        "--listen abc | --listen: found abc, expected HOST:PORT",
        "--listen 127.0.0.1:99999 | port",
        "--cluster x | seed node: found x, expected HOST:PORT",
        "--tls-key k | TLS: found no --tls-certificate, no --tls-ca",
      })
  void shouldRefuseRolesAndThreadsOfANode(String options, String message) {
    Outcome outcome = new Shell().run((Object[]) ("node " + options).split(" "));
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(outcome.err()).contains(message);
  }
}
