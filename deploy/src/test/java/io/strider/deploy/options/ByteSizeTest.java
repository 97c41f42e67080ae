package io.strider.deploy.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteSizeTest {

  @Test
  void shouldReadSizesAsPeopleWriteThem() {
    assertThat(ByteSize.parse("17").bytes()).isEqualTo(17);
    assertThat(ByteSize.parse("512m").bytes()).isEqualTo(512L << 20);
    assertThat(ByteSize.parse("4G").bytes()).isEqualTo(4L << 30);
    assertThat(ByteSize.parse("6GiB").bytes()).isEqualTo(6L << 30);
    assertThat(ByteSize.parse("2tb").bytes()).isEqualTo(2L << 40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1g", "1.5g", "4 g", "lots", "999999999999999t"})
  void shouldRefuseOtherText(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("found " + text);
  }
}
