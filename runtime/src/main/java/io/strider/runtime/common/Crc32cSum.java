package io.strider.runtime.common;

/**
 * The CRC-32C of bytes that follow each other, from those of the pieces: a CRC is linear over GF(2), and the zeros that a second
 * piece shifts the first by are a matrix to the power of their number (Mark Adler's crc32_combine). Stateless.
 */
public final class Crc32cSum {

  private static final int BITS = 32;
  private static final int REVERSED_POLYNOMIAL = 0x82F63B78;

  private Crc32cSum() {}

  /**
   * The CRC-32C of two pieces together.
   *
   * @param first of the bytes before
   * @param second of the bytes behind them
   * @param secondBytes how many those are
   */
  public static long of(long first, long second, long secondBytes) {
    int[] power = new int[BITS];
    power[0] = REVERSED_POLYNOMIAL;
    for (int bit = 1; bit < BITS; bit++) {
      power[bit] = 1 << (bit - 1);
    }
    power = square(square(square(power)));
    int crc = (int) first;
    for (long bytes = secondBytes; bytes > 0; bytes >>>= 1) {
      if ((bytes & 1) != 0) {
        crc = times(power, crc);
      }
      power = square(power);
    }
    return (crc ^ (int) second) & 0xFFFF_FFFFL;
  }

  private static int times(int[] matrix, int vector) {
    int sum = 0;
    int rest = vector;
    for (int bit = 0; rest != 0; bit++, rest >>>= 1) {
      sum ^= (rest & 1) != 0 ? matrix[bit] : 0;
    }
    return sum;
  }

  private static int[] square(int[] matrix) {
    int[] result = new int[BITS];
    for (int bit = 0; bit < BITS; bit++) {
      result[bit] = times(matrix, matrix[bit]);
    }
    return result;
  }
}
