package io.strider.runtime.ingest;

import java.nio.charset.StandardCharsets;

/**
 * Reads decimal weights: digits with at most one point, an optional sign and an optional exponent. Up to 18
 * significant digits that fit 53 bits, with a power of ten up to 22, take one exact multiplication or division
 * (Clinger 1990); the rest goes to {@link Double#parseDouble}, so the result is always correctly rounded.
 */
final class WeightText {

  private static final long MAX_EXACT = 1L << 53;
  private static final int MAX_DIGITS = 18;
  private static final int MAX_EXPONENT_DIGITS = 9;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
    1e20, 1e21, 1e22
  };

  private WeightText() {}

  /**
   * The number that stands in [from, to), or NaN unless it is a decimal number that is finite and positive as a
   * double and as a float.
   */
  static double parse(byte[] bytes, int from, int to) {
    int i = from < to && bytes[from] == '+' ? from + 1 : from;
    long digits = 0;
    int digitCount = 0;
    int scale = 0;
    boolean point = false;
    for (; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = digitCount < MAX_DIGITS ? digits * 10 + digit : digits;
        digitCount++;
        scale -= point ? 1 : 0;
      } else if (bytes[i] == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    int exponent = exponent(bytes, i, to);
    if (digitCount == 0 || exponent == Integer.MIN_VALUE) {
      return Double.NaN;
    }
    int power = scale + exponent;
    boolean exact = digitCount <= MAX_DIGITS && digits <= MAX_EXACT && Math.abs(power) < POWERS.length;
    double value =
        exact
            ? power < 0 ? digits / POWERS[-power] : digits * POWERS[power]
            : Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    float stored = (float) value;
    return stored > 0 && stored < Float.POSITIVE_INFINITY ? value : Double.NaN;
  }

  /** The exponent in [at, to); 0 when nothing is left, {@link Integer#MIN_VALUE} when malformed. */
  private static int exponent(byte[] bytes, int at, int to) {
    if (at == to) {
      return 0;
    }
    if ((bytes[at] | 0x20) != 'e') {
      return Integer.MIN_VALUE;
    }
    int i = at + 1;
    boolean negative = i < to && bytes[i] == '-';
    i += negative || (i < to && bytes[i] == '+') ? 1 : 0;
    if (i == to || to - i > MAX_EXPONENT_DIGITS) {
      return Integer.MIN_VALUE;
    }
    int value = 0;
    for (; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return Integer.MIN_VALUE;
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }
}
