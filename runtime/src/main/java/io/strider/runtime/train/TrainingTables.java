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
 * @param space holds both tables
 */
record TrainingTables(
    TrainingParameters parameters,
    TrainingPlan plan,
    TrainingShape shape,
    int[] rowOfVertex,
    NegativeTable negatives,
    Subsampling subsampling,
    RowSpace space) {

  /** Builds everything: start vectors uniform in ±1/D, contexts zero. */
  static TrainingTables of(
      Vocabulary vocabulary, TrainingParameters parameters, TrainingPlan plan, int threads, TableStore store) {
    return of(
        vocabulary, parameters, plan, TrainingShape.of(parameters, plan), threads, RowSpace.MAX_TABLE_FLOATS, store);
  }

  /**
   * As {@link #of(Vocabulary, TrainingParameters, TrainingPlan, int, TableStore)}, with sizes of bundles, rounds and arrays that a
   * test chooses.
   */
  static TrainingTables of(
      Vocabulary vocabulary,
      TrainingParameters parameters,
      TrainingPlan plan,
      TrainingShape shape,
      int threads,
      int maxTableFloats,
      TableStore store) {
    if (vocabulary.size() == 0) {
      throw InputException.at("vocabulary", "no vertex", "at least one (is min-count too high?)");
    }
    int arenas = arenas(parameters, shape, threads);
    RowSpace space =
        new RowSpace(vocabulary.size(), parameters.dimensions(), shape, threads, arenas, maxTableFloats, store);
    TrainingDraws.startVectors(space.vectors, vocabulary.vertexOfRow(), parameters.seed());
    return new TrainingTables(
        parameters,
        plan,
        shape,
        vocabulary.rowOfVertex(),
        NegativeTable.of(vocabulary),
        Subsampling.of(vocabulary, parameters.sample()),
        space);
  }

  /** Bundles whose copies live at the same time. */
  static int arenas(TrainingParameters parameters, TrainingShape shape, int threads) {
    return parameters.hogwild() ? threads : shape.bundlesPerRound();
  }

  /** The vertex table. */
  EmbeddingTable vectors() {
    return space.vectors;
  }

  /** The context table. */
  EmbeddingTable contexts() {
    return space.contexts;
  }
}
