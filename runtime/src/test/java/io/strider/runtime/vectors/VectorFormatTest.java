package io.strider.runtime.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorFormatTest {

  @Test
  void shouldFindFormatsByName() {
    assertThat(VectorFormat.parse("text")).isEqualTo(VectorFormat.TEXT);
    assertThat(VectorFormat.parse("binary")).isEqualTo(VectorFormat.BINARY);
    assertThat(VectorFormat.parse("npy")).isEqualTo(VectorFormat.NPY);
    assertThatThrownBy(() -> VectorFormat.parse("csv"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("text, binary, npy");
  }

  @Test
  void shouldNameALabelWithABlankAndOfferNpy() {
    VectorSet set = labelled("New York");
    assertThatThrownBy(() -> VectorFormat.TEXT.check(set.labels()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'New York'")
        .hasMessageContaining("--format npy");
    assertThatThrownBy(() -> VectorFormat.BINARY.check(set.labels())).isInstanceOf(InputException.class);
    assertThatCode(() -> VectorFormat.NPY.check(set.labels())).doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseLabelsThatBreakLines() {
    assertThatThrownBy(() -> VectorFormat.NPY.check(labelled("a\nb").labels()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a\\nb");
    assertThatThrownBy(() -> VectorFormat.TEXT.check(labelled("").labels())).hasMessageContaining("no character");
  }

  @Test
  void shouldTakeLabelsOfAnyScript() {
    assertThatCode(() -> VectorFormat.TEXT.check(labelled("東京\u00a0x").labels())).doesNotThrowAnyException();
  }

  private static VectorSet labelled(String label) {
    return Sets.of(List.of(label), new float[1]);
  }
}
