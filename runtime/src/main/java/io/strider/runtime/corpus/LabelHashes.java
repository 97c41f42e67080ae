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

  private final long[] high;
  private final long[] low;

  private LabelHashes(int size) {
    high = new long[size];
    low = new long[size];
  }

  /** Hashes all labels. */
  public static LabelHashes of(Labels labels, WorkerPool pool) {
    LabelHashes hashes = new LabelHashes(labels.size());
    pool.forEachSlice(
        labels.size(),
        (slice, from, to) -> {
          for (int v = from; v < to; v++) {
            byte[] utf8 = labels.utf8(v);
            hashes.high[v] = hash(HIGH_KEY, utf8);
            hashes.low[v] = hash(LOW_KEY, utf8);
          }
        });
    return hashes;
  }

  /** Bytes of the hashes of so many vertices. */
  public static long bytes(long vertexCount) {
    return 16 * vertexCount;
  }

  /** Upper halves by vertex; do not write. */
  public long[] high() {
    return high;
  }

  /** Lower halves by vertex; do not write. */
  public long[] low() {
    return low;
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
