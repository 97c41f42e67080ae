package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
   * for the row lengths and one to place. Duplicates stay; a self-loop stands once. The edges are freed on the way. Of
   * weighted ones the pairs first leave their places behind, 4 bytes an arc, so that pairs and the weights' rows are
   * never there together.
   *
   * @param edges empty afterwards; at most {@code Graph.MAX_ARCS} arcs
   */
  static Rows scatter(EdgeList edges, int vertices, Cancellation cancellation) {
    int[] offsets = new int[vertices + 1];
    boolean both = !edges.directed();
    edges.forEachPairs(
        (pairs, count) -> {
          cancellation.check();
          count(pairs, count, both, offsets);
        });
    shiftToStarts(offsets);
    int[] targets = new int[(int) edges.arcs()];
    List<int[]> places = new ArrayList<>();
    edges.drainPairs(
        (pairs, count) -> {
          cancellation.check();
          if (edges.weighted()) {
            places.add(placeAndNote(pairs, count, both, offsets, targets));
          } else {
            place(pairs, count, both, offsets, targets);
          }
        });
    return new Rows(offsets, targets, edges.weighted() ? weights(edges, places, targets.length, cancellation) : null);
  }

  private static double[] weights(EdgeList edges, List<int[]> places, int arcs, Cancellation cancellation) {
    double[] weights = new double[arcs];
    Iterator<int[]> ofChunks = places.iterator();
    edges.drainWeights(
        (ofEdges, count) -> {
          cancellation.check();
          int[] ofChunk = ofChunks.next();
          int ends = ofChunk.length / count;
          for (int i = 0; i < ofChunk.length; i++) {
            weights[ofChunk[i]] = ofEdges[i / ends];
          }
        });
    return weights;
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

  /** As {@link #place}; returns the place of each edge's entry, or of both, which are one for a self-loop. */
  private static int[] placeAndNote(long[] pairs, int count, boolean both, int[] offsets, int[] targets) {
    int[] places = new int[both ? 2 * count : count];
    int noted = 0;
    for (int i = 0; i < count; i++) {
      int from = (int) (pairs[i] >>> 32);
      int to = (int) pairs[i];
      int at = offsets[from + 1]++;
      targets[at] = to;
      places[noted++] = at;
      if (both) {
        if (from != to) {
          at = offsets[to + 1]++;
          targets[at] = from;
        }
        places[noted++] = at;
      }
    }
    return places;
  }
}
