package io.strider.runtime.ingest;

import java.nio.charset.StandardCharsets;

/**
 * Reads decimal weights: digits with at most one point, an optional sign and an optional exponent. Digits that fit 53 bits, with a
 * power of ten up to 22, take one exact multiplication or division (Clinger 1990). Up to 18 significant ones, as programs print
 * doubles, take a division whose remainder tells how to round it. The rest goes to {@link Double#parseDouble}, so the result
 * is always correctly rounded.
 */
final class WeightText {

  private static final long MAX_EXACT = 1L << 53;
  private static final int MAX_DIGITS = 18;
  private static final int MAX_EXPONENT_DIGITS = 9;

  /** The part of the distance between doubles within which a number is surely nearest to one. */
  private static final double SURE = 0.5 - 1e-6;

  private static final long MANTISSA = (1L << 52) - 1;
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
    int significant = 0;
    int scale = 0;
    boolean any = false;
    boolean point = false;
    for (; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = significant < MAX_DIGITS ? digits * 10 + digit : digits;
        significant += digits != 0 ? 1 : 0;
        scale -= point ? 1 : 0;
        any = true;
      } else if (bytes[i] == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    int exponent = exponent(bytes, i, to);
    if (!any || exponent == Integer.MIN_VALUE) {
      return Double.NaN;
    }
    double value = significant <= MAX_DIGITS ? value(digits, scale + exponent) : Double.NaN;
    if (Double.isNaN(value)) {
      value = Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }
    float stored = (float) value;
    return stored > 0 && stored < Float.POSITIVE_INFINITY ? value : Double.NaN;
  }

  /** digits · 10<sup>power</sup>, correctly rounded, or NaN where this does not say how. */
  private static double value(long digits, int power) {
    if (Math.abs(power) >= POWERS.length) {
      return Double.NaN;
    }
    if (digits <= MAX_EXACT) {
      return power < 0 ? digits / POWERS[-power] : digits * POWERS[power];
    }
    return power < 0 ? quotient(digits, POWERS[-power]) : Double.NaN;
  }

  /**
   * A quotient of what no double need hold and what one does, or NaN if the exact one lies too near the middle of two doubles, or
   * beside a power of two, below which they are nearer. The remainder of the rounded dividend is exact, so is the dividend's
   * own rounding, and what they add to the quotient is off by less than 2<sup>−50</sup> of itself.
   */
  private static double quotient(long dividend, double divisor) {
    double rounded = dividend;
    double quotient = rounded / divisor;
    double correction = (Math.fma(-quotient, divisor, rounded) + (dividend - (long) rounded)) / divisor;
    double corrected = quotient + correction;
    double left = Math.abs(correction - (corrected - quotient));
    boolean sure = left < SURE * Math.ulp(corrected) && (Double.doubleToRawLongBits(corrected) & MANTISSA) != 0;
    return sure ? corrected : Double.NaN;
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
