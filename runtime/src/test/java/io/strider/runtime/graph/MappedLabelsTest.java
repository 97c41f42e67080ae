package io.strider.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MappedLabelsTest {

  @Test
  void shouldGiveBackLabelsLongerThanAnyBuffer() throws IOException {
    String[] labels = {"m", "x".repeat(1_000_000), "", "é", "x"};
    int[] sorted = {2, 0, 4, 1, 3};
    try (LabelFileWriter writer = LabelFileWriter.create(labels.length)) {
      for (String label : labels) {
        byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
        writer.append(bytes, 0, bytes.length);
      }
      for (int vertex : sorted) {
        writer.appendSorted(vertex);
      }
      try (MappedLabels mapped = writer.finish()) {
        writer.close();
        for (int v = 0; v < labels.length; v++) {
          assertThat(mapped.label(v)).isEqualTo(labels[v]);
          assertThat(mapped.find(labels[v])).isEqualTo(v);
        }
        assertThat(mapped.find("xx")).isEqualTo(-1);
        assertThat(mapped.size()).isEqualTo(labels.length);
        assertThatThrownBy(() -> mapped.utf8(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> mapped.utf8(labels.length)).isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }
}
