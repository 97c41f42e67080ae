package io.strider.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.strider.runtime.common.InputException;
import io.strider.runtime.jobs.JobFolder;
import io.strider.runtime.jobs.JobState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A job that was submitted outlives its trainer, its coordinator, and a node that is both, and ends as on one process. One node, which
 * holds the partitions and the only vote, lives on.
 */
@Tag("cluster")
@ResourceLock(NodeProcesses.CORES)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class JobKillTest {

  private static final long SEED = 20_261_122;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  /** Six JVMs start beside each other on as few as two cores: one that is only slow is not to be taken for dead. */
  private static final String PATIENCE = "-Dpekko.cluster.failure-detector.acceptable-heartbeat-pause=8s";

  private final NodeProcesses nodes = new NodeProcesses(PATIENCE);
  private String seed = "";

  private Path workspace() {
    return folder.resolve("workspace");
  }

  private JobFolder jobs() {
    return JobFolder.inWorkspace(workspace());
  }

  private String node(String roles) throws IOException {
    return nodes.start(seed, "--roles", roles, "--workspace", workspace().toString());
  }

  /** Three epochs of four waves, with walks so short that a wave takes a moment. */
  private List<String> embed(String output, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("embed", folder.resolve("edges.tsv").toString(), "-o", folder.resolve(output).toString(), "--json"));
    words.addAll(List.of("-p", "0.5", "-q", "2", "--walk-length", "3", "--walks-per-vertex", "100"));
    words.addAll(List.of("--dimensions", "16", "--window", "3", "--epochs", "3", "--trainer", "scalar"));
    words.addAll(List.of(more));
    return words;
  }

  private DriverProcess submit(String output) throws IOException {
    return new DriverProcess(
        folder,
        embed(output, "--submit", "--cluster", seed, "--quick-failover", "--partitions", "4", "--checkpoint-every", "0s"),
        PATIENCE,
        StriderJvm.NO_C2);
  }

  private boolean isAssigned(String id, int attempt) {
    try {
      JobState job = jobs().read(id);
      return job.stage() == JobState.Stage.RUNNING && job.assignment().attempt() == attempt;
    } catch (InputException notYet) {
      return false;
    }
  }

  private boolean runHolds(String id, Predicate<String> name) {
    Path run = jobs().runOf(id);
    if (!Files.isDirectory(run)) {
      return false;
    }
    try (Stream<Path> files = Files.list(run)) {
      return files.anyMatch(file -> name.test(file.getFileName().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldEndTheSameWhicheverNodeDies() throws Exception {
    Random random = new Random(SEED);
    writeGraph();
    try (nodes;
        DriverProcess alone = new DriverProcess(folder, embed("expected.txt", "--threads", "1", "--memory", "512m"), StriderJvm.NO_C2)) {
      JsonNode expected = alone.json();
      seed = nodes.start("", "--roles", "partition,corpus");
      String coordinator = node("coordinator");
      String trainer = node("trainer");
      final String both = node("coordinator,trainer");
      try (DriverProcess client = submit("first.txt")) {
        assertThat(client.runsUntil(() -> isAssigned("job-1", 1))).as(client.err()).isTrue();
        assertThat(client.runsFor(random.nextInt(1_500))).isTrue();
        nodes.kill(coordinator);
        assertSame(client.json(), expected, "job-1");
        assertThat(client.json().at("/attempts").asInt()).as("its trainer went on").isEqualTo(1);
        assertThat(client.json().at("/nodes").findValuesAsText("address")).containsExactly(seed);
        assertThat(client.json().at("/nodes/0/wavesBuffered").asLong()).as("four waves, walked four times").isEqualTo(16);
      }
      try (DriverProcess client = submit("second.txt")) {
        assertThat(client.runsUntil(() -> isAssigned("job-2", 1))).as(client.err()).isTrue();
        assertThat(jobs().read("job-2").assignment().address()).as("the coordinator's node is spared").isEqualTo(trainer);
        assertThat(client.runsUntil(() -> runHolds("job-2", name -> name.startsWith("owner-")))).isTrue();
        assertThat(client.runsFor(random.nextInt(1_000))).isTrue();
        nodes.kill(trainer);
        assertThat(client.runsUntil(() -> isAssigned("job-2", 2))).as(client.err()).isTrue();
        assertThat(jobs().read("job-2").assignment().address()).isEqualTo(both);
        assertThat(client.runsUntil(() -> runHolds("job-2", name -> name.startsWith("checkpoint-")))).isTrue();
        nodes.kill(both);
        assertThat(workspace()).as("of the trainer").isDirectoryContaining("glob:**/strider-driver-*");
        String last = node("coordinator,trainer");
        assertSame(client.json(), expected, "job-2");
        assertThat(client.json().at("/attempts").asInt()).isEqualTo(3);
        assertThat(client.json().at("/trainedOn").asText()).isEqualTo(last);
        assertThat(client.json().at("/resumedFrom/stage").asText()).isEqualTo("train");
        assertThat(client.err()).contains("job-2 goes on (attempt 3) on " + last);
        assertThat(workspace()).as("trainers that were killed leave nothing").isDirectoryNotContaining("glob:**/strider-driver-*");
      }
    }
  }

  private void assertSame(JsonNode result, JsonNode expected, String job) {
    for (String field : List.of("/corpusHash", "/vectorsHash", "/walks", "/tokens")) {
      assertThat(result.at(field)).as("%s of %s (seed %d)", field, job, SEED).isEqualTo(expected.at(field));
    }
    assertThat(Path.of(result.at("/output").asText())).hasSameBinaryContentAs(folder.resolve("expected.txt"));
    assertThat(jobs().read(job).stage()).isEqualTo(JobState.Stage.DONE);
  }

  private void writeGraph() throws IOException {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      text.append((int) (2_000 * Math.pow(random.nextDouble(), 2))).append('\t').append(random.nextInt(2_000));
      text.append('\n');
    }
    Files.writeString(folder.resolve("edges.tsv"), text);
  }
}
