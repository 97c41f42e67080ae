package io.strider.runtime.train;

import io.strider.runtime.common.InputException;
import io.strider.runtime.corpus.NegativeTable;
import io.strider.runtime.corpus.Subsampling;
import io.strider.runtime.corpus.Vocabulary;

/**
 * What all threads of a trainer share: the two tables, which only the apply step writes, and everything that never
 * changes.
 *
 * @param rowOfVertex table row of each vertex id, or {@link Vocabulary#DROPPED}
 * @param vectors the vertex table
 * @param contexts the context table
 */
record TrainingTables(
    TrainingParameters parameters,
    TrainingPlan plan,
    TrainingShape shape,
    int[] rowOfVertex,
    NegativeTable negatives,
    Subsampling subsampling,
    EmbeddingTable vectors,
    EmbeddingTable contexts) {

  /** Builds everything: start vectors uniform in ±1/D, contexts zero. */
  static TrainingTables of(Vocabulary vocabulary, TrainingParameters parameters, TrainingPlan plan) {
    return of(vocabulary, parameters, plan, TrainingShape.of(parameters, plan));
  }

  /**
   * As {@link #of(Vocabulary, TrainingParameters, TrainingPlan)}, with sizes of bundles and rounds that a test
   * chooses.
   */
  static TrainingTables of(
      Vocabulary vocabulary, TrainingParameters parameters, TrainingPlan plan, TrainingShape shape) {
    if (vocabulary.size() == 0) {
      throw InputException.at("vocabulary", "no vertex", "at least one (is min-count too high?)");
    }
    EmbeddingTable vectors = new EmbeddingTable(vocabulary.size(), parameters.dimensions());
    TrainingDraws.startVectors(vectors, vocabulary.vertexOfRow(), parameters.seed());
    return new TrainingTables(
        parameters,
        plan,
        shape,
        vocabulary.rowOfVertex(),
        NegativeTable.of(vocabulary),
        Subsampling.of(vocabulary, parameters.sample()),
        vectors,
        new EmbeddingTable(vocabulary.size(), parameters.dimensions()));
  }
}
