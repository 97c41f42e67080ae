package io.strider.runtime.vectors;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * float32 to decimal text that reads back to the same bits. The fast path, for magnitudes from 10⁻⁴ to 10⁴, scales the
 * number to nine digits before the point as a double, whose error is below 10⁻⁷ units, and takes the nearest decimal of 7, 8
 * or 9 digits that is nearer than half the distance to the next float, less 10⁻⁶ units: such a text reads back whatever
 * the rounding. Nine digits always do. Everything else is {@link Float#toString(float)}. The text is the shortest
 * but for rare cases, such as a decimal that is not the nearest of its length.
 */
final class FloatFormatter {

  /** The longest text of one number, {@code -1.17549435E-38}, and a byte. */
  static final int MAX_BYTES = 16;

  private static final float SMALLEST = 1e-4f;
  private static final float LARGEST = 1e4f;
  private static final int MANTISSA_BITS = 23;
  private static final int EXPONENT_BIAS = 127;
  private static final int DIGITS = 9;
  private static final int LEAST_DIGITS = 100_000_000;
  private static final double ERROR = 1e-6;

  /** Binary exponents of the fast path: 2⁻¹⁴ is below 10⁻⁴, 2¹³ below 10⁴. */
  private static final int LEAST_EXPONENT = -14;

  private static final int EXPONENTS = 28;

  /** By binary exponent: the bits of the power of ten above the smallest number that has it, and that power's exponent. */
  private static final int[] NEXT_POWER = new int[EXPONENTS];

  private static final int[] NEXT_PLACE = new int[EXPONENTS];

  /** Half the distance from a float of an exponent to the next. */
  private static final double[] HALF_STEP = new double[EXPONENTS];

  private static final double[] POWERS = new double[14];

  /** Eight bytes at once, the lowest first on every machine. */
  private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EIGHT_ZEROS = 0x3030303030303030L;

  static {
    double power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
    for (int i = 0; i < EXPONENTS; i++) {
      double smallest = Math.scalb(1.0, i + LEAST_EXPONENT);
      int place = -4;
      while (powerOfTen(place) <= smallest) {
        place++;
      }
      NEXT_POWER[i] = Float.floatToRawIntBits((float) powerOfTen(place));
      NEXT_PLACE[i] = place;
      HALF_STEP[i] = Math.scalb(1.0, i + LEAST_EXPONENT - MANTISSA_BITS - 1);
    }
  }

  private FloatFormatter() {}

  private static double powerOfTen(int exponent) {
    return exponent < 0 ? 1 / POWERS[-exponent] : POWERS[exponent];
  }

  /**
   * Writes a number; returns the position behind it, at most {@link #MAX_BYTES} further. What stands behind that, up to
   * {@link #MAX_BYTES} from {@code at}, may change.
   */
  static int write(float value, byte[] target, int at) {
    int bits = Float.floatToRawIntBits(value);
    float magnitude = Math.abs(value);
    if (!(magnitude >= SMALLEST && magnitude < LARGEST)) {
      return writeSlowly(value, target, at);
    }
    int exponent = ((bits >>> MANTISSA_BITS) & 0xFF) - EXPONENT_BIAS - LEAST_EXPONENT;
    // The place of the first digit: 0 for the ones, −1 for the tenths; one less below the power.
    int place = NEXT_PLACE[exponent] + ((Float.floatToRawIntBits(magnitude) - NEXT_POWER[exponent]) >> 31);
    double scale = POWERS[DIGITS - 1 - place];
    double exact = magnitude * scale;
    // Below a power of two floats are half as far apart.
    boolean powerOfTwo = (bits & ((1 << MANTISSA_BITS) - 1)) == 0;
    double room = HALF_STEP[exponent] * scale * (powerOfTwo ? 0.5 : 1) - ERROR;
    int eight = 10 * (int) (exact * 0.1 + 0.5);
    int seven = 100 * (int) (exact * 0.01 + 0.5);
    int digits = (int) (exact + 0.5);
    digits += (eight - digits) & ifNegative(Math.abs(eight - exact) - room);
    digits += (seven - digits) & ifNegative(Math.abs(seven - exact) - room);
    if (digits == 10 * LEAST_DIGITS) {
      digits = LEAST_DIGITS;
      place++;
    }
    target[at] = '-';
    int from = at + (bits >>> 31);
    return place < 0 ? writeBelowOne(digits, place, target, from) : writeFromOne(digits, place, target, from);
  }

  /** All bits or none: a choice without a branch, which no processor could predict. */
  private static int ifNegative(double number) {
    return (int) (Double.doubleToRawLongBits(number) >> 63);
  }

  /** Writes nine digits of which the first stands at {@code place} < 0, without zeros at the end. */
  private static int writeBelowOne(int digits, int place, byte[] target, int at) {
    EIGHT.set(target, at, EIGHT_ZEROS);
    target[at + 1] = '.';
    int first = at + 1 - place;
    return first + writeDigits(digits, target, first);
  }

  /** The same of {@code place} from 0 to 3, with at least one digit behind the point. */
  private static int writeFromOne(int digits, int place, byte[] target, int at) {
    int length = writeDigits(digits, target, at + 1);
    int point = at + place + 1;
    for (int i = at; i < point; i++) {
      target[i] = target[i + 1];
    }
    target[point] = '.';
    return Math.max(at + 1 + length, point + 2);
  }

  /** Writes nine digits; returns how many there are without the zeros at the end. */
  private static int writeDigits(int digits, byte[] target, int at) {
    int first = digits / LEAST_DIGITS;
    target[at] = (byte) ('0' + first);
    long eight = eightDigits(digits - first * LEAST_DIGITS);
    EIGHT.set(target, at + 1, eight + EIGHT_ZEROS);
    return DIGITS - (Long.numberOfLeadingZeros(eight) >>> 3);
  }

  /**
   * The digits of a number below 10⁸ in a byte each, the first in the lowest: split in two fours, those in twos, those in
   * ones, all parts at once by multiplications with reciprocals that are exact for such small parts.
   */
  private static long eightDigits(int number) {
    int high = number / 10_000;
    long fours = high | (long) (number - high * 10_000) << 32;
    long hundreds = ((fours * 10_486) >>> 20) & 0x0000007F_0000007FL;
    long twos = hundreds | (fours - 100 * hundreds) << 16;
    long tens = ((twos * 103) >>> 10) & 0x000F000F_000F000FL;
    return tens | (twos - 10 * tens) << 8;
  }

  private static int writeSlowly(float value, byte[] target, int at) {
    byte[] text = Float.toString(value).getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(text, 0, target, at, text.length);
    return at + text.length;
  }
}
