package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.TrainingException;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkipGramTrainerTest {

  private static final int ROUND = TrainingRuns.ROUND;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldStayFiniteOnAStarGraph(boolean hogwild) {
    Wave corpus = TrainingRuns.star(2_000, 600, 80, 1);
    TrainingParameters parameters = new TrainingParameters(32, 10, 5, 1, 0, 0.025, 1, hogwild);
    Vocabulary vocabulary = TrainingRuns.vocabulary(corpus, 1);
    BlockKernel kernel = BlockKernels.choose(TrainerKind.AUTO).kernel();
    try (SkipGramTrainer trainer = TrainingRuns.trainer(corpus, vocabulary, parameters, 2, kernel)) {
      TrainingRuns.train(trainer, corpus, parameters, 10 * ROUND);
      assertThat(longest(trainer.vectors())).isLessThan(100);
      assertThat(longest(trainer.contexts())).isLessThan(100);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldBringNeighboursTogetherAndLowerTheLoss(boolean hogwild) {
    Wave corpus = TrainingRuns.ring(200, 800, 40, 1);
    TrainingParameters parameters = new TrainingParameters(24, 5, 5, 1, 0, 0.025, 1, hogwild);
    Vocabulary vocabulary = TrainingRuns.vocabulary(corpus, 1);
    try (SkipGramTrainer trainer =
        SkipGramTrainers.create(vocabulary, parameters, new TrainingPlan(4_000, 40), 2, TrainerKind.AUTO)) {
      assertThat(trainer.takeSampledLoss()).isNaN();
      int round = trainer.walksPerRound();
      trainer.train(new Wave(0, round, 40, corpus.vertices(), corpus.lengths()), Cancellation.NEVER);
      assertThat(trainer.takeSampledLoss()).isCloseTo(6 * StrictMath.log(2), offset(0.2));
      int walks = 800 / round * round;
      for (int repeat = 0; repeat < 4; repeat++) {
        Wave wave = new Wave(round + (long) repeat * walks, walks, 40, corpus.vertices(), corpus.lengths());
        trainer.train(wave, Cancellation.NEVER);
      }
      assertThat(trainer.takeSampledLoss()).isBetween(0.5, 2.5);
      int[] rows = vocabulary.rowOfVertex();
      assertThat(cosine(trainer.vectors(), rows[10], rows[11]))
          .isGreaterThan(cosine(trainer.vectors(), rows[10], rows[110]) + 0.3);
    }
  }

  @Test
  void shouldTrainOneVertexWithoutFailing() {
    Wave corpus = new Wave(0, 1, 3, new int[] {0, 0, 0}, new int[] {3});
    TrainingParameters parameters = TrainingRuns.parameters(5, 2, 5);
    assertThat(TrainingRuns.hash(corpus, parameters, 2, new ScalarBlockKernel(), ROUND)).isNotNull();
  }

  @Test
  void shouldSkipDroppedVerticesBeforeLayingWindows() {
    Wave with = new Wave(0, 1, 5, new int[] {1, 0, 1, 2, 2}, new int[] {5});
    Vocabulary kept = Vocabulary.of(new long[] {1, 2, 2}, 2);
    TrainingParameters parameters = TrainingRuns.parameters(8, 1, 1);
    try (SkipGramTrainer trainer = TrainingRuns.trainer(with, kept, parameters, 1, new ScalarBlockKernel())) {
      trainer.train(with, Cancellation.NEVER);
      assertThat(trainer.vectors().rows()).isEqualTo(2);
      assertThat(longest(trainer.contexts())).isGreaterThan(0);
    }
  }

  @Test
  void shouldStartUniformWithinOneOverDimensionsAndContextsAtZero() {
    Wave corpus = TrainingRuns.ring(500, 8, 30, 1);
    Vocabulary vocabulary = TrainingRuns.vocabulary(corpus, 1);
    TrainingParameters parameters = TrainingRuns.parameters(20, 5, 5);
    try (SkipGramTrainer trainer = TrainingRuns.trainer(corpus, vocabulary, parameters, 1, new ScalarBlockKernel())) {
      float[] vector = new float[20];
      trainer.vectors().read(3, vector, 0);
      for (float value : vector) {
        assertThat(Math.abs(value)).isLessThanOrEqualTo(1 / 20f);
      }
      assertThat(longest(trainer.contexts())).isZero();
    }
  }

  @Test
  void shouldFailWithAMessageOnNaN() {
    Wave corpus = TrainingRuns.ring(30, 40, 20, 1);
    Vocabulary vocabulary = TrainingRuns.vocabulary(corpus, 1);
    TrainingParameters parameters = TrainingRuns.parameters(8, 5, 5);
    try (SkipGramTrainer trainer = TrainingRuns.trainer(corpus, vocabulary, parameters, 2, new ScalarBlockKernel())) {
      FloatTable vectors = (FloatTable) trainer.vectors();
      vectors.chunk(4)[vectors.offset(4) + 5] = Float.NaN;
      assertThatThrownBy(() -> trainer.train(corpus, Cancellation.NEVER))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("diverged")
          .hasMessageContaining("learning rate");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldStopWhenCancelled(boolean hogwild) {
    Wave corpus = TrainingRuns.ring(30, 40 * ROUND, 20, 1);
    TrainingParameters parameters = new TrainingParameters(8, 5, 5, 1, 0, 0.025, 1, hogwild);
    Vocabulary vocabulary = TrainingRuns.vocabulary(corpus, 1);
    int[] asked = {0};
    try (SkipGramTrainer trainer = TrainingRuns.trainer(corpus, vocabulary, parameters, 2, new ScalarBlockKernel())) {
      assertThatThrownBy(() -> trainer.train(corpus, () -> ++asked[0] > 1)).isInstanceOf(CancelledException.class);
      assertThat(asked[0]).isEqualTo(2);
      assertThatThrownBy(() -> trainer.train(corpus, Cancellation.NEVER)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void shouldRefuseWavesThatDoNotFollow() {
    Wave corpus = TrainingRuns.ring(30, 2 * ROUND, 20, 1);
    Vocabulary vocabulary = TrainingRuns.vocabulary(corpus, 1);
    TrainingParameters parameters = TrainingRuns.parameters(8, 5, 5);
    int[] lengths = Arrays.copyOf(corpus.lengths(), ROUND - 1);
    try (SkipGramTrainer trainer = TrainingRuns.trainer(corpus, vocabulary, parameters, 1, new ScalarBlockKernel())) {
      Wave gap = new Wave(ROUND, ROUND, 20, corpus.vertices(), corpus.lengths());
      Wave torn = new Wave(0, ROUND - 1, 20, corpus.vertices(), lengths);
      assertThatThrownBy(() -> trainer.train(gap, Cancellation.NEVER)).isInstanceOf(InputException.class);
      assertThatThrownBy(() -> trainer.train(torn, Cancellation.NEVER)).isInstanceOf(InputException.class);
    }
  }

  @Test
  void shouldSayWhichKernelTrainsAndWhy() {
    Vocabulary vocabulary = Vocabulary.of(new long[] {3, 4}, 1);
    TrainingPlan plan = new TrainingPlan(1, 5);
    try (SkipGramTrainer trainer =
        SkipGramTrainers.create(vocabulary, TrainingParameters.DEFAULT, plan, 1, TrainerKind.SCALAR)) {
      assertThat(trainer.describe()).contains("scalar").contains("asked for");
    }
    assertThatThrownBy(
            () -> SkipGramTrainers.create(vocabulary, TrainingParameters.DEFAULT, plan, 0, TrainerKind.AUTO))
        .isInstanceOf(InputException.class);
  }

  @Test
  void shouldLowerTheLearningRateByWalkAndEpochAlone() {
    TrainingPlan plan = new TrainingPlan(100, 80);
    TrainingParameters parameters = new TrainingParameters(8, 5, 5, 2, 0, 0.025, 1, false);
    assertThat(plan.learningRate(parameters, 0, 0)).isEqualTo(0.025);
    assertThat(plan.learningRate(parameters, 1, 0)).isEqualTo((0.025 + 1e-4) / 2);
    assertThat(plan.learningRate(parameters, 1, 99)).isBetween(1e-4, 3e-4);
  }

  private static double longest(EmbeddingTable table) {
    double longest = 0;
    for (int row = 0; row < table.rows(); row++) {
      longest = Math.max(longest, Math.sqrt(product(table, row, row)));
    }
    return longest;
  }

  static double cosine(EmbeddingTable table, int a, int b) {
    return product(table, a, b) / Math.sqrt(product(table, a, a) * product(table, b, b));
  }

  private static double product(EmbeddingTable table, int a, int b) {
    float[] x = new float[table.dimensions()];
    float[] y = new float[table.dimensions()];
    table.read(a, x, 0);
    table.read(b, y, 0);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (double) x[i] * y[i];
    }
    return sum;
  }
}
