package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import org.jspecify.annotations.Nullable;

/**
 * Adjacency rows over provisional vertices, not sorted. Row v is [offsets[v], offsets[v + 1]).
 *
 * @param offsets V + 1 positions
 * @param targets the ids of the rows
 * @param weights one weight an entry, or null when unweighted
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of columns that a few methods hand on; never compared
record Rows(int[] offsets, int[] targets, double @Nullable [] weights) {

  int vertexCount() {
    return offsets.length - 1;
  }

  /**
   * Deals the edges out to the rows of their sources, those of an undirected graph to both ends, by counting: one pass
   * for the row lengths and one to place. Frees the edges as it goes. Duplicates stay; a self-loop stands once.
   *
   * @param edges empty afterwards; at most {@code Graph.MAX_ARCS} arcs
   */
  static Rows scatter(EdgeList edges, int vertices, Cancellation cancellation) {
    int[] offsets = new int[vertices + 1];
    boolean both = !edges.directed();
    edges.forEach(
        (pairs, weights, count) -> {
          cancellation.check();
          count(pairs, count, both, offsets);
        });
    shiftToStarts(offsets);
    int[] targets = new int[(int) edges.arcs()];
    double[] arcWeights = edges.weighted() ? new double[targets.length] : null;
    edges.drain(
        (pairs, weights, count) -> {
          cancellation.check();
          if (arcWeights == null || weights == null) {
            place(pairs, count, both, offsets, targets);
          } else {
            place(pairs, weights, count, both, offsets, targets, arcWeights);
          }
        });
    return new Rows(offsets, targets, arcWeights);
  }

  private static void count(long[] pairs, int count, boolean both, int[] offsets) {
    for (int i = 0; i < count; i++) {
      int from = (int) (pairs[i] >>> 32);
      int to = (int) pairs[i];
      offsets[from + 1]++;
      if (both && from != to) {
        offsets[to + 1]++;
      }
    }
  }

  /** Lengths at v + 1 become starts at v + 1; placing an entry moves its start, so that they end as row ends. */
  private static void shiftToStarts(int[] offsets) {
    int start = 0;
    for (int v = 1; v < offsets.length; v++) {
      int length = offsets[v];
      offsets[v] = start;
      start += length;
    }
  }

  private static void place(long[] pairs, int count, boolean both, int[] offsets, int[] targets) {
    for (int i = 0; i < count; i++) {
      int from = (int) (pairs[i] >>> 32);
      int to = (int) pairs[i];
      targets[offsets[from + 1]++] = to;
      if (both && from != to) {
        targets[offsets[to + 1]++] = from;
      }
    }
  }

  private static void place(
      long[] pairs, double[] weights, int count, boolean both, int[] offsets, int[] targets, double[] arcWeights) {
    for (int i = 0; i < count; i++) {
      int from = (int) (pairs[i] >>> 32);
      int to = (int) pairs[i];
      int at = offsets[from + 1]++;
      targets[at] = to;
      arcWeights[at] = weights[i];
      if (both && from != to) {
        at = offsets[to + 1]++;
        targets[at] = from;
        arcWeights[at] = weights[i];
      }
    }
  }
}
