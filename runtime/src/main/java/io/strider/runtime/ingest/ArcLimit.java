package io.strider.runtime.ingest;

import io.strider.runtime.common.LimitException;
import io.strider.runtime.graph.Graph;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the row entries of all edge lists of one graph, which one slab must hold before duplicates are merged. Safe from any thread. */
final class ArcLimit {

  private final long most;
  private final AtomicLong arcs = new AtomicLong();

  ArcLimit(long most) {
    this.most = most;
  }

  /**
   * Adds some.
   *
   * @throws LimitException when there are too many now
   */
  void add(long more) {
    long all = arcs.addAndGet(more);
    if (all > most) {
      throw new LimitException(
          "one graph holds at most " + most + " arcs before duplicates are merged (Graph.MAX_ARCS = "
              + Graph.MAX_ARCS + "), and the input has at least " + all
              + "; an undirected edge needs two: remove duplicates or split the graph");
    }
  }
}
