package io.strider.runtime.vectors;

import io.strider.runtime.train.EmbeddingTable;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Small sets of vectors for tests. */
public final class Sets {

  private Sets() {}

  /** One row a label. */
  public static VectorSet of(List<String> labels, float[]... rows) {
    EmbeddingTable table = new EmbeddingTable(rows.length, rows[0].length);
    LabelStore store = new LabelStore();
    for (int i = 0; i < rows.length; i++) {
      byte[] utf8 = labels.get(i).getBytes(StandardCharsets.UTF_8);
      store.add(utf8, 0, utf8.length);
      System.arraycopy(rows[i], 0, table.chunk(i), table.offset(i), rows[i].length);
    }
    return new VectorSet(store, table);
  }
}
