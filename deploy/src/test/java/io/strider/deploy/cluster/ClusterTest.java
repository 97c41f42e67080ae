package io.strider.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.actors.EmbeddingResult;
import io.strider.actors.EmbeddingSpec;
import io.strider.actors.EngineSettings;
import io.strider.actors.StriderEngine;
import io.strider.actors.cluster.BulkSettings;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.actors.cluster.NodeReport;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.common.Hash128;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.ingest.IngestedGraph;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.walk.WalkParameters;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs over forked JVMs: the same corpus and vectors from any number of nodes, and when one is killed. */
@Tag("cluster")
@ResourceLock(NodeProcesses.CORES)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ClusterTest {

  private static final int PARTITIONS = 6;
  private static final long MEMORY_BYTES = 512L << 20;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final NodeProcesses nodes = new NodeProcesses();
  private @Nullable IngestedGraph graph;

  @BeforeEach
  void readGraph() throws IOException {
    graph = SkewedGraph.in(folder);
  }

  @AfterEach
  void stopAll() {
    nodes.close();
    if (graph != null) {
      graph.close();
    }
  }

  @Test
  void shouldGiveTheSameVectorsOnAnyNumberOfNodes() throws Exception {
    EmbeddingResult expected = embed(null, StageListener.SILENT).result();
    String seed = nodes.start("");
    Embedded one = embed(cluster(seed), StageListener.SILENT);
    assertSame(one.result(), expected);
    assertThat(one.nodes()).hasSize(1);
    nodes.start(seed);
    Embedded two = embed(cluster(seed), StageListener.SILENT);
    assertSame(two.result(), expected);
    assertThat(two.nodes()).hasSize(2);
    long steps = two.nodes().stream().mapToLong(NodeReport::steps).sum();
    assertThat(steps).isEqualTo(2 * (expected.corpus().tokens() - expected.corpus().walks()));
    assertThat(two.nodes()).allSatisfy(node -> assertThat(node.steps()).isPositive());
    assertThat(two.nodes()).allSatisfy(node -> assertThat(node.walkersSent()).isPositive());
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "ARTERY"})
  void shouldLoseNothingWhenANodeIsKilled(BulkSettings.Transport transport) throws Exception {
    EmbeddingResult expected = embed(null, StageListener.SILENT).result();
    String[] options = {"--transport", transport.name().toLowerCase(Locale.ROOT)};
    String seed = nodes.start("", options);
    nodes.start(seed, options);
    nodes.start(seed, options);
    AtomicBoolean killed = new AtomicBoolean();
    StageListener killer =
        new StageListener() {
          @Override
          public void started(Stage stage, long total) {}

          @Override
          public void advanced(Stage stage, long done) {
            if (stage == Stage.WALK && done > 20_000 && killed.compareAndSet(false, true)) {
              nodes.killLast();
            }
          }

          @Override
          public void finished(StageReport report) {}
        };
    Embedded survived = embed(cluster(seed).with(new BulkSettings(transport, "", false), null), killer);
    assertThat(killed).isTrue();
    assertSame(survived.result(), expected);
    assertThat(survived.nodes())
        .allSatisfy(
            node -> {
              assertThat(node.traffic().transport()).isEqualTo(transport == BulkSettings.Transport.AUTO ? "aeron" : "artery");
              assertThat(node.traffic().bulkBytesSent()).isGreaterThan(28 * node.walkersSent());
            });
  }

  @Test
  void shouldSayWhenANodeTakesBulkByAnotherTransport() throws Exception {
    String seed = nodes.start("", "--transport", "artery");
    ClusterSettings other = cluster(seed).with(new BulkSettings(BulkSettings.Transport.AERON, "", false), null);
    assertThatThrownBy(() -> embed(other, StageListener.SILENT))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(seed)
        .hasMessageContaining("takes bulk by artery");
  }

  @Test
  void shouldSayWhenNobodyHoldsPartitions() {
    ClusterSettings alone =
        new ClusterSettings(
            "127.0.0.1", 0, List.of(), Set.of(ClusterSettings.DRIVER), folder, Duration.ofSeconds(3), true);
    assertThatThrownBy(() -> embed(alone, StageListener.SILENT))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("no node of role partition");
  }

  @Test
  void shouldSayWhenThereIsNoCluster() {
    ClusterSettings nowhere =
        new ClusterSettings(
            "127.0.0.1", 0, List.of("127.0.0.1:1"), Set.of(ClusterSettings.DRIVER), folder, Duration.ofSeconds(3), true);
    assertThatThrownBy(() -> embed(nowhere, StageListener.SILENT))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("127.0.0.1:1");
  }

  private ClusterSettings cluster(String seed) {
    return new ClusterSettings(
        "127.0.0.1", 0, List.of(seed), Set.of(ClusterSettings.DRIVER), folder, Duration.ofSeconds(60), true);
  }

  private record Embedded(EmbeddingResult result, List<NodeReport> nodes) {}

  private Embedded embed(@Nullable ClusterSettings cluster, StageListener listener) {
    IngestedGraph input = java.util.Objects.requireNonNull(graph);
    EmbeddingSpec spec =
        new EmbeddingSpec(
            new WalkParameters(4, 40, 0.5, 2, 11), new TrainingParameters(16, 5, 5, 1, 0, 0.025, 11, false), 1);
    EngineSettings settings = new EngineSettings(2, PARTITIONS, MEMORY_BYTES, TrainerKind.CPU, cluster);
    try (StriderEngine engine = StriderEngine.start(settings)) {
      EmbeddingResult result =
          engine.embed(input.graph(), input.labels(), spec, listener, Cancellation.NEVER);
      return new Embedded(result, engine.nodeReports());
    }
  }

  private static void assertSame(EmbeddingResult actual, EmbeddingResult expected) {
    Hash128 corpus = expected.corpus().corpusHash();
    assertThat(actual.corpus().corpusHash()).isEqualTo(corpus);
    assertThat(actual.vectorsHash()).isEqualTo(expected.vectorsHash());
  }
}
