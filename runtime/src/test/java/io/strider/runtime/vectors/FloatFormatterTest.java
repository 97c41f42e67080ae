package io.strider.runtime.vectors;

import static org.assertj.core.api.Assertions.assertThat;

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

  private static void checkAround(float value) {
    int bits = Float.floatToRawIntBits(value);
    for (int neighbour = bits - 20; neighbour <= bits + 20; neighbour++) {
      check(Float.intBitsToFloat(neighbour));
    }
  }

  private static void check(float value) {
    String text = write(value);
    assertThat(Float.floatToIntBits(Float.parseFloat(text))).describedAs(text).isEqualTo(Float.floatToIntBits(value));
    assertThat(text.length()).isLessThanOrEqualTo(FloatFormatter.MAX_BYTES);
  }

  private static String write(float value) {
    byte[] target = new byte[FloatFormatter.MAX_BYTES + 3];
    int end = FloatFormatter.write(value, target, 3);
    return new String(target, 3, end - 3, StandardCharsets.ISO_8859_1);
  }
}
