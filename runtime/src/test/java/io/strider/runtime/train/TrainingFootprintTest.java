package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingFootprintTest {

  private static final ThreadMXBean BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int MOST_REPEATS = 100;

  @ParameterizedTest
  @CsvSource({
    "128, 80, 0, 1, false, FLOAT32",
    "100, 300, 0.001, 3, false, FLOAT32",
    "40, 2000, 0, 3, true, FLOAT32",
    "100, 80, 0, 2, false, BFLOAT16",
    "128, 80, 0, 2, true, BFLOAT16"
  })
  void shouldBeWhatATrainerAllocates(int dimensions, int length, double sample, int threads, boolean hogwild, TableFormat format) {
    int rows = 20_000;
    Wave corpus = TrainingRuns.ring(rows, 600, 80, 1);
    TrainingParameters parameters = new TrainingParameters(dimensions, 10, 5, 1, sample, 0.025, 1, hogwild);
    TrainingPlan plan = new TrainingPlan(600, length);
    Vocabulary vocabulary = TrainingRuns.vocabulary(corpus, 1);
    TrainingFootprint footprint = TrainingFootprint.of(rows, vocabulary.size(), parameters, plan, threads, format);
    TrainerChoice choice = new TrainerChoice(TrainerKind.CPU, 0, format);
    long vocabularyOwn = (long) rows * Integer.BYTES + (long) vocabulary.size() * (Integer.BYTES + Long.BYTES);
    long expected = footprint.totalBytes() - vocabularyOwn;
    // Thrown away while building: 16 bytes a row of Vose, and until it is compiled three arrays a StrictMath.pow.
    long thrownAway = 112L * vocabulary.size();
    long allocated = Long.MAX_VALUE;
    // Vectors are objects until their loops are compiled.
    for (int repeat = 0; repeat < MOST_REPEATS && allocated > expected + thrownAway; repeat++) {
      long before = BEAN.getThreadAllocatedBytes(Thread.currentThread().threadId());
      SkipGramTrainer trainer = SkipGramTrainers.create(vocabulary, parameters, plan, threads, choice);
      allocated = BEAN.getThreadAllocatedBytes(Thread.currentThread().threadId()) - before;
      trainer.close();
    }
    assertThat(allocated).isBetween(expected, expected + thrownAway);
  }

  /** There is no device here, so that the tables are in memory, in the format that was asked for. */
  @Test
  void shouldCountTheTablesOfTheProcessorWhereTheChoiceFindsNoDevice() {
    TrainingPlan plan = new TrainingPlan(600, 80);
    long auto = tables(TrainerKind.AUTO, plan);
    assertThat(auto).isEqualTo(tables(TrainerKind.CPU, plan));
    assertThat(2 * auto).isEqualTo(tables(TrainerKind.CUDA, plan));
  }

  private static long tables(TrainerKind kind, TrainingPlan plan) {
    TrainerFactory factory = SkipGramTrainers.factory(new TrainerChoice(kind, 0, TableFormat.BFLOAT16));
    return factory.footprint(1_000, TrainingRuns.parameters(32, 5, 5), plan, 1).tables();
  }

  @Test
  void shouldAllocateNothingPerWalk() {
    Wave corpus = TrainingRuns.ring(500, 400, 40, 1);
    Vocabulary vocabulary = TrainingRuns.vocabulary(corpus, 1);
    TrainingParameters parameters = TrainingRuns.parameters(32, 5, 5);
    TrainingPlan plan = new TrainingPlan(200_000, 40);
    try (SkipGramTrainer trainer = SkipGramTrainers.create(vocabulary, parameters, plan, 1, TrainerKind.AUTO)) {
      long allocated = Long.MAX_VALUE;
      for (int repeat = 0; repeat < 300 && allocated > 4_096; repeat++) {
        Wave wave = new Wave(repeat * 384L, 384, 40, corpus.vertices(), corpus.lengths());
        long before = BEAN.getThreadAllocatedBytes(Thread.currentThread().threadId());
        trainer.train(wave, Cancellation.NEVER);
        allocated = BEAN.getThreadAllocatedBytes(Thread.currentThread().threadId()) - before;
      }
      assertThat(allocated).as("bytes for 384 walks").isLessThanOrEqualTo(4_096);
    }
  }
}
