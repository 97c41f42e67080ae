package io.strider.runtime.train;

/**
 * Where cache lines begin in arrays, and how threads keep off each other's. An array's header begins on a line (see
 * {@code -XX:ObjectAlignmentInBytes} in the launcher), so that its first element does not: a vector load from there on
 * would be split between two lines, each time. And the processor fetches lines in pairs, so what one thread writes all
 * the time must not lie beside what another uses: such an array ends with a line that nobody touches.
 */
final class CacheLines {

  static final int BYTES = 64;

  /** What HotSpot puts before an array's elements, unless compact object headers are asked for. */
  private static final int HEADER_BYTES = 16;

  /** Floats from the first of an array to the first that begins a line. */
  static final int LEAD_FLOATS = (BYTES - HEADER_BYTES) / Float.BYTES;

  /** The same of ints. */
  static final int LEAD_INTS = (BYTES - HEADER_BYTES) / Integer.BYTES;

  private CacheLines() {}

  /** An array for one thread, of at least so many zeros. */
  static int[] ints(int length) {
    return new int[length + BYTES / Integer.BYTES];
  }

  /** An array for one thread, of at least so many zeros. */
  static float[] floats(int length) {
    return new float[length + BYTES / Float.BYTES];
  }
}
