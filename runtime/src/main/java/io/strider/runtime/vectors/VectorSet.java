package io.strider.runtime.vectors;

import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.train.EmbeddingTable;

/**
 * Vectors with their labels.
 *
 * @param labels of the rows: what they call an id is a row of the table
 * @param table V × D floats, one row a label
 */
public record VectorSet(Labels labels, EmbeddingTable table) {

  /** Checks that every row has a label. */
  public VectorSet {
    if (labels.size() != table.rows()) {
      throw new IllegalArgumentException(labels.size() + " labels for " + table.rows() + " rows");
    }
  }

  /**
   * What training left, in the order of its rows.
   *
   * @param table one row a vocabulary row
   * @param vocabulary which vertex each row is
   * @param vertexLabels by vertex id
   */
  public static VectorSet trained(EmbeddingTable table, Vocabulary vocabulary, Labels vertexLabels) {
    return new VectorSet(new RowLabels(vertexLabels, vocabulary), table);
  }

  /** V. */
  public int size() {
    return table.rows();
  }

  /** The labels of vertices seen through the rows of a vocabulary; closing it leaves the vertices' labels open. */
  private record RowLabels(Labels vertices, Vocabulary vocabulary) implements Labels {

    @Override
    public int size() {
      return vocabulary.size();
    }

    @Override
    public byte[] utf8(int row) {
      return vertices.utf8(vocabulary.vertexOfRow()[row]);
    }

    @Override
    public int find(byte[] utf8) {
      int vertex = vertices.find(utf8);
      return vertex < 0 ? -1 : vocabulary.rowOfVertex()[vertex];
    }
  }
}
