package io.strider.runtime.vectors;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Rows of float32 to decimal text that reads back to the same bits. The fast path, for magnitudes from 10⁻⁴ to 10⁴, scales a
 * number to nine digits before the point as a double, whose error is below 10⁻⁷ units, and takes the nearest decimal of 7, 8
 * or 9 digits that is nearer than half the distance to the next float, less 10⁻⁶ units: such a text reads back whatever
 * the rounding. Nine digits always do. Everything else is {@link Float#toString(float)}. The text is the shortest
 * but for rare cases, such as a decimal that is not the nearest of its length.
 *
 * <p>Below a power of two floats are only half as far apart. That changes nothing: of those in the range all but 2⁻¹² and 2⁻¹³
 * have at most eight digits, and theirs are nearer than a quarter of the distance.
 *
 * <p>A row goes through three short loops, of which a processor has several numbers under way at once; of one long loop it has hardly two.
 * One thread's.
 */
final class FloatFormatter {

  /** The longest text of one number, {@code " -1.17549435E-38"}: a blank before it belongs to it. */
  static final int MAX_BYTES = 16;

  private static final int MANTISSA_BITS = 23;
  private static final int EXPONENT_BIAS = 127;
  private static final int EXPONENTS = 256;
  private static final int DIGITS = 9;

  /** Binary exponents of the fast path: 2⁻¹⁴ is below 10⁻⁴, 2¹³ below 10⁴. */
  private static final int LEAST_EXPONENT = -14;

  private static final int MOST_EXPONENT = 13;

  /** Places of a first digit in the fast path: 0 is that of the ones, −1 of the tenths. */
  private static final int LEAST_PLACE = -4;

  private static final int MOST_PLACE = 3;

  /** How far a double may be from nine digits that it is taken for, in units of the last. */
  private static final double ERROR = 1e-6;

  /** Added to a double below 2⁵¹ it leaves the nearest integer in the lowest bits. */
  private static final double INTEGER = 0x1p52;

  /** The powers of ten up to 10¹², all exact. */
  private static final double[] POWERS = new double[DIGITS - LEAST_PLACE];

  /** By biased exponent: the bits of the power of ten above the smallest number that has it. */
  private static final int[] NEXT_POWER = new int[EXPONENTS];

  /** By biased exponent, doubled, and one more from that power of ten on: the place of the first digit, as {@link #shapes} has it. */
  private static final int[] PLACE = new int[2 * EXPONENTS];

  /** By the same: what makes nine digits before the point of it. */
  private static final double[] SCALE = new double[2 * EXPONENTS];

  /** By the same: what a decimal may differ, in units of the ninth digit. */
  private static final double[] ROOM = new double[2 * EXPONENTS];

  /** The three digits of a number below 1,000 in a byte each, the first in the lowest. */
  private static final int[] THREE_DIGITS = new int[1024];

  private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final short BLANK_MINUS = ' ' | '-' << 8;
  private static final long EIGHT_ZEROS = 0x3030303030303030L;
  private static final long ZERO_POINT_ZEROS = (EIGHT_ZEROS & ~0xFF00L) | '.' << 8;

  /** In {@link #shapes}: the first digit's place − {@link #LEAST_PLACE} in three bits, and whether the fast path does not apply. */
  private static final int PLACE_MASK = 7;

  private static final int ELSEWHERE = 8;

  /** In {@link #shapes}: where four bits of the first digit begin, and four of the number of digits; the sign is the highest bit. */
  private static final int FIRST_SHIFT = 4;

  private static final int LENGTH_SHIFT = 8;
  private static final int FOUR_BITS = 15;

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = 10 * POWERS[i - 1];
    }
    Arrays.fill(NEXT_POWER, Integer.MAX_VALUE);
    Arrays.fill(PLACE, ELSEWHERE);
    for (int exponent = LEAST_EXPONENT; exponent <= MOST_EXPONENT; exponent++) {
      double smallest = Math.scalb(1.0, exponent);
      int place = LEAST_PLACE;
      while (powerOfTen(place) <= smallest) {
        place++;
      }
      int biased = exponent + EXPONENT_BIAS;
      NEXT_POWER[biased] = Float.floatToRawIntBits((float) powerOfTen(place));
      fill(2 * biased, exponent, place - 1);
      fill(2 * biased + 1, exponent, place);
    }
    for (int i = 0; i < 1000; i++) {
      THREE_DIGITS[i] = i / 100 | (i / 10 % 10) << 8 | (i % 10) << 16;
    }
  }

  /** Eight digits behind the first, a byte each, the first in the lowest; before, the whole number of nine. */
  private long[] digits = new long[0];

  /** What else there is to know of each number. */
  private int[] shapes = new int[0];

  private static double powerOfTen(int exponent) {
    return exponent < 0 ? 1 / POWERS[-exponent] : POWERS[exponent];
  }

  private static void fill(int at, int exponent, int place) {
    if (place >= LEAST_PLACE && place <= MOST_PLACE) {
      PLACE[at] = place - LEAST_PLACE;
      SCALE[at] = POWERS[DIGITS - 1 - place];
      ROOM[at] = Math.scalb(SCALE[at], exponent - MANTISSA_BITS - 1) - ERROR;
    }
  }

  /**
   * Writes numbers, each with a blank before it; returns the position behind the last. What stands behind that, up to
   * {@link #MAX_BYTES} a number from {@code at}, may change.
   */
  int write(float[] numbers, byte[] target, int at) {
    int count = numbers.length;
    if (digits.length < count) {
      digits = new long[count];
      shapes = new int[count];
    }
    scale(numbers, digits, shapes);
    split(digits, shapes, count);
    return put(numbers, digits, shapes, target, at);
  }

  /** Numbers to nine digits, of which the last or the last two may be zeros that the text does without. */
  private static void scale(float[] numbers, long[] digits, int[] shapes) {
    for (int i = 0; i < numbers.length; i++) {
      int bits = Float.floatToRawIntBits(numbers[i]);
      int magnitude = bits & Integer.MAX_VALUE;
      int exponent = magnitude >>> MANTISSA_BITS;
      int row = 2 * exponent + (magnitude < NEXT_POWER[exponent] ? 0 : 1);
      double room = ROOM[row];
      double exact = Float.intBitsToFloat(magnitude) * SCALE[row];
      double eighth = exact * 0.1 + INTEGER;
      double seventh = exact * 0.01 + INTEGER;
      int nine = (int) Double.doubleToRawLongBits(exact + INTEGER);
      int eight = 10 * (int) Double.doubleToRawLongBits(eighth);
      int seven = 100 * (int) Double.doubleToRawLongBits(seventh);
      nine += (eight - nine) & ifNegative(Math.abs((eighth - INTEGER) * 10 - exact) - room);
      nine += (seven - nine) & ifNegative(Math.abs((seventh - INTEGER) * 100 - exact) - room);
      digits[i] = nine;
      shapes[i] = PLACE[row] | (bits & Integer.MIN_VALUE);
    }
  }

  /** All bits or none: a choice without a branch, which no processor could predict. */
  private static int ifNegative(double number) {
    return (int) (Double.doubleToRawLongBits(number) >> 63);
  }

  /** Numbers below 10⁹ to digits: by threes, with reciprocals that are exact for numbers so small. */
  private static void split(long[] digits, int[] shapes, int count) {
    for (int i = 0; i < count; i++) {
      long nine = digits[i];
      long high = (nine * 1_125_899_907L) >>> 50;
      long six = nine - high * 1_000_000;
      long middle = (six * 274_877_907L) >>> 38;
      long low = six - middle * 1_000;
      int first = THREE_DIGITS[(int) high & 1023];
      long eight =
          first >>> 8 | (long) THREE_DIGITS[(int) middle & 1023] << 16 | (long) THREE_DIGITS[(int) low & 1023] << 40;
      int length = DIGITS - (Long.numberOfLeadingZeros(eight) >>> 3);
      digits[i] = eight;
      shapes[i] |= (first & FOUR_BITS) << FIRST_SHIFT | length << LENGTH_SHIFT;
    }
  }

  private static int put(float[] numbers, long[] digits, int[] shapes, byte[] target, int start) {
    int at = start;
    for (int i = 0; i < numbers.length; i++) {
      int shape = shapes[i];
      SHORTS.set(target, at, BLANK_MINUS);
      if ((shape & ELSEWHERE) != 0) {
        at = putSlowly(numbers[i], target, at + 1);
        continue;
      }
      at += 1 + (shape >>> 31);
      int place = (shape & PLACE_MASK) + LEAST_PLACE;
      int length = shape >>> LENGTH_SHIFT & FOUR_BITS;
      byte first = (byte) ('0' + (shape >>> FIRST_SHIFT & FOUR_BITS));
      long eight = digits[i] + EIGHT_ZEROS;
      if (place < 0) {
        LONGS.set(target, at, ZERO_POINT_ZEROS);
        at += 1 - place;
        target[at] = first;
        LONGS.set(target, at + 1, eight);
        at += length;
      } else {
        at = putFromOne(place, first, eight, length, target, at);
      }
    }
    return at;
  }

  /** Writes a number of at least one, with at least one digit behind the point. */
  private static int putFromOne(int place, byte first, long eight, int length, byte[] target, int at) {
    long text = eight << 8 | first;
    int before = Byte.SIZE * (place + 1);
    long behind = text >>> before << 8 | '.';
    LONGS.set(target, at, (text & ((1L << before) - 1)) | behind << before);
    SHORTS.set(target, at + Long.BYTES, (short) (eight >>> 48));
    return at + Math.max(length + 1, place + 3);
  }

  private static int putSlowly(float value, byte[] target, int at) {
    byte[] text = Float.toString(value).getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(text, 0, target, at, text.length);
    return at + text.length;
  }
}
