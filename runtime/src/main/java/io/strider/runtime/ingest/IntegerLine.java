package io.strider.runtime.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The fast path of a line: two integers of at most nine digits without leading zeros, one delimiter between them, then the end of the line, or a delimiter and a weight or columns
 * to ignore. Up to seven
 * digits are read as one long without a branch on their count, which no predictor would guess.
 * Not thread-safe.
 */
final class IntegerLine {

  /** How many bytes after the newline must be readable. */
  static final int PADDING_BYTES = Long.BYTES;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ZEROS = 0x3030303030303030L;
  private static final long ABOVE_NINE = 0x7676767676767676L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BYTES = 0x000000FF000000FFL;
  private static final int MAX_DIGITS = 9;
  private static final long MAX_EXACT = 1L << 53;

  /** What fits a long when it has been multiplied by 10⁸. */
  private static final long MAX_SCALED = 1L << 36;

  private static final long[] POWERS = new long[16];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = 10 * POWERS[i - 1];
    }
  }

  private int first;
  private int second;
  private double weight;
  private int value;

  int first() {
    return first;
  }

  int second() {
    return second;
  }

  /** The third column; 1 when it was not asked for. */
  double weight() {
    return weight;
  }

  /**
   * Reads the line at {@code at}, which a newline must end; {@link #PADDING_BYTES} more must follow.
   *
   * @return where the next line begins, or −1 when the line is not of this form
   */
  int scan(byte[] bytes, int at, byte delimiter, boolean weighted) {
    int p = scanInteger(bytes, at);
    first = value;
    if (p < 0 || bytes[p] != delimiter) {
      return -1;
    }
    p = scanInteger(bytes, p + 1);
    second = value;
    weight = 1;
    if (weighted && p >= 0) {
      p = scanWeight(bytes, p, delimiter);
    }
    if (p < 0) {
      return -1;
    }
    if (bytes[p] == '\n') {
      return p + 1;
    }
    if (bytes[p] != delimiter && !endsLine(bytes, p)) {
      return -1;
    }
    while (bytes[p] != '\n') {
      p++;
    }
    return p + 1;
  }

  /** Sets {@link #value} and returns where the digits end, or −1. */
  private int scanInteger(byte[] bytes, int at) {
    long digits = (long) LONGS.get(bytes, at) ^ ZEROS;
    long others = (digits | digits + ABOVE_NINE) & HIGH_BITS;
    int bits = Long.numberOfTrailingZeros(others) & ~7;
    if (bits == 0 || bits == Long.SIZE) {
      return bits == 0 ? -1 : scanLongInteger(bytes, at);
    }
    if (bytes[at] == '0' && bits > Byte.SIZE) {
      return -1;
    }
    value = combine(digits << (Long.SIZE - bits));
    return at + (bits >>> 3);
  }

  /** Eight digits, the first in the lowest byte: neighbours become pairs, pairs fours, fours one number. */
  private static int combine(long digits) {
    long pairs = digits * 10 + (digits >>> 8);
    long high = (pairs & LOW_BYTES) * (100 + (1_000_000L << 32));
    long low = (pairs >>> 16 & LOW_BYTES) * (1 + (10_000L << 32));
    return (int) ((high + low) >>> 32);
  }

  private int scanLongInteger(byte[] bytes, int at) {
    int p = at;
    int number = 0;
    for (int digit; (digit = bytes[p] - '0') >= 0 && digit <= 9; p++) {
      number = number * 10 + digit;
    }
    value = number;
    return p - at <= MAX_DIGITS && bytes[at] != '0' ? p : -1;
  }

  private int scanWeight(byte[] bytes, int at, byte delimiter) {
    if (bytes[at] != delimiter) {
      return -1;
    }
    int end = scanDecimal(bytes, at + 1);
    if (end >= 0 && weight > 0 && (bytes[end] == delimiter || endsLine(bytes, end))) {
      return end;
    }
    end = at + 1;
    while (bytes[end] != delimiter && !endsLine(bytes, end)) {
      end++;
    }
    weight = WeightText.parse(bytes, at + 1, end);
    return Double.isNaN(weight) ? -1 : end;
  }

  /**
   * The usual weights, again without a branch on the number of digits: an integer as {@link #scanInteger} has it, and at most 15 digits
   * behind a point, all together below 2<sup>53</sup>. Sets {@link #weight}, correctly rounded for the reason that {@link WeightText}
   * gives, and returns where the digits end, or −1.
   */
  private int scanDecimal(byte[] bytes, int at) {
    int p = scanInteger(bytes, at);
    weight = value;
    if (p < 0 || bytes[p] != '.') {
      return p;
    }
    long number = value;
    int power = 0;
    int bits = Long.SIZE;
    while (bits == Long.SIZE) {
      long digits = (long) LONGS.get(bytes, p + 1 + power) ^ ZEROS;
      long others = (digits | digits + ABOVE_NINE) & HIGH_BITS;
      bits = Long.numberOfTrailingZeros(others) & ~7;
      int count = bits >>> 3;
      if (power + count >= POWERS.length || number >= MAX_SCALED) {
        return -1;
      }
      if (count > 0) {
        number = number * POWERS[count] + combine(digits << (Long.SIZE - bits));
        power += count;
      }
    }
    weight = (double) number / POWERS[power];
    return power > 0 && number <= MAX_EXACT ? p + 1 + power : -1;
  }

  private static boolean endsLine(byte[] bytes, int at) {
    return bytes[at] == '\n' || (bytes[at] == '\r' && bytes[at + 1] == '\n');
  }
}
