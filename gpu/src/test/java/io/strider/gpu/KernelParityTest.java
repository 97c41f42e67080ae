package io.strider.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.train.SkipGramTrainer;
import io.strider.runtime.train.TableFormat;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.train.TrainingJob;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels as they are, run on the CPU one walk after the other, against the scalar trainer of the processor. */
class KernelParityTest {

  private static final double WINDOW_TOLERANCE = 1e-5;

  /** Over a corpus, differences of rounding grow with each step that reads what another wrote. */
  private static final double CORPUS_TOLERANCE = 1e-3;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 33, 64, 96, 128, 200, 300, 512, 2048})
  void shouldMatchTheScalarTrainerOnASingleWindow(int dimensions) {
    Wave walk = new Wave(0, 1, 6, new int[] {0, 1, 2, 3, 4, 5}, new int[] {6});
    compare(walk, 1, Corpora.parameters(dimensions, 10, 5, 0), WINDOW_TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1", // walks of one vertex train nothing
    "0 1, 2",
    "0 0, 2", // a vertex beside itself
    "0 1 0 1 1 0, 6", // repeated in every window
    "0 0 0 0 0 0 0 0, 8" // V = 1
  })
  void shouldMatchOnShortWalksAndRepeatedVertices(String vertices, int length) {
    int[] tokens = Arrays.stream(vertices.split(" ")).mapToInt(Integer::parseInt).toArray();
    Wave walk = new Wave(0, 1, length, tokens, new int[] {length});
    for (int negatives : new int[] {1, 5, 6, 17}) {
      compare(walk, 1, Corpora.parameters(24, 3, negatives, 0), WINDOW_TOLERANCE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // vertices, walks, length, D, window, negatives, sample, min count
    "60, 30, 24, 7, 5, 5, 0, 1",
    "60, 4000, 6, 16, 2, 5, 0, 1", // bundles of two walks
    "40, 20, 33, 33, 4, 13, 0.02, 3", // subsampling, dropped vertices, three blocks of negatives
    "40, 20, 12, 128, 40, 5, 0, 1", // a window longer than the walk
    "50, 4, 2100, 8, 3, 5, 0.05, 2", // walks of several sentences
    "5, 20, 17, 200, 10, 5, 0, 1" // two warps a walk, every window full of repeats
  })
  void shouldMatchTheScalarTrainerOnACorpus(
      int vertices, int walks, int length, int dimensions, int window, int negatives, double sample, long minCount) {
    Wave corpus = Corpora.ring(vertices, walks, length, window);
    compare(corpus, minCount, Corpora.parameters(dimensions, window, negatives, sample), CORPUS_TOLERANCE);
  }

  @Test
  void shouldMatchWhereTheWindowDoesNotFitIntoSharedMemory() {
    Wave corpus = Corpora.ring(60, 20, 30, 3);
    TrainingParameters parameters = Corpora.parameters(96, 200, 5, 0);
    LaunchShape shape = shape(corpus, parameters);
    assertThat(shape.cached()).isFalse();
    compare(corpus, 1, parameters, CORPUS_TOLERANCE);
  }

  @Test
  void shouldMatchOverSeveralEpochsAndSlices() {
    Wave corpus = Corpora.ring(60, 64, 20, 3);
    TrainingParameters parameters = new TrainingParameters(16, 4, 5, 3, 0, 0.05, 7, true);
    Vocabulary vocabulary = Corpora.vocabulary(corpus, 1);
    try (SkipGramTrainer expected = Corpora.onProcessor(corpus, vocabulary, parameters);
        CudaTrainer actual =
            Corpora.onDriver(new CpuDriver(CpuKernels.require()), corpus, vocabulary, parameters, 7 * 20)) {
      Corpora.train(expected, corpus, 3);
      Corpora.train(actual, corpus, 3);
      assertThat(Corpora.distance(actual.vectors(), expected.vectors())).isLessThan(CORPUS_TOLERANCE);
    }
  }

  private static LaunchShape shape(Wave corpus, TrainingParameters parameters) {
    Vocabulary vocabulary = Corpora.vocabulary(corpus, 1);
    return LaunchShape.of(
        TrainingJob.of(vocabulary, parameters, Corpora.plan(corpus)),
        TableFormat.FLOAT32,
        FakeDriver.SMALL,
        vocabulary.size());
  }

  private static void compare(Wave corpus, long minCount, TrainingParameters parameters, double tolerance) {
    Vocabulary vocabulary = Corpora.vocabulary(corpus, minCount);
    CpuDriver driver = new CpuDriver(CpuKernels.require());
    try (SkipGramTrainer expected = Corpora.onProcessor(corpus, vocabulary, parameters);
        CudaTrainer actual = Corpora.onDriver(driver, corpus, vocabulary, parameters, WaveSlices.TOKENS)) {
      Corpora.train(expected, corpus, 1);
      Corpora.train(actual, corpus, 1);
      assertThat(Corpora.distance(actual.vectors(), expected.vectors())).as("vectors").isLessThan(tolerance);
      assertThat(Corpora.distance(actual.contexts(), expected.contexts())).as("contexts").isLessThan(tolerance);
      if (corpus.tokens() > corpus.walks()) {
        assertThat(Corpora.longest(actual.contexts())).as("something was trained").isGreaterThan(1e-4);
      }
      double loss = expected.takeSampledLoss();
      if (!Double.isNaN(loss)) {
        assertThat(actual.takeSampledLoss()).isCloseTo(loss, offset(0.01));
      }
    }
    assertThat(driver.open()).isEmpty();
  }
}
