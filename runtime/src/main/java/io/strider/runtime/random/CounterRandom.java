package io.strider.runtime.random;

/**
 * Random numbers as a pure function of counters. A <em>stream</em> is 64 bits derived from (seed, purpose, id); a draw
 * of the stream is a bijective mix of the stream and a 64-bit counter, so no field of the counter runs into the next.
 * The mixer is the finalizer of SplitMix64 (Stafford's variant 13; Steele, Lea, Flood, OOPSLA 2014). Stateless.
 */
public final class CounterRandom {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final long ID_MULTIPLIER = 0xD1342543DE82EF95L;

  private CounterRandom() {}

  /** A bijection of 64 bits in which every input bit changes every output bit with probability close to a half. */
  public static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The key of all streams of one purpose under one seed. */
  public static long key(long seed, Purpose purpose) {
    return mix(mix(seed + GOLDEN_GAMMA) + purpose.code() * GOLDEN_GAMMA);
  }

  /** The stream of one id (a walk, a vertex, an epoch) under a {@link #key}. */
  public static long stream(long key, long id) {
    return mix(key + id * ID_MULTIPLIER);
  }

  /** The counter of a draw: step in the upper 32 bits, trial in the lower. */
  public static long counter(int step, int trial) {
    return ((long) step << 32) | (trial & 0xFFFFFFFFL);
  }

  /** The draw of a stream at a counter: 64 uniform bits. */
  public static long draw(long stream, long counter) {
    return mix(stream + counter * GOLDEN_GAMMA);
  }

  /**
   * Maps 64 uniform bits to [0, bound) by a multiplication (Lemire 2019, without rejection: the bias is below
   * bound / 2<sup>64</sup>).
   */
  public static long bounded(long bits, long bound) {
    return Math.unsignedMultiplyHigh(bits, bound);
  }

  /** Maps 64 uniform bits to a double in [0, 1) with 53 bits. */
  public static double unit(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }
}
