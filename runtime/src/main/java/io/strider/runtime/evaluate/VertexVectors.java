package io.strider.runtime.evaluate;

import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.train.EmbeddingTable;
import io.strider.runtime.vectors.VectorSet;

/**
 * Vectors by dense vertex id.
 *
 * @param table rows of D floats
 * @param rowOfVertex the row of each vertex id; negative for a vertex without a vector
 */
public record VertexVectors(EmbeddingTable table, int[] rowOfVertex) {

  /** Fresh from training. */
  public static VertexVectors of(EmbeddingTable table, Vocabulary vocabulary) {
    return new VertexVectors(table, vocabulary.rowOfVertex());
  }

  /**
   * From a file, joined by label.
   *
   * @param vertexLabels of the graph, by vertex id
   */
  public static VertexVectors of(VectorSet vectors, Labels vertexLabels) {
    int[] rows = new int[vertexLabels.size()];
    for (int v = 0; v < rows.length; v++) {
      rows[v] = vectors.labels().find(vertexLabels.utf8(v));
    }
    return new VertexVectors(vectors.table(), rows);
  }

  boolean has(int vertex) {
    return rowOfVertex[vertex] >= 0;
  }

  void features(int u, int v, LinkOperator operator, double[] target) {
    float[] ofU = new float[target.length];
    float[] ofV = new float[target.length];
    table.read(rowOfVertex[u], ofU, 0);
    table.read(rowOfVertex[v], ofV, 0);
    for (int d = 0; d < target.length; d++) {
      target[d] = operator.apply(ofU[d], ofV[d]);
    }
  }
}
