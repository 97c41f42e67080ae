package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.WorkerPool;
import java.util.Arrays;

/**
 * Sorts vertices by their labels as unsigned bytes, shorter first where one is the beginning of the other. A
 * most-significant-digit sort: three bytes of each label and its vertex share a long, the longs are sorted, and runs that are
 * equal so far go on with their next three bytes. Needs 16 bytes a vertex. One thread's, each with its own runs.
 */
final class LabelOrder {

  private static final int DIGIT_BYTES = 3;
  private static final int SMALL_RUN = 12;

  /** Bits of a digit: three bytes and how many of them there are. */
  private static final int DIGIT_BITS = 26;

  private final Columns columns;
  private final Cancellation cancellation;
  private final KeySort sort = new KeySort(DIGIT_BITS);
  private int[] pending = new int[3 * 64];
  private int pendingUsed;

  /** What all threads sort, each its own runs. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Columns(LabelStore labels, long[] keys, long[] scratch) {}

  private LabelOrder(Columns columns, Cancellation cancellation) {
    this.columns = columns;
    this.cancellation = cancellation;
  }

  /** All vertices of the store, in the order of their labels, on the calling thread; labels must be distinct. */
  static int[] of(LabelStore labels, Cancellation cancellation) {
    try (WorkerPool alone = new WorkerPool("strider-labels", 1)) {
      return of(labels, alone, cancellation);
    }
  }

  /** The same on the threads of a pool: one run of all labels first, then each of the runs that it leaves by one thread. */
  static int[] of(LabelStore labels, WorkerPool pool, Cancellation cancellation) {
    int size = labels.size();
    Columns columns = new Columns(labels, new long[size], new long[size]);
    pool.forEachSlice(
        size,
        (slice, from, to) -> {
          for (int vertex = from; vertex < to; vertex++) {
            columns.keys()[vertex] = key(labels, vertex, 0);
          }
        });
    LabelOrder first = new LabelOrder(columns, cancellation);
    first.sortKeys(0, size, 0);
    LabelOrder[] workers = new LabelOrder[pool.threads()];
    Arrays.setAll(workers, worker -> new LabelOrder(columns, cancellation));
    pool.forEachTask(
        first.pendingUsed / 3,
        (worker, run) ->
            workers[worker].sortRuns(first.pending[3 * run], first.pending[3 * run + 1], first.pending[3 * run + 2]));
    int[] vertices = new int[size];
    for (int i = 0; i < size; i++) {
      vertices[i] = (int) columns.keys()[i];
    }
    return vertices;
  }

  /** Sorts a run to its end. */
  private void sortRuns(int from, int to, int depth) {
    push(from, to, depth);
    while (pendingUsed > 0) {
      sortRun();
    }
  }

  private void sortRun() {
    int depth = pending[--pendingUsed];
    int to = pending[--pendingUsed];
    int from = pending[--pendingUsed];
    if (to - from <= SMALL_RUN) {
      insertionSort(from, to);
      return;
    }
    long[] keys = columns.keys();
    for (int i = from; i < to; i++) {
      keys[i] = key(columns.labels(), (int) keys[i], depth);
    }
    sortKeys(from, to, depth);
  }

  /** Sorts by what the keys hold of the labels, and notes the runs that are equal so far. */
  private void sortKeys(int from, int to, int depth) {
    cancellation.check();
    long[] keys = columns.keys();
    sort.sort(keys, from, to, columns.scratch());
    for (int i = from; i < to; ) {
      int end = i + 1;
      while (end < to && keys[end] >>> Integer.SIZE == keys[i] >>> Integer.SIZE) {
        end++;
      }
      if (end - i > 1) {
        push(i, end, depth + DIGIT_BYTES);
      }
      i = end;
    }
  }

  /**
   * The vertex in the lower half; above it three bytes of its label from {@code depth} on, and how many of them there are, so
   * that an end sorts before a zero byte.
   */
  private static long key(LabelStore labels, int vertex, int depth) {
    byte[] bytes = labels.chunk(vertex);
    int start = labels.start(vertex) + depth;
    int count = Math.min(DIGIT_BYTES, labels.length(vertex) - depth);
    int digit = 0;
    for (int i = 0; i < DIGIT_BYTES; i++) {
      digit = digit << 8 | (i < count ? bytes[start + i] & 0xFF : 0);
    }
    return (long) (digit << 2 | count) << Integer.SIZE | vertex;
  }

  private void insertionSort(int from, int to) {
    long[] keys = columns.keys();
    for (int i = from + 1; i < to; i++) {
      long key = keys[i];
      int at = i;
      for (; at > from && columns.labels().compare((int) keys[at - 1], (int) key) > 0; at--) {
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
