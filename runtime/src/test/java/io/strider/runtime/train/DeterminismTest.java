package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.common.Hash128;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeterminismTest {

  private static final int ROUND = TrainingRuns.ROUND;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 96, 128, 200, 300})
  void shouldGiveTheSameVectorsInEveryWidth(int dimensions) {
    Wave corpus = TrainingRuns.ring(60, 30, 20, dimensions);
    TrainingParameters parameters = TrainingRuns.parameters(dimensions, 5, 5);
    Hash128 scalar = TrainingRuns.hash(corpus, parameters, 1, new ScalarBlockKernel(), ROUND);
    assertThat(TrainingRuns.hash(corpus, parameters, 1, new Simd256BlockKernel(), ROUND)).isEqualTo(scalar);
    assertThat(TrainingRuns.hash(corpus, parameters, 1, new Simd512BlockKernel(), ROUND)).isEqualTo(scalar);
  }

  @ParameterizedTest
  @CsvSource({"1, 5, 20", "2, 1, 20", "10, 7, 40", "40, 64, 30", "10, 5, 2", "10, 5, 1"})
  void shouldGiveTheSameVectorsForAnyThreadsAndWaves(int window, int negatives, int length) {
    Wave corpus = TrainingRuns.ring(40, 8 * ROUND + 3, length, window);
    TrainingParameters parameters = new TrainingParameters(33, window, negatives, 2, 0.05, 0.05, 3, false);
    Hash128 expected = TrainingRuns.hash(corpus, parameters, 1, new ScalarBlockKernel(), corpus.walks());
    for (int threads = 1; threads <= 3; threads++) {
      for (int waveWalks : new int[] {ROUND, 3 * ROUND, 100 * ROUND}) {
        assertThat(TrainingRuns.hash(corpus, parameters, threads, new Simd256BlockKernel(), waveWalks))
            .as("%d threads, waves of %d", threads, waveWalks)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void shouldGiveTheSameVectorsForWalksOfSeveralSentences() {
    Wave corpus = TrainingRuns.ring(300, ROUND + 2, 2_300, 1);
    TrainingParameters parameters = TrainingRuns.parameters(16, 3, 5);
    Hash128 expected = TrainingRuns.hash(corpus, parameters, 1, new Simd512BlockKernel(), ROUND);
    assertThat(TrainingRuns.hash(corpus, parameters, 3, new Simd256BlockKernel(), 2 * ROUND)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 1_000})
  void shouldGiveTheSameVectorsWhereverRowsAre(int maxTableFloats) {
    Wave corpus = TrainingRuns.ring(200, 4 * ROUND, 20, 1);
    TrainingParameters parameters = TrainingRuns.parameters(16, 5, 5);
    Vocabulary vocabulary = TrainingRuns.vocabulary(corpus, 1);
    Hash128 inSpace = TrainingRuns.hash(corpus, parameters, 1, new Simd512BlockKernel(), ROUND);
    try (SkipGramTrainer trainer =
        TrainingRuns.trainer(corpus, vocabulary, parameters, 2, new Simd512BlockKernel(), maxTableFloats)) {
      TrainingRuns.train(trainer, corpus, parameters, ROUND);
      assertThat(TrainingRuns.hash(trainer.vectors()).plus(TrainingRuns.hash(trainer.contexts()))).isEqualTo(inSpace);
    }
  }

  @Test
  void shouldDependOnTheSeed() {
    Wave corpus = TrainingRuns.ring(60, 16, 20, 1);
    Hash128 seven = TrainingRuns.hash(corpus, TrainingRuns.parameters(8, 5, 5), 1, new ScalarBlockKernel(), ROUND);
    TrainingParameters eight = new TrainingParameters(8, 5, 5, 1, 0, 0.025, 8, false);
    assertThat(TrainingRuns.hash(corpus, eight, 1, new ScalarBlockKernel(), ROUND)).isNotEqualTo(seven);
  }
}
