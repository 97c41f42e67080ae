package io.strider.runtime.corpus;

import io.strider.runtime.random.AliasMethod;
import io.strider.runtime.random.CounterRandom;

/**
 * Draws rows of the vocabulary with probability proportional to count<sup>0.75</sup> (Mikolov et al. 2013) in
 * constant time by Vose's alias method. An entry is one long: in the upper half the threshold, in units of
 * 2<sup>−32</sup>, under which the row itself is drawn, in the lower half the alias that is drawn otherwise. A
 * draw is a pure function of 64 random bits; the probabilities are right to V·2<sup>−32</sup> of the mean.
 * Immutable and thread-safe; 8 bytes a row.
 */
public final class NegativeTable {

  /** The exponent that flattens the counts. */
  public static final double EXPONENT = 0.75;

  private static final double THRESHOLD_UNITS = 0x1.0p32;
  private static final long MAX_THRESHOLD = 0xFFFFFFFFL;

  private final long[] entries;

  private NegativeTable(long[] entries) {
    this.entries = entries;
  }

  /** The table of a vocabulary, which must have at least one row. */
  public static NegativeTable of(Vocabulary vocabulary) {
    long[] counts = vocabulary.countOfRow();
    double[] share = new double[vocabulary.size()];
    double sum = 0;
    for (int row = 0; row < share.length; row++) {
      share[row] = StrictMath.pow((double) counts[row], EXPONENT);
      sum += share[row];
    }
    for (int row = 0; row < share.length; row++) {
      share[row] *= share.length / sum;
    }
    int[] alias = new int[share.length];
    AliasMethod.pair(share, alias, new int[share.length], share.length);
    long[] entries = new long[share.length];
    for (int row = 0; row < entries.length; row++) {
      entries[row] = entry(share[row], alias[row]);
    }
    return new NegativeTable(entries);
  }

  private static long entry(double share, int alias) {
    long threshold = Math.min(MAX_THRESHOLD, (long) (share * THRESHOLD_UNITS));
    return threshold << 32 | alias;
  }

  /** The table itself, one long a row as the class comment says, for trainers on devices; shared, do not write. */
  public long[] entries() {
    return entries;
  }

  /** Rows that can be drawn. */
  public int size() {
    return entries.length;
  }

  /** Bytes of the table of a vocabulary of so many rows. */
  public static long bytes(long rows) {
    return rows * Long.BYTES;
  }

  /** The row that 64 uniform bits stand for: the upper half of bits × V is the entry, the lower half decides in it. */
  public int draw(long bits) {
    int row = (int) CounterRandom.bounded(bits, entries.length);
    long fraction = (bits * entries.length) >>> 32;
    long entry = entries[row];
    return fraction < entry >>> 32 ? row : (int) entry;
  }
}
