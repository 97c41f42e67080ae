package io.strider.actors.api;

import io.strider.runtime.corpus.WaveSink;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.Labels;

/**
 * Takes the walks of a {@link WalksJob} in bulk: what to implement for a trainer of one's own that wants matrices of vertex ids
 * and no object a walk. Waves come in the order of their walk ids, one at a time, on one thread; while {@link #accept}
 * works through one, the next may be walked, and no other. What it throws ends the job and is its failure.
 */
@FunctionalInterface
public interface WalkConsumer extends WaveSink {

  /**
   * Called once, before the first wave.
   *
   * @param graph that is walked; vertex ids 0 to V − 1
   * @param labels by vertex id; can be read as long as they are held
   */
  default void begin(Graph graph, Labels labels) {}
}
