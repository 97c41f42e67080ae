package io.strider.actors.walk;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.corpus.WaveSink;
import io.strider.runtime.graph.PartitionMap;
import io.strider.runtime.time.StageMeter;
import io.strider.runtime.walk.TransitionModel;
import io.strider.runtime.walk.WalkStarts;

/**
 * What one pass over the corpus needs.
 *
 * @param model the law of the walk over its graph
 * @param map which partition owns which vertex
 * @param threads lanes at work at the same time
 * @param firstWalk id of the first walk; those before it were walked in an earlier life of the run
 * @param walksPerWave walks of a wave
 * @param buffers waves in memory at once; with 1, walking and consuming take turns
 * @param sink takes the waves
 * @param meter adds up the time of walking
 * @param listener hears how walking gets on
 * @param cancellation asked by the sink
 */
public record WalkPass(
    TransitionModel model,
    PartitionMap map,
    int threads,
    long firstWalk,
    int walksPerWave,
    int buffers,
    WaveSink sink,
    StageMeter meter,
    StageListener listener,
    Cancellation cancellation) {

  /** Walks of the whole corpus. */
  public long totalWalks() {
    return (long) model.graph().vertexCount() * model.parameters().walksPerVertex();
  }

  /** Where walks start. */
  public WalkStarts starts() {
    return new WalkStarts(model.parameters().seed(), model.graph().vertexCount());
  }
}
