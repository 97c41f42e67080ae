package io.strider.runtime.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatFormatterTest {

  @Property(tries = 1000)
  void shouldWriteAnyFloatSoThatItReadsBack(@ForAll int bits) {
    check(Float.intBitsToFloat(bits));
  }

  @Property(tries = 2000)
  void shouldWriteFloatsOfTheFastPathSoThatTheyReadBack(
      @ForAll @IntRange(min = 0x38d1b717 - 3, max = 0x461c4000 + 3) int bits) {
    check(Float.intBitsToFloat(bits));
    check(-Float.intBitsToFloat(bits));
  }

  @ParameterizedTest
  @CsvSource({
    "1.0", "-0.1", "0.5", "0.001", "9999.0", "123.456", "1.0E-4", "0.1234567", "10000.0", "0.0", "-0.0", "1.0E-5",
    "16777.217", "9.999999", "9.9999999E-4", "1234.5"
  })
  void shouldWriteShortDecimalsAsTheyAre(String text) {
    float value = Float.parseFloat(text);
    check(value);
    assertThat(write(value).length()).isLessThanOrEqualTo(Math.max(6, Float.toString(value).length()));
  }

  @Test
  void shouldWriteWhatLiesBesidePowersOfTwoAndTenSoThatItReadsBack() {
    for (int exponent = -15; exponent <= 15; exponent++) {
      checkAround(Math.scalb(1f, exponent));
      checkAround((float) Math.pow(10, exponent));
      checkAround((float) (Math.pow(10, exponent) * 9.999999));
    }
  }

  /** Every 97th; all 222,991,360 were read back once (docs/DECISIONS.md). */
  @Test
  void shouldWriteFloatsOfAllTheFastPathSoThatTheyReadBack() {
    float[] row = new float[128];
    byte[] target = new byte[row.length * FloatFormatter.MAX_BYTES + 1];
    FloatFormatter formatter = new FloatFormatter();
    int bits = Float.floatToRawIntBits(1e-4f);
    while (bits < Float.floatToRawIntBits(1e4f)) {
      for (int i = 0; i < row.length; i++) {
        row[i] = Float.intBitsToFloat(bits);
        bits += 97;
      }
      int end = formatter.write(row, target, 0);
      target[end] = ' ';
      int from = 1;
      for (float expected : row) {
        int to = from;
        while (target[to] != ' ') {
          to++;
        }
        assertTrue(FloatParser.parse(target, from, to) == expected, () -> Float.toString(expected));
        from = to + 1;
      }
      assertTrue(from == end + 1, "as many texts as numbers");
    }
  }

  @Test
  void shouldWriteRowsOfAnyLengthOneAfterTheOther() {
    FloatFormatter formatter = new FloatFormatter();
    byte[] target = new byte[20 * FloatFormatter.MAX_BYTES];
    int at = formatter.write(new float[] {0.25f, -1e-20f, 12.5f}, target, 0);
    at = formatter.write(new float[0], target, at);
    at = formatter.write(new float[] {-3f}, target, at);
    at = formatter.write(new float[] {Float.NaN, 0f, -0.0625f, 1234.5678f, Float.NEGATIVE_INFINITY}, target, at);
    assertThat(new String(target, 0, at, StandardCharsets.ISO_8859_1))
        .isEqualTo(" 0.25 -1.0E-20 12.5 -3.0 NaN 0.0 -0.0625 1234.5677 -Infinity");
  }

  private static void checkAround(float value) {
    int bits = Float.floatToRawIntBits(value);
    for (int neighbour = bits - 20; neighbour <= bits + 20; neighbour++) {
      check(Float.intBitsToFloat(neighbour));
    }
  }

  private static void check(float value) {
    String text = write(value);
    assertThat(Float.floatToIntBits(Float.parseFloat(text))).describedAs(text).isEqualTo(Float.floatToIntBits(value));
    assertThat(text.length()).isLessThan(FloatFormatter.MAX_BYTES);
  }

  private static String write(float value) {
    String text = writeAll(value);
    assertThat(text).startsWith(" ");
    return text.substring(1);
  }

  private static String writeAll(float... values) {
    byte[] target = new byte[FloatFormatter.MAX_BYTES * values.length + 3];
    int end = new FloatFormatter().write(values, target, 3);
    return new String(target, 3, end - 3, StandardCharsets.ISO_8859_1);
  }
}
