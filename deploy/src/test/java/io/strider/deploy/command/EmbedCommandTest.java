package io.strider.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strider.deploy.command.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedCommandTest {

  private static final String[] SMALL = {
    "--dimensions", "8", "--walk-length", "10", "--walks-per-vertex", "3"
  };

  @TempDir Path folder;

  @Test
  void shouldWriteVectorsAndProvenance() throws IOException {
    Path out = folder.resolve("vectors.txt");
    Outcome outcome = embed(new Shell(), Shell.KARATE, "-o", out, "--seed", "7");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("34 vertices, 78 edges", "train", "done in");
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(35).first().isEqualTo("34 8");
    JsonNode provenance = new ObjectMapper().readTree(folder.resolve("vectors.txt.provenance.json").toFile());
    assertThat(provenance.at("/time").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(provenance.at("/commandLine/1").asText()).isEqualTo("embed");
    assertThat(provenance.at("/seed").asInt()).isEqualTo(7);
    assertThat(provenance.at("/inputs/0/bytes").asLong()).isEqualTo(Files.size(Path.of(Shell.KARATE)));
    assertThat(provenance.at("/inputs/0/sha256").asText()).hasSize(64);
    assertThat(provenance.at("/walkParameters/walkLength").asInt()).isEqualTo(10);
    assertThat(provenance.at("/trainingParameters/dimensions").asInt()).isEqualTo(8);
    assertThat(provenance.findValuesAsText("table")).containsExactly("float32");
    assertThat(provenance.at("/vectorsHash").asText()).hasSize(32);
    assertThat(provenance.at("/vectorsReproducible").asBoolean()).isTrue();
    assertThat(provenance.at("/strider/version").asText()).matches("\\d+\\..*");
  }

  @Test
  void shouldNameTheFormatOfItsTables() throws IOException {
    Path out = folder.resolve("half.txt");
    assertThat(embed(new Shell(), Shell.KARATE, "-o", out, "--table", "bfloat16").code()).isZero();
    JsonNode provenance = new ObjectMapper().readTree(folder.resolve("half.txt.provenance.json").toFile());
    assertThat(provenance.findValuesAsText("table")).containsExactly("bfloat16");
  }

  @Test
  void shouldRefuseOutputsOfOneNameBeforeAnyWork() {
    for (String other : List.of("v.npy", "v.npy.labels.txt", "v.npy.provenance.json")) {
      Outcome outcome =
          embed(new Shell(), Shell.KARATE, "-o", folder.resolve("v.npy"), "--format", "npy", "--context-out", folder.resolve(other));
      assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCode.USAGE.code());
      assertThat(outcome.err()).contains("--context-out: found ", "which would be two files of this run");
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void shouldSayWhyThereAreNoVectorsOrNoLoss() throws IOException {
    Path graph = Files.writeString(folder.resolve("g.tsv"), "a\tb\nc\tc\n");
    Outcome kept = new Shell().run("embed", graph, "--walks-per-vertex", "2", "-o", folder.resolve("kept"));
    assertThat(kept.err()).contains("1 vertices have no edge; their vectors are their random start");
    Outcome dropped = new Shell().run("embed", graph, "--walks-per-vertex", "2", "-o", folder.resolve("dropped"), "--min-count", "3");
    assertThat(dropped.err()).contains("1 vertices have no vector: fewer visits").doesNotContain("have no edge");
    Outcome sampled = new Shell().run("embed", graph, "--walks-per-vertex", "2", "-o", folder.resolve("sampled"), "--sample", "1e-12");
    assertThat(sampled.err()).contains("no loss was sampled: --sample left out nearly all");
  }

  @Test
  void shouldPrintOneJsonObjectAndNothingElse() {
    Outcome outcome = embed(new Shell(), Shell.KARATE, "-o", folder.resolve("v.txt"), "--json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().strip()).startsWith("{").endsWith("}").doesNotContain("\n");
    JsonNode json = outcome.json();
    assertThat(json.at("/vertices").asInt()).isEqualTo(34);
    assertThat(json.at("/edges").asInt()).isEqualTo(78);
    assertThat(json.at("/corpusHash").asText()).hasSize(32);
    assertThat(json.at("/vectorsHash").asText()).hasSize(32);
    assertThat(json.at("/stages").findValuesAsText("name")).contains("ingest", "walk", "vocabulary", "train");
    assertThat(json.at("/stages/0/unit").asText()).isEqualTo("edges");
    assertThat(json.at("/stages/0/items").asLong()).isEqualTo(78);
    assertThat(json.at("/stages/0").has("cpuSeconds")).isTrue();
    assertThat(json.has("peakRssBytes")).isTrue();
  }

  @Test
  void shouldEstimateItsMemoryBeforeAndCompareAfter() {
    Outcome outcome = embed(new Shell(), Shell.KARATE, "-o", folder.resolve("v.txt"), "--memory", "1g");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).containsSubsequence("78 edges", "memory: about ", " at the peak (", "), estimated", "train ");
    assertThat(outcome.err()).containsPattern("done in .*, peak memory .* \\(estimated .*iB\\)");
    JsonNode embed = embed(new Shell(), Shell.KARATE, "-o", folder.resolve("w.txt"), "--memory", "1g", "--json").json();
    Object[] words = Stream.concat(Stream.of("estimate", Shell.KARATE, "--memory", "1g", "--json"), Stream.of(SMALL)).toArray();
    assertThat(embed.at("/estimatedPeakBytes")).isEqualTo(new Shell().run(words).json().at("/estimatedPeakBytes"));
    assertThat(embed.at("/estimatedPeakBytes").asLong()).isPositive();
  }

  @Test
  void shouldSayThatThereIsNoEstimateWhereAGpuMayTrain() {
    Outcome outcome = embed(new Shell(), Shell.KARATE, "-o", folder.resolve("v.txt"), "--trainer", "auto");
    assertThat(outcome.err()).contains("memory: no estimate where a GPU may train").doesNotContain("(estimated ");
    Outcome json = embed(new Shell(), Shell.KARATE, "-o", folder.resolve("w.txt"), "--trainer", "auto", "--json");
    assertThat(json.json().has("estimatedPeakBytes")).isFalse();
  }

  @Test
  void shouldRunAsFarAsItCanWhateverTheEstimate() {
    Outcome outcome = embed(new Shell(), Shell.KARATE, "-o", folder.resolve("v.txt"), "--memory", "64m");
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.err()).contains("memory: more than --memory allows, estimated", "--memory: found 64 MiB");
  }

  @Test
  void shouldGiveTheSameHashesForAnyThreadsPartitionsAndFormats() {
    JsonNode first = embed(new Shell(), Shell.KARATE, "-o", folder.resolve("a"), "--json", "--threads", "1").json();
    JsonNode second =
        embed(new Shell(), Shell.KARATE, "-o", folder.resolve("b"), "--json", "--format", "binary",
                "--threads", "2", "--partitions", "3", "--memory", "1g")
            .json();
    assertThat(second.at("/vectorsHash")).isEqualTo(first.at("/vectorsHash"));
    assertThat(second.at("/corpusHash")).isEqualTo(first.at("/corpusHash"));
  }

  @Test
  void shouldReadStandardInputAndWriteEveryFile() throws IOException {
    Outcome outcome =
        embed(new Shell().input("a\tb\nb\tc\n"), "-", "-o", folder.resolve("v.npy"), "--format", "npy",
            "--context-out", folder.resolve("c.npy"), "--quiet");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "v.npy",
              "v.npy.labels.txt",
              "v.npy.provenance.json",
              "c.npy",
              "c.npy.labels.txt",
              "c.npy.provenance.json");
    }
  }

  @Test
  void shouldSayThatHogwildCannotBeRepeated() throws IOException {
    embed(new Shell(), Shell.KARATE, "-o", folder.resolve("v.txt"), "--hogwild");
    assertThat(Files.readString(folder.resolve("v.txt.provenance.json")))
        .contains("\"vectorsReproducible\" : false", "--hogwild: another run");
  }

  @Test
  void shouldNotOverwriteWithoutForce() throws IOException {
    Path out = Files.writeString(folder.resolve("v.txt"), "precious");
    Outcome refused = embed(new Shell(), Shell.KARATE, "-o", out);
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("v.txt: found a file that exists, expected a new name, or --force");
    assertThat(Files.readString(out)).isEqualTo("precious");
    assertThat(embed(new Shell(), Shell.KARATE, "-o", out, "--force").code()).isZero();
    assertThat(Files.readString(out)).startsWith("34 8");
  }

  @Test
  void shouldRefuseToWriteOverItsInput() throws IOException {
    Path graph = Files.writeString(folder.resolve("g.tsv"), "a b\n");
    Outcome outcome = embed(new Shell(), graph, "-o", graph, "--force");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--output: found", "which the command reads");
    assertThat(embed(new Shell(), folder, "-o", folder.resolve("v.txt")).code()).isEqualTo(2);
  }

  @Test
  void shouldRefuseLabelsThatTheFormatCannotHold() {
    Shell shell = new Shell().input("New York\tBoston\n");
    Outcome outcome = embed(shell, "-", "-o", folder.resolve("v.txt"));
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("New York", "npy");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldLeaveNothingBehindWhenCancelled() {
    Outcome outcome = embed(new Shell().cancelled(), Shell.KARATE, "-o", folder.resolve("v.txt"), "--json");
    assertThat(outcome.code()).isEqualTo(130);
    assertThat(outcome.json().at("/error/exitCode").asInt()).isEqualTo(130);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldRefuseMemoryThatIsTooLittleWithTheNumbers() {
    Outcome outcome =
        new Shell().run("embed", Shell.KARATE, "-o", folder.resolve("v.txt"), "--memory", "1k", "--quiet");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--memory: found 1024 bytes, expected at least 64m");
  }

  private static Outcome embed(Shell shell, Object... words) {
    Object[] all = Stream.of(Stream.of("embed"), Stream.of(SMALL), Stream.of(words)).flatMap(s -> s).toArray();
    return shell.run(all);
  }
}
