package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.graph.Graph;
import org.jspecify.annotations.Nullable;

/**
 * Turns merged rows over provisional vertices into a graph over vertex ids with sorted rows, without sorting any:
 * transposing a matrix by taking its rows in the order of their new ids fills every row of the result in ascending
 * order. An undirected graph is its own transpose, a directed one is transposed twice.
 */
final class Renumbering {

  private static final int CHECK_EVERY = 1 << 12;

  /** Columns of the rows that are being read: they are dropped as soon as nobody needs them. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Matrix(int[] offsets, int[] targets, float @Nullable [] weights) {}

  private final int[] order;
  private final Cancellation cancellation;

  /**
   * Prepares for one order.
   *
   * @param order the provisional vertex of each id
   */
  Renumbering(int[] order, Cancellation cancellation) {
    this.order = order;
    this.cancellation = cancellation;
  }

  /**
   * The graph.
   *
   * @param rows merged, both directions in them when undirected
   * @param weights of the entries of {@code rows}, each positive and finite, or null
   */
  Graph apply(Rows rows, float @Nullable [] weights, boolean directed) {
    int[] lengths = rowLengths(rows.offsets());
    Matrix matrix = new Matrix(rows.offsets(), rows.targets(), weights);
    if (!directed) {
      Matrix result = transpose(matrix, order, lengths, cursors(lengths));
      return new Graph(false, result.offsets(), result.targets(), result.weights());
    }
    int[] inLengths = inLengths(rows);
    Matrix incoming = transpose(matrix, order, inLengths, cursors(inLengths));
    return outgoing(incoming, lengths);
  }

  private Graph outgoing(Matrix incoming, int[] lengths) {
    int[] cursors = new int[lengths.length];
    int start = 0;
    for (int id = 0; id < lengths.length; id++) {
      cursors[id] = start;
      start += lengths[id];
    }
    Matrix result = transpose(incoming, null, lengths, cursors);
    return new Graph(true, result.offsets(), result.targets(), result.weights());
  }

  /**
   * Appends the id of each row of {@code from} to the rows that its entries name.
   *
   * @param rowOrder which row has which id, or null when rows stand by id
   * @param lengths of the result's rows, by id
   * @param cursors where the row that an entry of {@code from} names begins in the result; moved
   */
  private Matrix transpose(Matrix from, int @Nullable [] rowOrder, int[] lengths, int[] cursors) {
    int[] offsets = new int[lengths.length + 1];
    for (int id = 0; id < lengths.length; id++) {
      offsets[id + 1] = offsets[id] + lengths[id];
    }
    int[] targets = new int[offsets[lengths.length]];
    float[] weights = from.weights() == null ? null : new float[targets.length];
    for (int id = 0; id < lengths.length; id++) {
      if ((id & (CHECK_EVERY - 1)) == 0) {
        cancellation.check();
      }
      int row = rowOrder == null ? id : rowOrder[id];
      int begin = from.offsets()[row];
      int end = from.offsets()[row + 1];
      if (weights == null || from.weights() == null) {
        append(id, from.targets(), begin, end, cursors, targets);
      } else {
        appendWeighted(id, from, begin, end, cursors, targets, weights);
      }
    }
    return new Matrix(offsets, targets, weights);
  }

  private static void append(int id, int[] entries, int begin, int end, int[] cursors, int[] targets) {
    for (int i = begin; i < end; i++) {
      targets[cursors[entries[i]]++] = id;
    }
  }

  private static void appendWeighted(
      int id, Matrix from, int begin, int end, int[] cursors, int[] targets, float[] weights) {
    float[] source = from.weights();
    int[] entries = from.targets();
    for (int i = begin; source != null && i < end; i++) {
      int at = cursors[entries[i]]++;
      targets[at] = id;
      weights[at] = source[i];
    }
  }

  private int[] rowLengths(int[] offsets) {
    int[] lengths = new int[order.length];
    for (int id = 0; id < order.length; id++) {
      lengths[id] = offsets[order[id] + 1] - offsets[order[id]];
    }
    return lengths;
  }

  private int[] inLengths(Rows rows) {
    int[] byVertex = new int[order.length];
    int arcs = rows.offsets()[order.length];
    for (int i = 0; i < arcs; i++) {
      byVertex[rows.targets()[i]]++;
    }
    int[] lengths = new int[order.length];
    for (int id = 0; id < order.length; id++) {
      lengths[id] = byVertex[order[id]];
    }
    return lengths;
  }

  /** Row starts by provisional vertex, from row lengths by id. */
  private int[] cursors(int[] lengths) {
    int[] cursors = new int[lengths.length];
    int start = 0;
    for (int id = 0; id < lengths.length; id++) {
      cursors[order[id]] = start;
      start += lengths[id];
    }
    return cursors;
  }
}
