package io.strider.actors;

import io.strider.actors.walk.WalkPass;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.corpus.CorpusSummary;
import io.strider.runtime.corpus.LabelHashes;
import io.strider.runtime.corpus.WaveSink;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.graph.PartitionMap;
import io.strider.runtime.plan.MemoryPlan;
import io.strider.runtime.plan.RunFootprint;
import io.strider.runtime.time.StageMeter;
import io.strider.runtime.walk.TransitionModel;
import io.strider.runtime.walk.WalkParameters;

/** Walks a graph one or more times with the same model, counting all its walking in one stage report. */
final class WalkJob {

  private final StriderEngine engine;
  private final WalkedGraph graph;
  private final Labels labels;
  private final WalkParameters parameters;
  private final StageListener listener;
  private final Cancellation cancellation;
  private final StageMeter meter;

  WalkJob(
      StriderEngine engine,
      WalkedGraph graph,
      Labels labels,
      WalkParameters parameters,
      StageListener listener,
      Cancellation cancellation) {
    this.engine = engine;
    this.graph = graph;
    this.labels = labels;
    this.parameters = parameters;
    this.listener = listener;
    this.cancellation = cancellation;
    this.meter = new StageMeter(engine.clock(), Stage.WALK);
    if (graph.vertexCount() == 0 || labels.size() != graph.vertexCount()) {
      throw InputException.at(
          "graph", graph.vertexCount() + " vertices and " + labels.size() + " labels", "one label a vertex, at least 1");
    }
  }

  /** One pass, summed up and handed to {@code sink} wave by wave. */
  WalkResult run(WaveSink sink) {
    Overlap overlap = Overlap.withConsumer(engine.settings());
    MemoryPlan plan =
        memory()
            .build(engine.settings().memoryBytes(), totalWalks(), parameters.walkLength(), 1, overlap.waves());
    listener.started(Stage.WALK, plannedSteps());
    TransitionModel model = model();
    CorpusSummary summary = summary();
    pass(
        model,
        0,
        plan.walksPerWave(),
        overlap,
        (wave, cancelled) -> {
          summary.accept(wave, cancelled);
          sink.accept(wave, cancelled);
        });
    listener.finished(meter.report());
    return new WalkResult(summary.walks(), summary.tokens(), summary.hash());
  }

  /** Builds what sampling needs; its time counts as walking. */
  TransitionModel model() {
    meter.resume();
    TransitionModel model = graph.model(parameters, cancellation);
    meter.pause(0);
    if (graph.file() != null) {
      engine.adopt(model, graph.file());
    }
    return model;
  }

  CorpusSummary summary() {
    return new CorpusSummary(LabelHashes.of(labels, engine.pool()), parameters.walkLength(), engine.pool());
  }

  /** Walks from {@code firstWalk} to the end of the corpus. */
  void pass(TransitionModel model, long firstWalk, int walksPerWave, Overlap overlap, WaveSink sink) {
    PartitionMap map = new PartitionMap(engine.settings().partitions());
    engine.run(
        new WalkPass(
            model,
            map,
            engine.settings().threads(),
            firstWalk,
            walksPerWave,
            overlap.waves(),
            sink,
            meter,
            listener,
            cancellation));
  }

  StageMeter meter() {
    return meter;
  }

  long totalWalks() {
    return (long) graph.vertexCount() * parameters.walksPerVertex();
  }

  long plannedSteps() {
    return totalWalks() * (parameters.walkLength() - 1);
  }

  /** What a walk needs in memory beside the wave. */
  private MemoryPlan.Builder memory() {
    EngineSettings settings = engine.settings();
    return RunFootprint.walk(graph.sizeHere(), parameters, settings.threads(), settings.partitions());
  }
}
