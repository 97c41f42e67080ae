package io.strider.actors;

import com.typesafe.config.Config;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.actors.cluster.IngestRun;
import io.strider.actors.cluster.IngestShare;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.ingest.SegmentLimits;
import io.strider.runtime.ingest.distributed.IngestCoordinator;
import io.strider.runtime.ingest.distributed.IngestLimits;
import io.strider.runtime.ingest.distributed.PublishedGraph;
import io.strider.runtime.time.Clock;
import io.strider.runtime.walk.TransitionModel;
import io.strider.runtime.walk.WalkParameters;
import io.strider.runtime.workspace.DriverFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Has the nodes of an engine's cluster read a graph. One thread at a time. */
final class ClusterIngest {

  /** Runs an ingest and returns when no node is at work on it any more; otherwise throws why it stopped. */
  @FunctionalInterface
  interface Runner {
    void run(IngestCoordinator coordinator, IngestRun.Context context);
  }

  private final ClusterSettings cluster;
  private final DriverFolder folder;
  private final Config config;
  private final Clock clock;
  private final Map<String, IngestShare> shares = new ConcurrentSkipListMap<>();

  /**
   * For one cluster.
   *
   * @param folder in its workspace; closed by its owner
   * @param config with {@code tasks-per-node} and the sizes of tasks
   */
  ClusterIngest(ClusterSettings cluster, DriverFolder folder, Config config, Clock clock) {
    this.cluster = cluster;
    this.folder = folder;
    this.config = config;
    this.clock = clock;
  }

  /** What each node did, by address. */
  List<IngestShare> shares() {
    return List.copyOf(shares.values());
  }

  PublishedGraph read(
      Path source,
      IngestOptions options,
      WalkParameters walk,
      StageListener listener,
      Cancellation cancellation,
      Runner runner) {
    Stages stages = new Stages(listener, clock);
    boolean filtered = TransitionModel.needsEdgeFilter(options.directed(), walk);
    IngestCoordinator coordinator =
        IngestCoordinator.begin(source, options, filtered, limits(), folder.path(), cancellation);
    try {
      runner.run(
          coordinator,
          new IngestRun.Context(
              config.getInt("tasks-per-node"), cluster.joinTimeout(), stages, this::add, cancellation));
      PublishedGraph graph = coordinator.finish();
      stages.end(graph.report().edgeLines());
      return graph;
    } catch (RuntimeException e) {
      IngestCoordinator.discard(coordinator.folder());
      throw e;
    }
  }

  private void add(IngestShare share) {
    shares.merge(share.address(), share, IngestShare::plus);
  }

  private IngestLimits limits() {
    SegmentLimits segment =
        new SegmentLimits(
            config.getInt("segment-edges"),
            config.getInt("segment-labels"),
            Math.toIntExact(config.getBytes("segment-label-bytes")));
    return new IngestLimits(
        config.getBytes("split"),
        segment,
        config.getLong("shard-labels"),
        config.getLong("range-arcs"),
        config.getInt("filter-words"));
  }

  /** Ends the stage of reading when the first task behind it is done, and keeps the time of both. */
  private static final class Stages implements StageListener {
    private final StageListener listener;
    private final Clock clock;
    private long start;
    private long startCpu;
    private long edges;
    private long tasks;
    private boolean indexing;

    Stages(StageListener listener, Clock clock) {
      this.listener = listener;
      this.clock = clock;
      begin(Stage.INGEST);
    }

    private void begin(Stage stage) {
      start = clock.nanoTime();
      startCpu = clock.processCpuNanos();
      listener.started(stage, -1);
    }

    private void finish(Stage stage, long items) {
      listener.finished(
          new StageReport(
              stage, items, (clock.nanoTime() - start) * 1e-9, (clock.processCpuNanos() - startCpu) * 1e-9));
    }

    @Override
    public synchronized void started(Stage stage, long plannedItems) {
      throw new IllegalStateException("stages begin by themselves");
    }

    @Override
    public synchronized void advanced(Stage stage, long itemsDone) {
      if (stage == Stage.INGEST) {
        edges = itemsDone;
      } else {
        tasks = itemsDone;
        if (!indexing) {
          indexing = true;
          finish(Stage.INGEST, edges);
          begin(Stage.INDEX);
        }
      }
      listener.advanced(stage, itemsDone);
    }

    @Override
    public synchronized void finished(StageReport report) {
      throw new IllegalStateException("stages end by themselves");
    }

    /** All is done. */
    synchronized void end(long edgeLines) {
      if (indexing) {
        finish(Stage.INDEX, tasks);
      } else {
        finish(Stage.INGEST, edgeLines);
      }
    }
  }
}
