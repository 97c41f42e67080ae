package io.strider.runtime.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class LabelStoreTest {

  @Property(tries = 50)
  void shouldNumberLabelsInOrderOfFirstAppearance(@ForAll @Size(max = 2000) List<String> labels) {
    LabelStore store = new LabelStore();
    Map<String, Integer> expected = new HashMap<>();
    for (String label : labels) {
      byte[] utf8 = label.getBytes(StandardCharsets.UTF_8);
      String key = new String(utf8, StandardCharsets.UTF_8);
      Integer known = expected.putIfAbsent(key, expected.size());
      int row = store.add(utf8, 0, utf8.length);
      assertThat(row).isEqualTo(known == null ? expected.size() - 1 : -1 - known);
    }
    assertThat(store.size()).isEqualTo(expected.size());
    expected.forEach((label, row) -> {
      assertThat(store.find(label)).isEqualTo(row);
      assertThat(store.label(row)).isEqualTo(label);
    });
    assertThat(store.find("\u0000 not there")).isEqualTo(expected.getOrDefault("\u0000 not there", -1));
  }
}
