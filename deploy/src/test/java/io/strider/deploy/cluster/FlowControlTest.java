package io.strider.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.actors.EngineSettings;
import io.strider.actors.StriderEngine;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.ingest.GraphIngest;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.ingest.IngestedGraph;
import io.strider.runtime.plan.MemoryPlan;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.walk.TrailBatch;
import io.strider.runtime.walk.WalkParameters;
import io.strider.runtime.walk.WalkerBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A consumer that is a hundred times slower than the walkers stops them: docs/OPERATIONS.md says with how much in memory. */
@ResourceLock(NodeProcesses.CORES)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FlowControlTest {

  private static final int VERTICES = 500;
  private static final int WALK_LENGTH = 10;
  private static final WalkParameters WALK = new WalkParameters(200, WALK_LENGTH, 0.5, 2, 9);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path folder;

  @BeforeAll
  static void writeGraph() throws IOException {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4 * VERTICES; i++) {
      text.append(random.nextInt(VERTICES)).append('\t').append(random.nextInt(VERTICES)).append('\n');
    }
    Files.writeString(folder.resolve("edges.tsv"), text);
  }

  /** With one thread walking and consuming take turns, with two the next wave is walked meanwhile. */
  @ParameterizedTest
  @Tag("slow")
  @CsvSource({"1, 1", "2, 2"})
  void shouldStopTheWalkersOfThisProcess(int threads, int wavesInMemory) {
    SlowConsumer consumer = new SlowConsumer(wavesInMemory, 3, wave -> {});
    walk(new EngineSettings(threads, 3, MemoryPlan.PROCESS_BYTES + (1L << 20)), consumer);
    assertThat(consumer.consumed()).as("waves").isGreaterThan(30);
    assertThat(consumer.furthest()).as("waves in memory").isEqualTo(wavesInMemory);
  }

  /** What a node holds after a collection, while the consumer holds one wave, and while it holds later ones. */
  @Test
  @Tag("cluster")
  void shouldStopTheWalkersOfAllNodes() throws Exception {
    try (NodeProcesses processes = new NodeProcesses()) {
      NodeProcesses.Node first = processes.start(List.of(), "");
      List<NodeProcesses.Node> nodes = List.of(first, processes.start(List.of(), first.address()));
      List<List<Long>> held = List.of(new ArrayList<>(), new ArrayList<>());
      SlowConsumer consumer =
          new SlowConsumer(
              2,
              4,
              wave -> {
                for (int node = 0; node < nodes.size(); node++) {
                  held.get(node).add(liveBytes(nodes.get(node).process().pid()));
                }
              });
      ClusterSettings cluster =
          new ClusterSettings(
              "127.0.0.1", 0, List.of(first.address()), Set.of(ClusterSettings.DRIVER), folder, Duration.ofSeconds(60), true);
      walk(new EngineSettings(2, 4, MemoryPlan.PROCESS_BYTES + (2L << 20), TrainerKind.CPU, cluster), consumer);
      assertThat(consumer.consumed()).as("waves").isGreaterThan(30);
      assertThat(consumer.furthest()).as("waves in memory").isEqualTo(2);
      for (List<Long> ofNode : held) {
        long later = ofNode.subList(2, ofNode.size()).stream().mapToLong(Long::longValue).max().orElseThrow();
        assertThat(later - ofNode.get(1)).as("bytes after collections: %s", ofNode).isLessThan(travelBytes(consumer));
      }
    }
  }

  /** Of one wave: its walkers, and what they have walked, in segments of one step at worst. */
  private static long travelBytes(SlowConsumer consumer) {
    long trail = (long) (WALK_LENGTH - 1) * (4 + TrailBatch.SEGMENT_BYTES);
    return consumer.walksPerWave() * (WalkerBatch.WALKER_BYTES + WalkerBatch.QUESTION_BYTES + trail);
  }

  private static void walk(EngineSettings settings, SlowConsumer consumer) {
    try (IngestedGraph graph = read();
        StriderEngine engine = StriderEngine.start(settings)) {
      engine.walk(graph.graph(), graph.labels(), WALK, consumer, consumer, Cancellation.NEVER);
    }
  }

  private static IngestedGraph read() {
    GraphSource source = GraphSource.path(folder.resolve("edges.tsv"));
    return GraphIngest.read(source, IngestOptions.DEFAULT, StageListener.SILENT, Cancellation.NEVER);
  }

  /** Bytes of the objects that are alive in a JVM, which collects its garbage to tell. */
  private static long liveBytes(long pid) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process = new ProcessBuilder(jcmd, String.valueOf(pid), "GC.class_histogram").redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    String total = said.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
    return Long.parseLong(total.strip().split(" +", -1)[2]);
  }
}
