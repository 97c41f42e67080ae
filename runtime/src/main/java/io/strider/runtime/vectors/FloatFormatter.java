package io.strider.runtime.vectors;

import java.nio.charset.StandardCharsets;

/**
 * float32 to decimal text that reads back to the same bits. The fast path, for magnitudes from 10⁻⁴ to 10⁴, rounds to 7,
 * then 8, then 9 significant digits until the decimal, divided out as a double and rounded to float, is the number again
 * (a double halfway between two floats is not trusted, see {@link FloatParser}); nine digits always suffice. Everything
 * else is {@link Float#toString(float)}. The text is the shortest but for rare cases where a decimal that is not the
 * nearest of its length would do.
 */
final class FloatFormatter {

  /** The longest text of one number: {@code -1.17549435E-38}. */
  static final int MAX_BYTES = 16;

  private static final int MIN_DIGITS = 7;
  private static final int MAX_DIGITS = 9;
  private static final float SMALLEST = 1e-4f;
  private static final float LARGEST = 1e4f;
  private static final long BELOW_FLOAT = (1L << 29) - 1;
  private static final long HALFWAY = 1L << 28;
  private static final long[] POWERS = new long[14];

  static {
    long power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private FloatFormatter() {}

  /** Writes a number; returns the position behind it, at most {@link #MAX_BYTES} further. */
  static int write(float value, byte[] target, int at) {
    float magnitude = Math.abs(value);
    if (!(magnitude >= SMALLEST && magnitude < LARGEST)) {
      return writeSlowly(value, target, at);
    }
    int fraction = MIN_DIGITS + leadingZeros(magnitude) - 1;
    for (int digits = MIN_DIGITS; digits <= MAX_DIGITS; digits++, fraction++) {
      long decimal = Math.round(magnitude * (double) POWERS[fraction]);
      double back = decimal / (double) POWERS[fraction];
      boolean halfway = (Double.doubleToRawLongBits(back) & BELOW_FLOAT) == HALFWAY;
      if (!halfway && (float) back == magnitude) {
        int from = at;
        if (value < 0) {
          target[from++] = '-';
        }
        return writeDecimal(decimal, fraction, target, from);
      }
    }
    return writeSlowly(value, target, at);
  }

  /** How many places right of the ones the first digit stands; negative to the left. */
  private static int leadingZeros(float magnitude) {
    int places = -3;
    for (float bound = 1e3f; magnitude < bound; bound /= 10) {
      places++;
    }
    return places;
  }

  /** Writes decimal / 10^fraction with at least one digit on either side of the point and no further zeros at the end. */
  private static int writeDecimal(long decimal, int fraction, byte[] target, int at) {
    long ones = decimal / POWERS[fraction];
    long rest = decimal - ones * POWERS[fraction];
    int places = fraction;
    while (places > 1 && rest % 10 == 0) {
      rest /= 10;
      places--;
    }
    int width = ones < 10 ? 1 : ones < 100 ? 2 : ones < 1000 ? 3 : ones < 10_000 ? 4 : 5;
    digits(ones, target, at, width);
    target[at + width] = '.';
    digits(rest, target, at + width + 1, places);
    return at + width + 1 + places;
  }

  private static void digits(long number, byte[] target, int at, int width) {
    long left = number;
    for (int i = at + width - 1; i >= at; i--) {
      long tenth = left / 10;
      target[i] = (byte) ('0' + (left - 10 * tenth));
      left = tenth;
    }
  }

  private static int writeSlowly(float value, byte[] target, int at) {
    byte[] text = Float.toString(value).getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(text, 0, target, at, text.length);
    return at + text.length;
  }
}
