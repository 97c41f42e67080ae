package io.strider.runtime.plan;

import io.strider.runtime.graph.Graph;

/**
 * How large a graph is: all that its memory depends on.
 *
 * @param vertices how many
 * @param arcs entries of the adjacency lists: an undirected edge is two, a directed one is one
 * @param directed whether arcs have no way back of their own
 * @param weighted whether each has a weight
 */
public record GraphSize(long vertices, long arcs, boolean directed, boolean weighted) {

  /** The size of a graph that is there. */
  public static GraphSize of(Graph graph) {
    return new GraphSize(graph.vertexCount(), graph.arcCount(), graph.directed(), graph.weighted());
  }

  /** Bytes of its rows: offsets, targets and weights. */
  public long rowBytes() {
    return Integer.BYTES * (vertices + 1 + arcs + (weighted ? arcs : 0));
  }
}
