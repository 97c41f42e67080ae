package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.random.CounterRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FusedMultiplyAddTest {

  private static final float[] SPECIAL = {
    0f, -0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, 0.1f, 1 + 0x1p-23f, 1 - 0x1p-24f, 0x1p-149f, 0x1p-75f, 0x1.8p-75f
  };

  @Test
  void shouldGiveTheBitsOfMathFmaForSpecialNumbers() {
    for (float a : SPECIAL) {
      for (float b : SPECIAL) {
        for (float c : SPECIAL) {
          check(a, b, c);
        }
      }
    }
  }

  @Property(tries = 20_000)
  void shouldGiveTheBitsOfMathFmaForAnyNumbers(@ForAll int a, @ForAll int b, @ForAll int c) {
    check(Float.intBitsToFloat(a), Float.intBitsToFloat(b), Float.intBitsToFloat(c));
  }

  /** Products of few bits and summands far below them end near halfway between two floats. */
  @Property(tries = 20_000)
  void shouldGiveTheBitsOfMathFmaNearHalfway(
      @ForAll long seed, @ForAll @IntRange(min = 20, max = 90) int below, @ForAll @IntRange(min = -149, max = 90) int scale) {
    long bits = CounterRandom.mix(seed);
    // 25 significant bits, the last one set: exactly halfway between two floats.
    float a = 1 + 2 * (bits & 0xFFF);
    float b = 1 + 2 * (bits >>> 12 & 0x7FF);
    float c = Math.scalb((bits & 1L << 40) == 0 ? 1f : -1f, -below);
    check(Math.scalb(a, scale), b, Math.scalb(c, scale));
    check(-Math.scalb(a, scale), b, Math.scalb(c, scale));
  }

  private static void check(float a, float b, float c) {
    assertThat(Float.floatToIntBits(FusedMultiplyAdd.inDouble(a, b, c)))
        .as("%a * %a + %a", a, b, c)
        .isEqualTo(Float.floatToIntBits(Math.fma(a, b, c)));
    assertThat(Float.floatToIntBits(FusedMultiplyAdd.of(a, b, c))).isEqualTo(Float.floatToIntBits(Math.fma(a, b, c)));
  }
}
