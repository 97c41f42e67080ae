package io.strider.runtime.train;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Hash128;
import io.strider.runtime.random.CounterRandom;

/**
 * A hash of labelled vectors that does not depend on the order of the rows: the sum of a hash of each (label, D float
 * bit patterns), so that two runs can be compared whatever ids or rows they gave the vertices. Stateless.
 */
public final class VectorsHash {

  private static final long LOW_MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final long HIGH_MULTIPLIER = 0xD1342543DE82EF95L;
  private static final int ROWS_PER_CHECK = 1 << 16;

  private VectorsHash() {}

  /** The hash of the label of each row: 128 bits. */
  public interface LabelHashes {
    /** Upper 64 bits. */
    long high(int row);

    /** Lower 64 bits. */
    long low(int row);
  }

  /**
   * The hash of a whole table.
   *
   * @throws io.strider.runtime.common.CancelledException when asked to stop
   */
  public static Hash128 of(EmbeddingTable table, LabelHashes labels, Cancellation cancellation) {
    Hash128 sum = Hash128.ZERO;
    float[] scratch = new float[table.stride()];
    for (int row = 0; row < table.rows(); row++) {
      if (row % ROWS_PER_CHECK == 0) {
        cancellation.check();
      }
      sum = sum.plus(ofRow(table, row, labels.high(row), labels.low(row), scratch));
    }
    return sum;
  }

  /** The hash of one row, to be added up anywhere in any order; padding and −0 against +0 count as they are. */
  public static Hash128 ofRow(EmbeddingTable table, int row, long labelHigh, long labelLow) {
    return ofRow(table, row, labelHigh, labelLow, new float[table.stride()]);
  }

  private static Hash128 ofRow(EmbeddingTable table, int row, long labelHigh, long labelLow, float[] scratch) {
    float[] array = table.array(row, scratch);
    int at = table.at(row);
    long high = CounterRandom.mix(labelHigh ^ table.dimensions());
    long low = CounterRandom.mix(labelLow + table.dimensions());
    for (int i = 0; i < table.dimensions(); i++) {
      long bits = Float.floatToRawIntBits(array[at + i]) & 0xFFFFFFFFL;
      high = CounterRandom.mix(high * HIGH_MULTIPLIER + bits);
      low = (low ^ bits) * LOW_MULTIPLIER;
      low ^= low >>> 32;
    }
    return new Hash128(high, CounterRandom.mix(low));
  }
}
