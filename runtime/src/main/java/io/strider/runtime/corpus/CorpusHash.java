package io.strider.runtime.corpus;

import io.strider.runtime.common.Hash128;
import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.random.Purpose;

/**
 * The hash of a corpus: the sum over all walks of a 128-bit hash of (walk id, length, labels), so that it adds up in any
 * order. Each half of a walk's hash is a multilinear hash of the label hashes (Lemire, Kaser 2014: one odd random factor
 * a position), mixed with the walk id and the length. Not thread-safe; use one an own thread and add the results.
 */
public final class CorpusHash {

  private static final long HIGH_KEY = CounterRandom.key(0, Purpose.CORPUS_HASH);
  private static final long LOW_KEY = CounterRandom.key(1, Purpose.CORPUS_HASH);

  private final LabelHashes labels;
  private final long[] highFactors;
  private final long[] lowFactors;
  private Hash128 sum = Hash128.ZERO;

  /** A hash of no walks yet, for walks of at most {@code maxLength} vertices. */
  public CorpusHash(LabelHashes labels, int maxLength) {
    this.labels = labels;
    this.highFactors = factors(HIGH_KEY, maxLength);
    this.lowFactors = factors(LOW_KEY, maxLength);
  }

  private static long[] factors(long key, int count) {
    long[] factors = new long[count];
    for (int j = 0; j < count; j++) {
      factors[j] = CounterRandom.stream(key, j) | 1;
    }
    return factors;
  }

  /** Adds the walks in rows [from, to) of a wave. */
  public void add(Wave wave, int from, int to) {
    int[] vertices = wave.vertices();
    for (int i = from; i < to; i++) {
      int length = wave.lengths()[i];
      long id = wave.firstWalk() + i;
      int row = i * wave.stride();
      long high = 0;
      long low = 0;
      for (int j = 0; j < length; j++) {
        int vertex = vertices[row + j];
        long[] page = labels.page(vertex);
        int place = LabelHashes.place(vertex);
        high += page[place] * highFactors[j];
        low += page[place + 1] * lowFactors[j];
      }
      sum =
          sum.plus(
              CounterRandom.mix(CounterRandom.stream(HIGH_KEY ^ length, id) + high),
              CounterRandom.mix(CounterRandom.stream(LOW_KEY ^ length, id) + low));
    }
  }

  /** The sum so far. */
  public Hash128 sum() {
    return sum;
  }
}
