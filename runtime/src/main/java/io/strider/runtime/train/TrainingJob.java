package io.strider.runtime.train;

import io.strider.runtime.common.InputException;
import io.strider.runtime.corpus.NegativeTable;
import io.strider.runtime.corpus.Subsampling;
import io.strider.runtime.corpus.Vocabulary;

/**
 * Everything that a {@link SkipGramTrainerProvider} needs to train as this package does: both tables with their start
 * vectors, and what never changes. The arrays are shared, do not write.
 *
 * @param parameters what is trained
 * @param plan how much corpus an epoch has
 * @param shape sizes that follow from both
 * @param rowOfVertex table row of each vertex id, or {@link Vocabulary#DROPPED}
 * @param negatives draws negative samples
 * @param subsampling drops tokens of frequent vertices
 * @param vectors the vertex table; the trained one goes here
 * @param contexts the context table; the trained one goes here
 */
public record TrainingJob(
    TrainingParameters parameters,
    TrainingPlan plan,
    TrainingShape shape,
    int[] rowOfVertex,
    NegativeTable negatives,
    Subsampling subsampling,
    FloatTable vectors,
    FloatTable contexts) {

  /**
   * Start vectors uniform in ±1/D, contexts zero, as on the processor.
   *
   * @throws InputException when the vocabulary is empty
   */
  public static TrainingJob of(Vocabulary vocabulary, TrainingParameters parameters, TrainingPlan plan) {
    if (vocabulary.size() == 0) {
      throw InputException.at("vocabulary", "no vertex", "at least one (is min-count too high?)");
    }
    FloatTable vectors = new FloatTable(vocabulary.size(), parameters.dimensions());
    TrainingDraws.startVectors(vectors, vocabulary.vertexOfRow(), parameters.seed());
    return new TrainingJob(
        parameters,
        plan,
        TrainingShape.of(parameters, plan),
        vocabulary.rowOfVertex(),
        NegativeTable.of(vocabulary),
        Subsampling.of(vocabulary, parameters.sample()),
        vectors,
        new FloatTable(vocabulary.size(), parameters.dimensions()));
  }
}
