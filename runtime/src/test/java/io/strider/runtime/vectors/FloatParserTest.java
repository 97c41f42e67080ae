package io.strider.runtime.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatParserTest {

  @Property(tries = 2000)
  void shouldReadEveryFloatBack(@ForAll int bits) {
    float value = Float.intBitsToFloat(bits);
    assertThat(Float.floatToIntBits(parse(Float.toString(value)))).isEqualTo(Float.floatToIntBits(value));
  }

  @Property(tries = 2000)
  void shouldRoundDecimalsAsTheLibraryDoes(@ForAll long digits, @ForAll @IntRange(min = -60, max = 60) int exponent) {
    String text = digits + "e" + exponent;
    assertThat(parse(text)).isEqualTo(Float.parseFloat(text));
  }

  @Property(tries = 500)
  void shouldRoundDecimalsAroundTheMiddleOfTwoFloats(@ForAll @IntRange(min = 1, max = 1 << 22) int mantissa) {
    double middle = (mantissa + 0.5) * 4;
    for (String text : new String[] {middle + "", middle + "0001", Math.nextUp(middle) + "", Math.nextDown(middle) + ""}) {
      assertThat(parse(text)).isEqualTo(Float.parseFloat(text));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0", "-0.0", ".5", "5.", "+1", "1E+5", "1e-05", "33554433.0", "16777217", "1e-50", "1e50"})
  void shouldReadOtherSpellings(String text) {
    assertThat(parse(text)).isEqualTo(Float.parseFloat(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", ".", "1e", "1-", "1..2", "--1", "a", "1e+"})
  void shouldRefuseWhatIsNoNumber(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(NumberFormatException.class);
  }

  private static float parse(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.ISO_8859_1);
    return FloatParser.parse(bytes, 1, bytes.length - 1);
  }
}
