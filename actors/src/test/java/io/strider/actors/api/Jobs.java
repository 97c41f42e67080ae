package io.strider.actors.api;

import io.strider.actors.EngineSettings;
import io.strider.runtime.ingest.Edge;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.plan.MemoryPlan;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.walk.WalkParameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Graphs and jobs that the tests of the API share. */
final class Jobs {

  /** 34 vertices, 78 edges. */
  static final Path KARATE = Path.of(System.getProperty("strider.root", "..")).resolve("examples/data/karate/edges.tsv");

  static final int VERTICES = 1_000;

  /** A seeded graph of 1,000 vertices in which low numbers are hubs. */
  static final List<Edge> EDGES = edges();

  static final WalkParameters WALK = new WalkParameters(3, 20, 0.5, 2, 9);

  /** Enough walking that nobody waits for its end. */
  static final WalkParameters ENDLESS = WALK.withWalksPerVertex(20_000).withWalkLength(500);

  static final TrainingParameters TRAINING = TrainingParameters.DEFAULT.withDimensions(16).withWindow(4);

  /**
   * Two threads, two partitions, a budget that leaves room for small waves only, and the scalar trainer, which gives
   * the bits of the others and starts fast: nothing has to be compiled for it.
   */
  static final EngineSettings SMALL_WAVES =
      new EngineSettings(2, 2, MemoryPlan.PROCESS_BYTES + (9L << 20)).withTrainer(TrainerKind.SCALAR);

  private Jobs() {}

  static GraphSource graph() {
    return GraphSource.edges("test edges", EDGES);
  }

  static EmbeddingJob.Builder embedding() {
    EngineSettings settings = SMALL_WAVES.withMemoryBytes(1L << 30);
    return EmbeddingJob.builder(graph()).walk(WALK).training(TRAINING).settings(settings);
  }

  static WalksJob.Builder walks() {
    return WalksJob.builder(graph()).walk(WALK).settings(SMALL_WAVES);
  }

  /** 4,000 long walks, of which the budget lets fewer than half into one wave. */
  static WalksJob.Builder walksInSmallWaves() {
    return walks()
        .walk(WALK.withWalksPerVertex(4).withWalkLength(400))
        .settings(new EngineSettings(2, 2, MemoryPlan.PROCESS_BYTES + (4L << 20)));
  }

  private static List<Edge> edges() {
    Random random = new Random(5);
    List<Edge> edges = new ArrayList<>();
    for (int v = 1; v < VERTICES; v++) {
      edges.add(new Edge("v" + v, "v" + random.nextInt(v), 1 + random.nextInt(4)));
    }
    for (int e = 0; e < 3_000; e++) {
      int hub = (int) (VERTICES * Math.pow(random.nextDouble(), 3));
      edges.add(new Edge("v" + hub, "v" + random.nextInt(VERTICES), 1 + random.nextInt(4)));
    }
    return edges;
  }

  /** The result of a job that succeeds. */
  static <R> R result(JobHandle<R> handle) {
    return handle.result().toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join();
  }

  /** Why a job failed. */
  static Throwable failure(CompletionStage<?> result) {
    try {
      Object value = result.toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join();
      throw new AssertionError("succeeded with " + value);
    } catch (CompletionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }

  /** Waits for a condition, for so long that only a hang fails. */
  static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 12_000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    if (!condition.getAsBoolean()) {
      throw new AssertionError("did not happen within two minutes");
    }
  }
}
