package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.graph.Graph;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Graphs in and out as text, for tests. */
final class IngestText {

  private IngestText() {}

  static IngestedGraph read(GraphSource source, IngestOptions options) {
    return GraphIngest.read(source, options, StageListener.SILENT, Cancellation.NEVER);
  }

  static IngestedGraph read(byte[] bytes, IngestOptions options) {
    return read(GraphSource.stdin(new ByteArrayInputStream(bytes)), options);
  }

  static IngestedGraph read(String text, IngestOptions options) {
    return read(text.getBytes(StandardCharsets.UTF_8), options);
  }

  /** Reads and shows in one go. */
  static String rows(String text, IngestOptions options) {
    try (IngestedGraph graph = read(text, options)) {
      return rows(graph);
    }
  }

  /** One line a vertex in order: {@code label: neighbour=weight …}; without {@code =weight} when unweighted. */
  static String rows(IngestedGraph ingested) {
    Graph graph = ingested.graph();
    float[] weights = graph.weights();
    StringBuilder out = new StringBuilder();
    for (int v = 0; v < graph.vertexCount(); v++) {
      out.append(ingested.labels().label(v)).append(':');
      for (int i = graph.offsets()[v]; i < graph.offsets()[v + 1]; i++) {
        out.append(' ').append(ingested.labels().label(graph.targets()[i]));
        if (weights != null) {
          out.append('=').append(weights[i]);
        }
      }
      out.append('\n');
    }
    return out.toString();
  }
}
