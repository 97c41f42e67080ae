package io.strider.runtime.vectors;

import java.nio.charset.StandardCharsets;

/**
 * Decimal text to float32, correctly rounded like {@link Float#parseFloat}. The fast path takes up to 18 digits with a
 * power of ten up to 22: digits below 2<sup>53</sup> and the power are exact doubles, so one multiplication or division
 * gives the correctly rounded double (Clinger, PLDI 1990). Rounding that once more to float is right unless the double
 * lies halfway between two floats, which is handed to the slow path, as is everything else.
 */
final class FloatParser {

  private static final double[] POWERS = new double[23];
  private static final long MAX_EXACT = 1L << 53;
  private static final int MAX_DIGITS = 18;
  private static final long BELOW_FLOAT = (1L << 29) - 1;
  private static final long HALFWAY = 1L << 28;

  static {
    double power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private FloatParser() {}

  /**
   * The float that the bytes [from, to) spell.
   *
   * @throws NumberFormatException when they spell none
   */
  static float parse(byte[] text, int from, int to) {
    int at = from;
    boolean negative = at < to && text[at] == '-';
    if (negative) {
      at++;
    }
    long digits = 0;
    int count = 0;
    int point = -1;
    for (; at < to; at++) {
      int c = text[at];
      if (c >= '0' && c <= '9' && count < MAX_DIGITS) {
        digits = digits * 10 + (c - '0');
        count++;
      } else if (c == '.' && point < 0) {
        point = count;
      } else {
        break;
      }
    }
    int scale = point < 0 ? 0 : point - count;
    if (at < to && (text[at] | 0x20) == 'e') {
      int exponent = exponent(text, at + 1, to);
      if (exponent != Integer.MIN_VALUE) {
        scale += exponent;
        at = to;
      }
    }
    boolean simple = at == to && count > 0 && digits < MAX_EXACT && scale >= -22 && scale <= 22;
    if (simple) {
      double value = scale < 0 ? digits / POWERS[-scale] : digits * POWERS[scale];
      boolean halfway = (Double.doubleToRawLongBits(value) & BELOW_FLOAT) == HALFWAY;
      if (!halfway && ((value >= Float.MIN_NORMAL && value <= Float.MAX_VALUE) || digits == 0)) {
        return (float) (negative ? -value : value);
      }
    }
    return Float.parseFloat(new String(text, from, to - from, StandardCharsets.ISO_8859_1));
  }

  /** A sign and one or two digits, or the smallest int when it is anything else. */
  private static int exponent(byte[] text, int from, int to) {
    boolean negative = from < to && text[from] == '-';
    int at = from < to && (negative || text[from] == '+') ? from + 1 : from;
    if (to - at < 1 || to - at > 2) {
      return Integer.MIN_VALUE;
    }
    int value = 0;
    for (; at < to; at++) {
      if (text[at] < '0' || text[at] > '9') {
        return Integer.MIN_VALUE;
      }
      value = value * 10 + (text[at] - '0');
    }
    return negative ? -value : value;
  }
}
