package io.strider.runtime.common;

import java.util.HexFormat;

/**
 * A 128-bit hash that adds up: the hash of a set is the sum (modulo 2<sup>128</sup>) of the hashes of its members,
 * so that it can be summed anywhere in any order.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record Hash128(long high, long low) {

  /** The hash of the empty set. */
  public static final Hash128 ZERO = new Hash128(0, 0);

  /** The sum of both, modulo 2<sup>128</sup>. */
  public Hash128 plus(long otherHigh, long otherLow) {
    long sum = low + otherLow;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    return new Hash128(high + otherHigh + carry, sum);
  }

  /** The sum of both, modulo 2<sup>128</sup>. */
  public Hash128 plus(Hash128 other) {
    return plus(other.high, other.low);
  }

  /** 32 lower-case hexadecimal digits. */
  public String toHex() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
