package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceParityTest {

  @ParameterizedTest
  @CsvSource({
    "60, 20, 24, 5, 5, 0, 1",
    "5, 20, 17, 10, 5, 0, 1",
    "40, 30, 7, 3, 1, 0, 1",
    "40, 30, 33, 4, 13, 0.02, 3",
    "30, 12, 16, 10, 64, 0, 1",
    "200, 2100, 8, 3, 5, 0.05, 2"
  })
  void shouldMatchThePlainTrainingBitForBit(
      int vertices, int length, int dimensions, int window, int negatives, double sample, long minCount) {
    Wave corpus = TrainingRuns.ring(vertices, 2 * TrainingRuns.ROUND + 3, length, window);
    Vocabulary vocabulary = TrainingRuns.vocabulary(corpus, minCount);
    TrainingParameters parameters =
        new TrainingParameters(dimensions, window, negatives, 2, sample, 0.05, 9, false);
    TrainingPlan plan = new TrainingPlan(corpus.walks(), length);
    ReferenceTrainer reference =
        new ReferenceTrainer(vocabulary, parameters, plan);
    reference.train(corpus, TrainingRuns.shape(parameters, plan));
    try (SkipGramTrainer trainer =
        TrainingRuns.trainer(corpus, vocabulary, parameters, 2, BlockKernels.choose(TrainerKind.AUTO).kernel())) {
      TrainingRuns.train(trainer, corpus, parameters, corpus.walks());
      assertRows(trainer.vectors(), reference.vectors);
      assertRows(trainer.contexts(), reference.contexts);
    }
  }

  private static void assertRows(EmbeddingTable table, float[][] expected) {
    for (int row = 0; row < expected.length; row++) {
      float[] actual = new float[expected[row].length];
      table.read(row, actual, 0);
      assertThat(actual).as("row %d", row).isEqualTo(expected[row]);
    }
  }
}
