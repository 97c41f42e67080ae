package io.strider.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.actors.EmbeddingResult;
import io.strider.actors.EmbeddingSpec;
import io.strider.actors.EngineSettings;
import io.strider.actors.StriderEngine;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.actors.cluster.NodeReport;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.ingest.IngestedGraph;
import io.strider.runtime.plan.MemoryPlan;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.walk.WalkParameters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The same corpus and vectors when nodes of role corpus hold the buffers and die one after the other. */
@Tag("cluster")
@ResourceLock(NodeProcesses.CORES)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CorpusNodesTest {

  private static final int PARTITIONS = 4;
  private static final long MEMORY_BYTES = MemoryPlan.PROCESS_BYTES + (6L << 20);

  /** After so many steps of both passes together nodes are killed: when the second of five waves is complete, in either pass. */
  private static final List<Long> STEPS_OF_KILLS = List.of(200_000L, 740_000L);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private record Embedded(EmbeddingResult result, Map<String, NodeReport> nodes) {}

  /** Kills one node after the other. */
  private record Killer(NodeProcesses nodes, Queue<String> victims, Queue<Long> steps) implements StageListener {

    @Override
    public void started(Stage stage, long total) {}

    @Override
    public void advanced(Stage stage, long done) {
      if (stage == Stage.WALK && !steps.isEmpty() && done >= steps.element()) {
        steps.remove();
        try {
          nodes.kill(victims.remove());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }

    @Override
    public void finished(StageReport report) {}
  }

  @Test
  void shouldGiveTheSameVectorsWhoeverIsLeftToCollectTheWalks() throws Exception {
    try (IngestedGraph graph = SkewedGraph.in(folder);
        NodeProcesses nodes = new NodeProcesses()) {
      EmbeddingResult expected = embed(graph, null, StageListener.SILENT).result();
      final String seed = nodes.start("", "--roles", "partition");
      final String first = nodes.start(seed, "--roles", "corpus");
      final String second = nodes.start(seed, "--roles", "corpus");
      ClusterSettings cluster =
          new ClusterSettings(
              "127.0.0.1", 0, List.of(seed), Set.of(ClusterSettings.DRIVER), folder, Duration.ofSeconds(60), true);

      // The one with the lower address has the waves 0, 2 and 4. They go to the other in the first pass, and then all to the driver.
      String early = Stream.of(first, second).min(Comparator.comparing(address -> address + "/")).orElseThrow();
      String late = early.equals(first) ? second : first;
      Queue<String> victims = new ArrayDeque<>(List.of(early, late));
      Embedded struck = embed(graph, cluster, new Killer(nodes, victims, new ArrayDeque<>(STEPS_OF_KILLS)));
      assertThat(victims).isEmpty();
      assertSame(struck.result(), expected);
      assertThat(struck.nodes()).as("who reported at the end of a pass").containsOnlyKeys(seed, late);
      assertThat(waves(struck, seed)).isZero();
      assertThat(waves(struck, late)).as("all waves of the first pass but the one that %s had", early).isEqualTo(4);
    }
  }

  private static long waves(Embedded embedded, String address) {
    return Objects.requireNonNull(embedded.nodes().get(address), address).wavesBuffered();
  }

  private static Embedded embed(IngestedGraph input, @Nullable ClusterSettings cluster, StageListener listener) {
    EmbeddingSpec spec =
        new EmbeddingSpec(
            new WalkParameters(40, 10, 0.5, 2, 11), new TrainingParameters(16, 3, 2, 1, 0, 0.025, 11, false), 1);
    EngineSettings settings = new EngineSettings(2, PARTITIONS, MEMORY_BYTES, TrainerKind.CPU, cluster);
    try (StriderEngine engine = StriderEngine.start(settings)) {
      EmbeddingResult result = engine.embed(input.graph(), input.labels(), spec, listener, Cancellation.NEVER);
      Map<String, NodeReport> nodes = new TreeMap<>();
      engine.nodeReports().forEach(report -> nodes.put(report.address(), report));
      return new Embedded(result, nodes);
    }
  }

  private static void assertSame(EmbeddingResult actual, EmbeddingResult expected) {
    assertThat(actual.corpus()).isEqualTo(expected.corpus());
    assertThat(actual.vectorsHash()).isEqualTo(expected.vectorsHash());
  }
}
