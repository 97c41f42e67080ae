package io.strider.deploy.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeSpanTest {

  @ParameterizedTest
  @CsvSource({"0s, PT0S", "250ms, PT0.25S", "30s, PT30S", "5m, PT5M", "2H, PT2H"})
  void shouldReadATimeWithItsUnit(String text, Duration expected) {
    assertThat(TimeSpan.parse(text).duration()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "m", "-1s", "1.5h", "5 m", "1d", "9999999s"})
  void shouldRefuseAnythingElse(String text) {
    assertThatThrownBy(() -> TimeSpan.parse(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("expected a time such as");
  }
}
