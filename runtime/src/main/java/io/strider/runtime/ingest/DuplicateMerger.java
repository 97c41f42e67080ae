package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import java.util.Arrays;

/**
 * Merges equal entries of each row, in place. Weights of equal entries add up in ascending order as doubles, so that
 * the sum depends on the weights alone and both rows of an undirected edge get the same one. The last seen row of every
 * target finds duplicates without sorting; only weighted rows that have some are sorted. Not thread-safe.
 */
final class DuplicateMerger {

  private static final int CHECK_EVERY = 1 << 12;
  private static final int START_ENTRIES = 64;

  private final Rows rows;
  private final int[] lastRow;
  private long[] order = new long[START_ENTRIES];
  private double[] addends = new double[START_ENTRIES];
  private int written;

  DuplicateMerger(Rows rows) {
    this.rows = rows;
    this.lastRow = new int[rows.vertexCount()];
  }

  /** Merges all rows; their offsets then are those of the shorter rows, which lie without gaps. */
  void merge(Cancellation cancellation) {
    int[] offsets = rows.offsets();
    double[] weights = rows.weights();
    int from = 0;
    for (int v = 0; v < rows.vertexCount(); v++) {
      if ((v & (CHECK_EVERY - 1)) == 0) {
        cancellation.check();
      }
      int to = offsets[v + 1];
      if (weights == null) {
        mergeRow(v, from, to);
      } else {
        mergeRow(v, from, to, weights);
      }
      offsets[v + 1] = written;
      from = to;
    }
  }

  private void mergeRow(int vertex, int from, int to) {
    int[] targets = rows.targets();
    int stamp = vertex + 1;
    int at = written;
    for (int i = from; i < to; i++) {
      int target = targets[i];
      if (lastRow[target] != stamp) {
        lastRow[target] = stamp;
        targets[at++] = target;
      }
    }
    written = at;
  }

  private void mergeRow(int vertex, int from, int to, double[] weights) {
    int[] targets = rows.targets();
    int stamp = vertex + 1;
    boolean distinct = true;
    for (int i = from; i < to; i++) {
      distinct &= lastRow[targets[i]] != stamp;
      lastRow[targets[i]] = stamp;
    }
    if (distinct) {
      System.arraycopy(targets, from, targets, written, to - from);
      System.arraycopy(weights, from, weights, written, to - from);
      written += to - from;
    } else {
      mergeSorted(from, to, weights);
    }
  }

  private void mergeSorted(int from, int to, double[] weights) {
    int[] targets = rows.targets();
    int length = to - from;
    if (order.length < length) {
      order = new long[Math.max(length, order.length + (order.length >> 1))];
      addends = new double[order.length];
    }
    for (int i = 0; i < length; i++) {
      order[i] = (long) targets[from + i] << 32 | i;
      addends[i] = weights[from + i];
    }
    Arrays.sort(order, 0, length);
    for (int i = 0; i < length; i++) {
      weights[from + i] = addends[(int) order[i]];
    }
    System.arraycopy(weights, from, addends, 0, length);
    for (int i = 0; i < length; ) {
      int target = (int) (order[i] >>> 32);
      int end = i + 1;
      while (end < length && (int) (order[end] >>> 32) == target) {
        end++;
      }
      targets[written] = target;
      weights[written++] = sum(i, end);
      i = end;
    }
  }

  private double sum(int from, int to) {
    if (to - from > 1) {
      Arrays.sort(addends, from, to);
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += addends[i];
    }
    return sum;
  }
}
