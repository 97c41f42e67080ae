package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.WorkerPool;
import java.util.Arrays;

/**
 * Sorts vertices by their labels as unsigned bytes, shorter first where one is the beginning of the other. A
 * most-significant-digit sort: three bytes of each label and its vertex share a long, the longs are sorted, long runs by
 * counting and short ones by Shell's method, and runs that are equal so far go on with their next three bytes. The JDK's
 * sort of longs is as fast once it is compiled, which takes longer than sorting a million labels. Needs 16 bytes a vertex.
 * One thread's.
 */
final class LabelOrder {

  private static final int DIGIT_BYTES = 3;
  private static final int SMALL_RUN = 12;

  /** Bits of a digit: three bytes and how many of them there are. */
  private static final int DIGIT_BITS = 26;

  private static final int RADIX_BITS = DIGIT_BITS / 2;
  private static final int COUNTED_RUN = 1 << RADIX_BITS;

  /** Marcin Ciura's gaps, each 2.25 times the one before from 701 on. */
  private static final int[] GAPS = {3548, 1577, 701, 301, 132, 57, 23, 10, 4, 1};

  private final Columns columns;
  private final Cancellation cancellation;
  private final int[] counts = new int[1 << RADIX_BITS];
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
    Columns columns = new Columns(labels, new long[size], new long[size < COUNTED_RUN ? 0 : size]);
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
    if (to - from < COUNTED_RUN) {
      shellSort(keys, from, to);
    } else {
      countingPass(keys, from, to, Integer.SIZE, columns.scratch());
      countingPass(columns.scratch(), from, to, Integer.SIZE + RADIX_BITS, keys);
    }
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

  private static void shellSort(long[] keys, int from, int to) {
    for (int gap : GAPS) {
      for (int i = from + gap; i < to; i++) {
        long key = keys[i];
        int at = i;
        for (; at >= from + gap && keys[at - gap] > key; at -= gap) {
          keys[at] = keys[at - gap];
        }
        keys[at] = key;
      }
    }
  }

  /** Copies a run to the same place of another array, in the order of some of its bits; equal ones stay in order. */
  private void countingPass(long[] source, int from, int to, int shift, long[] target) {
    int mask = counts.length - 1;
    Arrays.fill(counts, 0);
    for (int i = from; i < to; i++) {
      counts[(int) (source[i] >>> shift) & mask]++;
    }
    int place = from;
    for (int value = 0; value < counts.length; value++) {
      int count = counts[value];
      counts[value] = place;
      place += count;
    }
    for (int i = from; i < to; i++) {
      target[counts[(int) (source[i] >>> shift) & mask]++] = source[i];
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
