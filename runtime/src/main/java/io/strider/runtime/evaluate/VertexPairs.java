package io.strider.runtime.evaluate;

/**
 * Unordered pairs of different vertices, packed with the smaller id in the upper 32 bits. Immutable by convention: the
 * array is shared, do not write.
 *
 * @param packed one pair a long
 */
public record VertexPairs(long[] packed) {

  /** How many pairs. */
  public int size() {
    return packed.length;
  }

  /** The smaller id of a pair. */
  public int first(int pair) {
    return first(packed[pair]);
  }

  /** The larger id of a pair. */
  public int second(int pair) {
    return second(packed[pair]);
  }

  static long pack(int u, int v) {
    return (long) Math.min(u, v) << 32 | Math.max(u, v);
  }

  static int first(long pair) {
    return (int) (pair >>> 32);
  }

  static int second(long pair) {
    return (int) pair;
  }
}
