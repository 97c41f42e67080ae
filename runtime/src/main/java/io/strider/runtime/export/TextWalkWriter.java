package io.strider.runtime.export;

import io.strider.runtime.graph.Labels;
import java.io.IOException;
import java.io.OutputStream;

/** A line a walk. Keeps the labels of the vertices of highest degree at hand, since walks pass there most. */
final class TextWalkWriter extends WalkWriter {

  private static final int MAX_KEPT_LABELS = 1 << 20;

  private final OutputStream out;
  private final Labels labels;
  private final byte[][] kept;

  TextWalkWriter(OutputStream out, Labels labels) {
    this.out = out;
    this.labels = labels;
    this.kept = new byte[Math.min(labels.size(), MAX_KEPT_LABELS)][];
    for (int v = 0; v < kept.length; v++) {
      kept[v] = labels.utf8(v);
    }
  }

  @Override
  public void begin() {}

  @Override
  public void end() {}

  @Override
  void write(int[] vertices, int from, int length) throws IOException {
    for (int i = from; i < from + length; i++) {
      if (i > from) {
        out.write('\t');
      }
      int vertex = vertices[i];
      out.write(vertex < kept.length ? kept[vertex] : labels.utf8(vertex));
    }
    out.write('\n');
  }
}
