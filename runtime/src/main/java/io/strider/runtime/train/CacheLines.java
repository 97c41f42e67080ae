package io.strider.runtime.train;

/**
 * How threads keep off each other's cache lines, and vector loads off their borders. The processor fetches lines in
 * pairs, so what one thread writes all the time must not lie in a pair with what another uses. The launcher has objects
 * begin on a pair ({@code -XX:ObjectAlignmentInBytes}); then the first element of an array does not, for its header
 * comes first, and each vector load from there on would be split between two lines. Where objects begin anywhere, the
 * arrays here still end with a pair that nobody touches.
 */
final class CacheLines {

  /** A pair of lines. */
  static final int PAIR_BYTES = 128;

  /** What HotSpot puts before an array's elements, unless compact object headers are asked for. */
  private static final int HEADER_BYTES = 16;

  /** Floats from the first of an array to the first that begins a pair. */
  static final int LEAD_FLOATS = (PAIR_BYTES - HEADER_BYTES) / Float.BYTES;

  /** The same of ints. */
  static final int LEAD_INTS = (PAIR_BYTES - HEADER_BYTES) / Integer.BYTES;

  private CacheLines() {}

  /** An array for one thread, of at least so many zeros. */
  static int[] ints(int length) {
    return new int[length + PAIR_BYTES / Integer.BYTES];
  }

  /** An array for one thread, of at least so many zeros. */
  static float[] floats(int length) {
    return new float[length + PAIR_BYTES / Float.BYTES];
  }
}
