package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import java.util.Arrays;

/**
 * Sorts vertices by their labels as unsigned bytes, shorter first where one is the beginning of the other. A
 * most-significant-digit sort: three bytes of each label and its vertex share a long, the JDK sorts the longs, and
 * runs that are equal so far go on with their next three bytes. Needs 8 bytes a vertex. Not thread-safe.
 */
final class LabelOrder {

  private static final int DIGIT_BYTES = 3;
  private static final int SMALL_RUN = 12;

  private final LabelStore labels;
  private final Cancellation cancellation;
  private final long[] keys;
  private int[] pending = new int[3 * 64];
  private int pendingUsed;

  private LabelOrder(LabelStore labels, Cancellation cancellation) {
    this.labels = labels;
    this.cancellation = cancellation;
    this.keys = new long[labels.size()];
  }

  /** All vertices of the store, in the order of their labels; labels must be distinct. */
  static int[] of(LabelStore labels, Cancellation cancellation) {
    LabelOrder order = new LabelOrder(labels, cancellation);
    for (int v = 0; v < order.keys.length; v++) {
      order.keys[v] = v;
    }
    order.push(0, order.keys.length, 0);
    while (order.pendingUsed > 0) {
      order.sortRun();
    }
    int[] vertices = new int[order.keys.length];
    for (int i = 0; i < vertices.length; i++) {
      vertices[i] = (int) order.keys[i];
    }
    return vertices;
  }

  private void sortRun() {
    cancellation.check();
    int depth = pending[--pendingUsed];
    int to = pending[--pendingUsed];
    int from = pending[--pendingUsed];
    if (to - from <= SMALL_RUN) {
      insertionSort(from, to);
      return;
    }
    for (int i = from; i < to; i++) {
      int vertex = (int) keys[i];
      keys[i] = (long) digit(vertex, depth) << 32 | vertex;
    }
    Arrays.sort(keys, from, to);
    for (int i = from; i < to; ) {
      int end = i + 1;
      while (end < to && keys[end] >>> 32 == keys[i] >>> 32) {
        end++;
      }
      if (end - i > 1) {
        push(i, end, depth + DIGIT_BYTES);
      }
      i = end;
    }
  }

  /** Three bytes from {@code depth} on and how many of them the label has, so that an end sorts before a zero byte. */
  private int digit(int vertex, int depth) {
    byte[] bytes = labels.chunk(vertex);
    int start = labels.start(vertex) + depth;
    int count = Math.min(DIGIT_BYTES, labels.length(vertex) - depth);
    int digit = 0;
    for (int i = 0; i < DIGIT_BYTES; i++) {
      digit = digit << 8 | (i < count ? bytes[start + i] & 0xFF : 0);
    }
    return digit << 2 | count;
  }

  private void insertionSort(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long key = keys[i];
      int at = i;
      for (; at > from && labels.compare((int) keys[at - 1], (int) key) > 0; at--) {
        keys[at] = keys[at - 1];
      }
      keys[at] = key;
    }
  }

  private void push(int from, int to, int depth) {
    if (pendingUsed + 3 > pending.length) {
      pending = Arrays.copyOf(pending, 2 * pending.length);
    }
    pending[pendingUsed++] = from;
    pending[pendingUsed++] = to;
    pending[pendingUsed++] = depth;
  }
}
