package io.strider.runtime.corpus;

import io.strider.runtime.common.WorkerPool;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.random.Purpose;

/**
 * A 128-bit hash of every vertex's label, so that hashes of walks and vectors speak of the user's names and not of ids.
 * Each half folds the UTF-8 bytes, eight at a time in little-endian order, and their number through
 * {@link CounterRandom#mix}. Immutable.
 */
public final class LabelHashes {

  private static final long HIGH_KEY = CounterRandom.key(0, Purpose.LABEL_HASH);
  private static final long LOW_KEY = CounterRandom.key(1, Purpose.LABEL_HASH);

  /** Vertices whose hashes are in one array. */
  private static final int PAGE = 1 << 26;

  /** Of vertex v the upper half at [v / PAGE][2 (v mod PAGE)], the lower half next to it, in the same cache line. */
  private final long[][] pages;

  private LabelHashes(int size) {
    pages = new long[(int) (((long) size + PAGE - 1) / PAGE)][];
    for (int p = 0; p < pages.length; p++) {
      pages[p] = new long[2 * Math.min(PAGE, size - p * PAGE)];
    }
  }

  /** Hashes all labels. */
  public static LabelHashes of(Labels labels, WorkerPool pool) {
    LabelHashes hashes = new LabelHashes(labels.size());
    pool.forEachSlice(
        labels.size(),
        (slice, from, to) -> {
          for (int v = from; v < to; v++) {
            byte[] utf8 = labels.utf8(v);
            long[] page = hashes.page(v);
            page[place(v)] = hash(HIGH_KEY, utf8);
            page[place(v) + 1] = hash(LOW_KEY, utf8);
          }
        });
    return hashes;
  }

  /** Bytes of the hashes of so many vertices. */
  public static long bytes(long vertexCount) {
    return 16 * vertexCount;
  }

  /** Upper half of the hash of a vertex's label. */
  public long high(int vertex) {
    return page(vertex)[place(vertex)];
  }

  /** Lower half of the hash of a vertex's label. */
  public long low(int vertex) {
    return page(vertex)[place(vertex) + 1];
  }

  /** The array in which the hash of a vertex's label is; do not write. */
  long[] page(int vertex) {
    return pages[vertex / PAGE];
  }

  /** Where in its {@link #page} the upper half of a vertex's hash is; the lower half follows. */
  static int place(int vertex) {
    return 2 * (vertex & (PAGE - 1));
  }

  private static long hash(long key, byte[] utf8) {
    long state = key;
    long word = 0;
    for (int i = 0; i < utf8.length; i++) {
      word |= (utf8[i] & 0xFFL) << (8 * (i & 7));
      if ((i & 7) == 7) {
        state = CounterRandom.mix(state ^ word) + key;
        word = 0;
      }
    }
    return CounterRandom.mix(CounterRandom.mix(state ^ word) + utf8.length);
  }
}
