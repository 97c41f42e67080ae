package io.strider.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.train.TrainingParameters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever order the threads of a block run in between two barriers, a block computes the same bits. */
@Tag("slow")
class KernelScheduleTest {

  private static final int SEEDS = 8;
  private static final int RING = 7;

  @ParameterizedTest
  @ValueSource(ints = {20, 128, 300})
  void shouldGiveTheSameBitsWhateverThreadGoesFirst(int dimensions) {
    float[] expected = train(CpuKernels.require(), dimensions, 0);
    for (long seed = 1; seed <= SEEDS; seed++) {
      assertThat(train(CpuKernels.require(), dimensions, seed)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  /** The test above would not be worth much if it passed without the barriers. */
  @Test
  void shouldNoticeAMissingBlockBarrier() {
    CpuKernels broken = CpuKernels.without("SYNCTHREADS");
    float[] expected = train(CpuKernels.require(), 300, 0);
    assertThat(seedsThatShow(seed -> Arrays.equals(train(broken, 300, seed), expected))).isPositive();
  }

  @Test
  void shouldNoticeAMissingWarpBarrier() {
    CpuKernels broken = CpuKernels.without("SYNCWARP");
    int[] expected = plans(CpuKernels.require(), 0);
    assertThat(seedsThatShow(seed -> Arrays.equals(plans(CpuKernels.require(), seed), expected))).isZero();
    assertThat(seedsThatShow(seed -> Arrays.equals(plans(broken, seed), expected))).isPositive();
  }

  @Test
  void shouldSayWhenABlockIsNoWholeNumberOfWarps() {
    CpuKernels kernels = CpuKernels.require();
    assertThatThrownBy(() -> kernels.launch("prepare_walks", new int[] {1, 20, 0}, MemorySegment.NULL, 0, 1))
        .isInstanceOf(CpuKernels.KernelFailure.class)
        .hasMessageContaining("whole warps");
  }

  private interface SameAsExpected {
    boolean test(long seed);
  }

  private static int seedsThatShow(SameAsExpected same) {
    int shown = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        shown += same.test(seed) ? 0 : 1;
      } catch (CpuKernels.KernelFailure waitsForEver) {
        shown++;
      } catch (RuntimeException diverged) {
        shown++;
      }
    }
    return shown;
  }

  private static float[] train(CpuKernels kernels, int dimensions, long seed) {
    Wave corpus = Corpora.ring(9, 6, 12, 3);
    Vocabulary vocabulary = Corpora.vocabulary(corpus, 1);
    TrainingParameters parameters = Corpora.parameters(dimensions, 4, 7, 0);
    CpuDriver driver = new CpuDriver(kernels);
    driver.seed = seed;
    try (CudaTrainer trainer = Corpora.onDriver(driver, corpus, vocabulary, parameters, WaveSlices.TOKENS)) {
      Corpora.train(trainer, corpus, 1);
      float[] all = new float[vocabulary.size() * dimensions];
      for (int row = 0; row < vocabulary.size(); row++) {
        trainer.vectors().read(row, all, row * dimensions);
      }
      return all;
    }
  }

  /** The window slots that prepare_walks plans for one walk of 40 tokens over 5 vertices. */
  private static int[] plans(CpuKernels kernels, long seed) {
    int tokens = 40;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vertices = arena.allocate(ValueLayout.JAVA_INT, tokens);
      for (int i = 0; i < tokens; i++) {
        vertices.setAtIndex(ValueLayout.JAVA_INT, i, i * i % 5);
      }
      MemorySegment rowOfVertex = arena.allocateFrom(ValueLayout.JAVA_INT, 0, 1, 2, 3, 4);
      MemorySegment plans = arena.allocate(ValueLayout.JAVA_INT, tokens);
      ByteBuffer arguments =
          ByteBuffer.allocateDirect(KernelArguments.PREPARE_BYTES).order(ByteOrder.nativeOrder());
      arguments
          .putLong(vertices.address())
          .putLong(arena.allocateFrom(ValueLayout.JAVA_INT, tokens).address())
          .putLong(rowOfVertex.address())
          .putLong(0)
          .putLong(arena.allocate(ValueLayout.JAVA_INT, tokens).address())
          .putLong(arena.allocate(ValueLayout.JAVA_INT, tokens).address())
          .putLong(plans.address())
          .putLong(arena.allocate(ValueLayout.JAVA_INT, 1).address())
          .putLong(0)
          .putLong(0)
          .putInt(1)
          .putInt(tokens)
          .putInt(tokens)
          .putInt(RING)
          .flip();
      int[] sizes = {1, 32, 2 * RING * Integer.BYTES};
      kernels.launch("prepare_walks", sizes, MemorySegment.ofBuffer(arguments), seed, 1);
      return plans.toArray(ValueLayout.JAVA_INT);
    }
  }
}
