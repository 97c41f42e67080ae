package io.strider.runtime.graph;

import org.jspecify.annotations.Nullable;

/**
 * A graph in memory as compressed sparse rows over dense vertex ids in vertex order. An undirected edge stands in both
 * rows, a self-loop once in its own. Rows are sorted by id and hold no id twice. Immutable by convention: the arrays
 * are shared, not copied, and nobody writes to them after construction; then safe to read from any thread.
 */
public final class Graph {

  /** The largest number of arcs (directed edges) one slab holds; a larger graph needs more partitions. */
  public static final int MAX_ARCS = Integer.MAX_VALUE - 8;

  private final boolean directed;
  private final int[] offsets;
  private final int[] targets;
  private final float @Nullable [] weights;

  /**
   * Takes over the arrays.
   *
   * @param directed whether arc u → v says nothing about v → u
   * @param offsets V + 1 ascending positions in {@code targets}; row v is [offsets[v], offsets[v + 1])
   * @param targets the ids of the rows, ascending inside a row, no id twice
   * @param weights one finite positive weight an arc, or null when every arc weighs 1
   */
  public Graph(boolean directed, int[] offsets, int[] targets, float @Nullable [] weights) {
    this.directed = directed;
    this.offsets = offsets;
    this.targets = targets;
    this.weights = weights;
  }

  public boolean directed() {
    return directed;
  }

  public boolean weighted() {
    return weights != null;
  }

  /** V. */
  public int vertexCount() {
    return offsets.length - 1;
  }

  /** Entries of all rows: an undirected edge counts twice, a self-loop once. */
  public int arcCount() {
    return offsets[offsets.length - 1];
  }

  /** Edges as a person counts them: arcs of a directed graph; of an undirected one each edge once. */
  public long edgeCount() {
    if (directed) {
      return arcCount();
    }
    long loops = 0;
    for (int v = 0; v < vertexCount(); v++) {
      loops += hasArc(v, v) ? 1 : 0;
    }
    return (arcCount() - loops) / 2 + loops;
  }

  public int outDegree(int vertex) {
    return offsets[vertex + 1] - offsets[vertex];
  }

  /** Whether the row of {@code from} holds {@code to}; a binary search. */
  public boolean hasArc(int from, int to) {
    return java.util.Arrays.binarySearch(targets, offsets[from], offsets[from + 1], to) >= 0;
  }

  /** The offsets themselves; do not write. */
  public int[] offsets() {
    return offsets;
  }

  /** The targets themselves; do not write. */
  public int[] targets() {
    return targets;
  }

  /** The weights themselves, or null when every arc weighs 1; do not write. */
  public float @Nullable [] weights() {
    return weights;
  }
}
