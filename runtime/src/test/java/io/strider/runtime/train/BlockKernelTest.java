package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockKernelTest {

  private static final int CONTEXTS = Block.CONTEXTS;
  private static final int ROWS = 1 + CONTEXTS + Block.OUTPUTS;

  static Stream<BlockKernel> kernels() {
    return Stream.of(new ScalarBlockKernel(), new Simd256BlockKernel(), new Simd512BlockKernel());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 96, 128, 200, 300, 1021})
  void shouldGiveTheSameBitsInEveryWidth(int dimensions) {
    int stride = new FloatTable(1, dimensions).stride();
    for (int count = 1; count <= CONTEXTS; count++) {
      float[] expected = arena(stride, dimensions, count, 1);
      Block scalar = block(stride, count, 3);
      new ScalarBlockKernel().train(expected, stride, scalar);
      for (BlockKernel kernel : kernels().toList()) {
        float[] actual = arena(stride, dimensions, count, 1);
        Block block = block(stride, count, 3);
        kernel.train(actual, stride, block);
        assertThat(actual).as("%s, %d contexts", kernel.name(), count).isEqualTo(expected);
        for (int c = 0; c < count; c++) {
          for (int d = 0; d < Block.OUTPUTS; d++) {
            assertThat(block.gradient(c, d)).isEqualTo(scalar.gradient(c, d));
          }
        }
      }
    }
  }

  /** The arithmetic takes all products first; what it means is one row after the other, outputs moved between. */
  @ParameterizedTest
  @MethodSource("kernels")
  void shouldTrainOneRowAfterTheOther(BlockKernel kernel) {
    int stride = 48;
    float[] actual = arena(stride, stride, CONTEXTS, 21);
    double[] expected = new double[actual.length];
    for (int i = 0; i < actual.length; i++) {
      expected[i] = actual[i];
    }
    Block block = block(stride, CONTEXTS, 3);
    for (int d = 0; d < Block.OUTPUTS; d++) {
      block.output(d, block.outputs[d], 0.5f, d == 0 ? 0.5f : -0.5f);
    }
    kernel.train(actual, stride, block);
    for (int c = 0; c < CONTEXTS; c++) {
      trainInDouble(expected, stride, block.contexts[c], block.outputs);
    }
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], offset(1e-3));
    }
  }

  private static void trainInDouble(double[] a, int stride, int x, int[] outputs) {
    double[] before = Arrays.copyOfRange(a, x, x + stride);
    for (int d = 0; d < Block.OUTPUTS; d++) {
      double score = 0;
      for (int i = 0; i < stride; i++) {
        score += before[i] * a[outputs[d] + i];
      }
      double gradient = 0.5 * ((d == 0 ? 1 : 0) - 1 / (1 + StrictMath.exp(-score)));
      for (int i = 0; i < stride; i++) {
        a[x + i] += gradient * a[outputs[d] + i];
        a[outputs[d] + i] += gradient * before[i];
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void shouldLeavePaddingAndTheBlankRowAtZero(BlockKernel kernel) {
    int dimensions = 7;
    int stride = 16;
    float[] arena = arena(stride, dimensions, 3, 5);
    Block block = block(stride, 3, 3);
    block.output(4, block.blank, 0f, -0.5f);
    block.output(5, block.blank, 0f, -0.5f);
    kernel.train(arena, stride, block);
    for (int row = 0; row < ROWS; row++) {
      for (int i = row == 0 ? 0 : dimensions; i < stride; i++) {
        assertThat(arena[row * stride + i]).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void shouldFollowTheGradientOfTheTextbookLoss(BlockKernel kernel) {
    int stride = 16;
    int count = 2;
    float[] before = arena(stride, stride, count, 11);
    float[] after = before.clone();
    float rate = 1e-3f;
    Block block = block(stride, count, 1);
    for (int d = 0; d < Block.OUTPUTS; d++) {
      block.output(d, block.outputs[d], rate, d == 0 ? 0.5f : -0.5f);
    }
    kernel.train(after, stride, block);
    double step = 1e-3;
    for (int at = stride; at < (1 + count + Block.OUTPUTS) * stride; at++) {
      float kept = before[at];
      before[at] = (float) (kept + step);
      double up = loss(before, stride, count, block);
      before[at] = (float) (kept - step);
      double down = loss(before, stride, count, block);
      before[at] = kept;
      double expected = -(up - down) / (2 * step);
      assertThat((double) (after[at] - kept) / rate).isCloseTo(expected, offset(5e-3));
    }
  }

  @Test
  void shouldGiveSettledPairsNoGradient() {
    for (BlockKernel kernel : kernels().toList()) {
      float[] arena = new float[ROWS * 16];
      Block block = block(16, 1, 1);
      arena[block.contexts[0]] = 3;
      arena[block.outputs[0]] = 2;
      arena[block.outputs[1]] = 1.999f;
      kernel.train(arena, 16, block);
      assertThat(block.gradient(0, 0)).isZero();
      assertThat(block.gradient(0, 1)).isNotZero();
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void shouldPassNaNOn(BlockKernel kernel) {
    float[] arena = arena(16, 16, 2, 1);
    Block block = block(16, 2, 1);
    arena[block.contexts[0] + 3] = Float.NaN;
    kernel.train(arena, 16, block);
    assertThat(arena[block.outputs[0]]).isNaN();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void shouldAllocateNothing(BlockKernel kernel) {
    assumeTrue(
        bits(kernel) <= FloatVector.SPECIES_PREFERRED.vectorBitSize(),
        "vectors wider than the processor's are objects; no such kernel is chosen");
    int stride = 128;
    float[] arena = arena(stride, stride, 4, 1);
    Block block = block(stride, 4, 1);
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().threadId();
    long allocated = Long.MAX_VALUE;
    for (int trial = 0; trial < 300 && allocated > 0; trial++) {
      long before = bean.getThreadAllocatedBytes(id);
      for (int i = 0; i < 1_000; i++) {
        kernel.train(arena, stride, block);
      }
      allocated = bean.getThreadAllocatedBytes(id) - before;
    }
    assertThat(allocated).isZero();
  }

  private static int bits(BlockKernel kernel) {
    return kernel instanceof ScalarBlockKernel ? 0 : Integer.parseInt(kernel.name().replace("simd-", ""));
  }

  private static double loss(float[] a, int stride, int count, Block block) {
    double sum = 0;
    for (int c = 0; c < count; c++) {
      for (int d = 0; d < Block.OUTPUTS; d++) {
        double score = 0;
        for (int i = 0; i < stride; i++) {
          score += (double) a[block.contexts[c] + i] * a[block.outputs[d] + i];
        }
        sum += StrictMath.log1p(StrictMath.exp(d == 0 ? -score : score));
      }
    }
    return sum;
  }

  /** Rows of uniform values within ±0.7 up to {@code dimensions}, zeros after; row 0 blank. */
  private static float[] arena(int stride, int dimensions, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed + count);
    float[] arena = new float[ROWS * stride];
    for (int row = 1; row < ROWS; row++) {
      for (int i = 0; i < dimensions; i++) {
        arena[row * stride + i] = (float) random.nextDouble(-0.7, 0.7);
      }
    }
    return arena;
  }

  /** Contexts in rows 1…, outputs after them, with multiplicities. */
  private static Block block(int stride, int count, int multiplicity) {
    Block block = new Block(0);
    block.count(count);
    for (int c = 0; c < count; c++) {
      block.contexts[c] = (1 + c) * stride;
    }
    for (int d = 0; d < Block.OUTPUTS; d++) {
      block.output(d, (1 + count + d) * stride, 0.025f * (1 + d % multiplicity), d == 0 ? 0.5f : -0.5f);
    }
    return block;
  }
}
