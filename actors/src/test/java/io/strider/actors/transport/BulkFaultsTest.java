package io.strider.actors.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.strider.actors.EngineSettings;
import io.strider.actors.StriderEngine;
import io.strider.actors.TestGraphs;
import io.strider.actors.WalkResult;
import io.strider.actors.cluster.BulkSettings;
import io.strider.actors.cluster.ClusterNode;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.actors.cluster.NodeReport;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.plan.MemoryPlan;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.walk.WalkParameters;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cluster of two nodes and a driver, three actor systems in this JVM, whose transport does what it wants. */
@Tag("cluster")
@Isolated("sets system properties, which every node reads")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BulkFaultsTest {

  private static final int VERTICES = 1500;
  private static final int PARTITIONS = 6;
  private static final Graph GRAPH = TestGraphs.undirected(VERTICES, 6_000, 5);
  private static final WalkParameters PARAMETERS = new WalkParameters(4, 30, 0.5, 2, 9);
  private static final long MEMORY_BYTES = MemoryPlan.PROCESS_BYTES + (3L << 20) + PARTITIONS * (1L << 20);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path workspace;

  /** How the nodes of a test talk. */
  enum Wire {
    ARTERY(1),
    AERON_UDP(2),
    AUTO_SHARED_MEMORY(3);

    final int seed;

    Wire(int seed) {
      this.seed = seed;
    }
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void shouldWalkTheSameCorpusWhenBatchesAreLostDoubledDelayedAndOvertaken(Wire wire) throws Exception {
    WalkResult expected = walk(null).result();
    long losses = FaultyTransport.LOSSES.get();
    long doubles = FaultyTransport.DOUBLES.get();
    long late = FaultyTransport.LATE.get();
    int seed = wire.seed;
    Walked faulty = walkOnTwoNodes(wire, seed, ClusterSettings.PARTITION);
    assertThat(faulty.result()).as("seed %d of %s", seed, FaultyTransport.SEED).isEqualTo(expected);
    assertThat(FaultyTransport.LOSSES.get() - losses).isGreaterThan(20);
    assertThat(FaultyTransport.DOUBLES.get() - doubles).isGreaterThan(60);
    assertThat(FaultyTransport.LATE.get() - late).isGreaterThan(60);
    assertThat(sum(faulty, NodeReport.Traffic::doubledBatches)).as("doubled, let in once").isGreaterThan(20);
    assertThat(sum(faulty, NodeReport.Traffic::staleBatches)).as("of a replaced attempt").isPositive();
    assertThat(sum(faulty, NodeReport.Traffic::bulkMessagesSent)).isPositive();
    assertThat(sum(faulty, NodeReport.Traffic::bulkBytesSent)).isGreaterThan(28 * walkersSent(faulty));
    assertThat(faulty.nodes())
        .allSatisfy(
            node -> {
              assertThat(node.refusedFrames()).isZero();
              assertThat(node.walkersReceived()).isPositive();
              assertThat(node.traffic().transport()).isEqualTo(wire == Wire.ARTERY ? "artery" : "aeron");
            });
    long steps = faulty.nodes().stream().mapToLong(NodeReport::steps).sum();
    long needed = expected.tokens() - expected.walks();
    assertThat(steps).as("doubled walkers do not walk on twice").isBetween(needed, 3 * needed);
    assertThat(driverDirectories()).as("media drivers clean up").isEmpty();
  }

  @Test
  void shouldWalkTheSameCorpusWhenANodeCollectsIt() throws Exception {
    Wire wire = Wire.AERON_UDP;
    WalkResult expected = walk(null).result();
    long losses = FaultyTransport.LOSSES.get();
    Walked faulty = walkOnTwoNodes(wire, wire.seed, ClusterSettings.PARTITION, ClusterSettings.CORPUS);
    assertThat(faulty.result()).as("seed %d of %s", wire.seed, FaultyTransport.SEED).isEqualTo(expected);
    assertThat(FaultyTransport.LOSSES.get() - losses).isGreaterThan(20);
    assertThat(faulty.nodes()).extracting(NodeReport::refusedFrames).containsOnly(0L);
    assertThat(faulty.nodes()).extracting(NodeReport::wavesBuffered).as("of one of the nodes").containsExactlyInAnyOrder(0L, 1L);
  }

  private static long walkersSent(Walked walked) {
    return walked.nodes().stream().mapToLong(NodeReport::walkersSent).sum();
  }

  private static long sum(Walked walked, ToLongFunction<NodeReport.Traffic> of) {
    return walked.nodes().stream().map(NodeReport::traffic).mapToLong(of).sum();
  }

  /** Of this process; other tests may run beside it. */
  private static List<String> driverDirectories() {
    return FaultyTransport.DRIVERS.stream().filter(directory -> new File(directory).exists()).toList();
  }

  private record Walked(WalkResult result, List<NodeReport> nodes) {}

  private Walked walkOnTwoNodes(Wire wire, int seed, String... secondRoles) throws Exception {
    Map<String, String> faults =
        Map.of(
            "strider.cluster.bulk.wrapper", FaultyTransport.class.getName(),
            "strider.cluster.stall-timeout", "100 ms",
            "pekko.coordinated-shutdown.phases.cluster-exiting.timeout", "1 s",
            FaultyTransport.SEED, String.valueOf(seed));
    faults.forEach(System::setProperty);
    ConfigFactory.invalidateCaches();
    File shared = MediaDrivers.freshDirectory();
    try (AutoCloseable driver = wire == Wire.AUTO_SHARED_MEMORY ? launch(shared) : () -> {}) {
      BulkSettings bulk =
          switch (wire) {
            case ARTERY -> new BulkSettings(BulkSettings.Transport.ARTERY, "", false);
            case AERON_UDP -> new BulkSettings(BulkSettings.Transport.AERON, "", false);
            case AUTO_SHARED_MEMORY -> new BulkSettings(BulkSettings.Transport.AUTO, shared.getPath(), false);
          };
      assertThat(driver).isNotNull();
      return walkOnTwoNodes(bulk, secondRoles);
    } finally {
      faults.keySet().forEach(System::clearProperty);
      ConfigFactory.invalidateCaches();
    }
  }

  private static AutoCloseable launch(File directory) {
    FaultyTransport.DRIVERS.add(directory.getPath());
    return MediaDrivers.launch(directory);
  }

  private Walked walkOnTwoNodes(BulkSettings bulk, String... secondRoles) throws Exception {
    ClusterNode first = ClusterNode.start(settings(List.of(), Set.of(ClusterSettings.PARTITION), bulk), 1);
    ClusterNode second = ClusterNode.start(settings(List.of(first.address()), Set.of(secondRoles), bulk), 1);
    try {
      return walk(settings(List.of(first.address()), Set.of(ClusterSettings.DRIVER), bulk));
    } finally {
      second.close();
      first.close();
      second.whenStopped().toCompletableFuture().get(30, TimeUnit.SECONDS);
      first.whenStopped().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  private ClusterSettings settings(List<String> seeds, Set<String> roles, BulkSettings bulk) {
    return new ClusterSettings("127.0.0.1", 0, seeds, roles, workspace, Duration.ofSeconds(60), true)
        .with(bulk, null);
  }

  private static Walked walk(@Nullable ClusterSettings cluster) {
    EngineSettings settings = new EngineSettings(1, PARTITIONS, MEMORY_BYTES, TrainerKind.AUTO, cluster);
    try (StriderEngine engine = StriderEngine.start(settings)) {
      WalkResult result =
          engine.walk(
              GRAPH,
              TestGraphs.labels(VERTICES),
              PARAMETERS,
              (wave, cancellation) -> {},
              StageListener.SILENT,
              Cancellation.NEVER);
      return new Walked(result, engine.nodeReports());
    }
  }
}
