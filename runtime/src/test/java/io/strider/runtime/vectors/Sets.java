package io.strider.runtime.vectors;

import io.strider.runtime.graph.Labels;
import io.strider.runtime.train.FloatTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Small sets of vectors for tests. */
public final class Sets {

  private Sets() {}

  /** One row a label. */
  public static VectorSet of(List<String> labels, float[]... rows) {
    FloatTable table = new FloatTable(rows.length, rows[0].length);
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, table.chunk(i), table.offset(i), rows[i].length);
    }
    return new VectorSet(labels(labels), table);
  }

  /** The labels 0 to {@code count} − 1. */
  static Labels labels(int count) {
    return labels(IntStream.range(0, count).mapToObj(String::valueOf).toList());
  }

  private static Labels labels(List<String> labels) {
    LabelStore store = new LabelStore();
    for (String label : labels) {
      byte[] utf8 = label.getBytes(StandardCharsets.UTF_8);
      store.add(utf8, 0, utf8.length);
    }
    return store;
  }
}
