package io.strider.runtime.corpus;

/**
 * Which tokens of frequent vertices are kept: with probability (√(f/t) + 1)·t/f, where f is the vertex's share of
 * the tokens and t the threshold {@code sample} (Mikolov et al. 2013 as word2vec.c has it). A decision is a pure
 * function of 64 random bits. Immutable and thread-safe; 8 bytes a row, none where everything is kept.
 */
public final class Subsampling {

  private static final double UNITS = 0x1.0p53;

  private final long[] keepBelow;

  private Subsampling(long[] keepBelow) {
    this.keepBelow = keepBelow;
  }

  /** The keep probabilities of a vocabulary; {@code sample} 0 keeps every token. */
  public static Subsampling of(Vocabulary vocabulary, double sample) {
    long[] keepBelow = new long[sample > 0 ? vocabulary.size() : 0];
    double allowed = sample * vocabulary.tokens();
    for (int row = 0; row < keepBelow.length; row++) {
      double count = vocabulary.countOfRow()[row];
      double keep = (Math.sqrt(count / allowed) + 1) * allowed / count;
      keepBelow[row] = (long) (Math.min(1, keep) * UNITS);
    }
    return new Subsampling(keepBelow);
  }

  /** A row's token is kept if its bits, shifted right by 11, are below this; empty where all are kept; do not write. */
  public long[] thresholds() {
    return keepBelow;
  }

  /** False if every token is kept, whatever its bits. */
  public boolean drops() {
    return keepBelow.length > 0;
  }

  /** Bytes for a vocabulary of so many rows. */
  public static long bytes(long rows, double sample) {
    return sample > 0 ? rows * Long.BYTES : 0;
  }

  /** Is a token of this row kept, given its 64 uniform bits? Only where {@link #drops}. */
  public boolean keeps(int row, long bits) {
    return bits >>> 11 < keepBelow[row];
  }
}
