package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Hash128;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Bfloat16TableTest {

  private static final int ROUND = TrainingRuns.ROUND;
  private static final int CHUNK_WORDS = 1 << 20;

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 17, 32, 48, 100, 128})
  void shouldRoundToANeighbourAndInEveryWidthToTheSame(int dimensions) {
    Bfloat16Table scalar = new Bfloat16Table(5, dimensions, new ScalarRowKernel(), CHUNK_WORDS);
    Bfloat16Table simd = new Bfloat16Table(5, dimensions, new SimdRowKernel(), 1);
    SplittableRandom random = new SplittableRandom(dimensions);
    float[] row = new float[scalar.stride()];
    float[] read = new float[scalar.stride()];
    float[] loaded = new float[scalar.stride()];
    for (int number = 0; number < 5; number++) {
      for (int i = 0; i < dimensions; i++) {
        row[i] = (float) random.nextGaussian();
      }
      long draw = random.nextLong();
      scalar.put(number, row, 0, draw);
      simd.put(number, row, 0, draw);
      scalar.read(number, read, 0);
      simd.load(number, loaded, 0);
      assertThat(loaded).isEqualTo(read);
      for (int i = 0; i < dimensions; i++) {
        assertThat(read[i]).isCloseTo(row[i], offset(Math.abs(row[i]) / 128));
        assertThat(Float.floatToRawIntBits(read[i]) & 0xFFFF).isZero();
      }
    }
  }

  @Test
  void shouldKeepWhatBfloat16HoldsAndLeaveOtherRowsAlone() {
    Bfloat16Table table = new Bfloat16Table(3, 20, new SimdRowKernel(), CHUNK_WORDS);
    float[] row = new float[table.stride()];
    row[0] = 1.5f;
    row[17] = -0x1.02p-20f;
    row[19] = 3e38f;
    row[19] = Float.intBitsToFloat(Float.floatToRawIntBits(row[19]) & 0xFFFF0000);
    table.put(1, row, 0, -1);
    float[] read = new float[60];
    table.read(1, read, 20);
    for (int i = 0; i < 20; i++) {
      assertThat(read[20 + i]).isEqualTo(row[i]);
      assertThat(read[i]).isZero();
      assertThat(read[40 + i]).isZero();
    }
    table.read(0, read, 20);
    table.read(2, read, 40);
    assertThat(read).containsOnly(0f);
  }

  @Test
  void shouldKeepTheMeanOfWhatIsRounded() {
    Bfloat16Table table = new Bfloat16Table(1, 16, new SimdRowKernel(), CHUNK_WORDS);
    float[] row = new float[16];
    java.util.Arrays.fill(row, 1 + 0x1.0p-10f);
    float[] read = new float[16];
    SplittableRandom random = new SplittableRandom(1);
    double[] sums = new double[16];
    int times = 20_000;
    for (int k = 0; k < times; k++) {
      table.put(0, row, 0, random.nextLong());
      table.read(0, read, 0);
      for (int i = 0; i < 16; i++) {
        sums[i] += read[i] - 1;
      }
    }
    // An eighth of the draws go up by 2^-7; five standard errors of the mean.
    double error = 5 * 0x1.0p-7 * Math.sqrt(0.125 * 0.875 / times);
    for (double sum : sums) {
      assertThat(sum / times).isCloseTo(0x1.0p-10, offset(error));
    }
  }

  @ParameterizedTest
  @CsvSource({"16, 1000000", "48, 1000", "100, 1"})
  void shouldGiveTheSameVectorsForAnyThreadsAndWavesAndWidth(int dimensions, int chunkWords) {
    Wave corpus = TrainingRuns.ring(60, 4 * ROUND + 5, 20, dimensions);
    TrainingParameters parameters = TrainingRuns.parameters(dimensions, 5, 5);
    Hash128 scalar = hash(corpus, parameters, 1, new ScalarBlockKernel(), corpus.walks(), CHUNK_WORDS);
    assertThat(hash(corpus, parameters, 1, new Simd512BlockKernel(), ROUND, chunkWords)).isEqualTo(scalar);
    assertThat(hash(corpus, parameters, 3, new Simd256BlockKernel(), 2 * ROUND, chunkWords)).isEqualTo(scalar);
    Hash128 float32 = TrainingRuns.hash(corpus, parameters, 1, new ScalarBlockKernel(), ROUND);
    assertThat(scalar).isNotEqualTo(float32);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldBringNeighboursTogether(boolean hogwild) {
    Wave corpus = TrainingRuns.ring(200, 800, 40, 1);
    TrainingParameters parameters = new TrainingParameters(24, 5, 5, 1, 0, 0.025, 1, hogwild);
    Vocabulary vocabulary = TrainingRuns.vocabulary(corpus, 1);
    TrainerChoice choice = new TrainerChoice(TrainerKind.CPU, 0, TableFormat.BFLOAT16);
    try (SkipGramTrainer trainer =
        SkipGramTrainers.create(vocabulary, parameters, new TrainingPlan(4_000, 40), 2, choice)) {
      assertThat(trainer.describe()).contains("bfloat16");
      int walks = 800 / trainer.walksPerRound() * trainer.walksPerRound();
      for (int repeat = 0; repeat < 4; repeat++) {
        trainer.train(
            new Wave((long) repeat * walks, walks, 40, corpus.vertices(), corpus.lengths()), Cancellation.NEVER);
      }
      assertThat(trainer.takeSampledLoss()).isBetween(0.5, 2.7);
      int[] rows = vocabulary.rowOfVertex();
      assertThat(SkipGramTrainerTest.cosine(trainer.vectors(), rows[10], rows[11]))
          .isGreaterThan(SkipGramTrainerTest.cosine(trainer.vectors(), rows[10], rows[110]) + 0.3);
    }
  }

  /** As two threads do with {@code --hogwild}: half of one and half of the other would be a number of neither. */
  @Test
  void shouldPackEveryWordInOneWrite() throws Exception {
    RowKernel kernel = BlockKernels.choose(TrainerKind.AUTO).kernel().rows();
    int[] packed = new int[64];
    float[][] rows = {new float[128], new float[128]};
    Arrays.fill(rows[0], 1f);
    Arrays.fill(rows[1], -3f);
    kernel.pack(rows[0], 0, packed, 0, 128, 0);
    AtomicInteger torn = new AtomicInteger();
    Thread other = Thread.ofPlatform().start(() -> packAndLook(kernel, rows[1], packed, torn));
    packAndLook(kernel, rows[0], packed, torn);
    other.join();
    assertThat(torn).hasValue(0);
  }

  private static void packAndLook(RowKernel kernel, float[] row, int[] packed, AtomicInteger torn) {
    for (int repeat = 0; repeat < 20_000; repeat++) {
      kernel.pack(row, 0, packed, 0, row.length, repeat);
      for (int word : packed) {
        if (word != 0x3F803F80 && word != 0xC040C040) {
          torn.incrementAndGet();
        }
      }
    }
  }

  @Test
  void shouldTakeHalfTheMemory() {
    TrainingPlan plan = new TrainingPlan(1_000, 80);
    TrainingParameters parameters = TrainingParameters.DEFAULT;
    TrainingFootprint half = TrainingFootprint.of(1_000, 1_000, parameters, plan, 1, TableFormat.BFLOAT16);
    TrainingFootprint whole = TrainingFootprint.of(1_000, 1_000, parameters, plan, 1);
    assertThat(half.tables()).isEqualTo(whole.tables() / 2);
  }

  private static Hash128 hash(
      Wave corpus, TrainingParameters parameters, int threads, BlockKernel kernel, int waveWalks, int chunkWords) {
    Vocabulary vocabulary = TrainingRuns.vocabulary(corpus, 1);
    try (SkipGramTrainer trainer =
        TrainingRuns.trainer(corpus, vocabulary, parameters, threads, kernel, chunkWords, TableFormat.BFLOAT16)) {
      TrainingRuns.train(trainer, corpus, parameters, waveWalks);
      return TrainingRuns.hash(trainer.vectors()).plus(TrainingRuns.hash(trainer.contexts()));
    }
  }
}
