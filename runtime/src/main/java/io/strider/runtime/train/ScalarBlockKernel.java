package io.strider.runtime.train;

import java.util.Arrays;

/** The block step in plain Java: 16 virtual lanes, so that it gives the bits of the vector kernels. Stateless. */
final class ScalarBlockKernel implements BlockKernel {

  private static final int LANES = 16;

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public RowKernel rows() {
    return new ScalarRowKernel();
  }

  @Override
  public void train(float[] arena, int stride, Block block) {
    score(arena, stride, block);
    for (int i = 0; i < stride; i++) {
      moveElement(arena, i, block);
    }
  }

  private static void score(float[] arena, int stride, Block block) {
    for (int c = 0; c < block.count; c++) {
      for (int d = 0; d < Block.OUTPUTS; d++) {
        int slot = Block.slot(d);
        float score = dot(arena, block.contexts[c], block.outputs[d], stride, block.scratch);
        block.gradients[c * Block.SLOTS + slot] =
            Sigmoid.residual(score, block.targets[slot]) * block.weights[slot];
      }
    }
  }

  /** The scalar product of two rows, in the order of additions that {@link BlockKernel} states. */
  static float dot(float[] a, int x, int y, int stride, float[] lanes) {
    Arrays.fill(lanes, 0, LANES, 0f);
    for (int i = 0; i < stride; i += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        lanes[lane] = Math.fma(a[x + i + lane], a[y + i + lane], lanes[lane]);
      }
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0];
  }

  private static void moveElement(float[] a, int i, Block block) {
    float[] scratch = block.scratch;
    for (int d = 0; d < Block.OUTPUTS; d++) {
      scratch[d] = a[block.outputs[d] + i];
      scratch[Block.SLOTS + d] = scratch[d];
    }
    for (int c = 0; c < block.count; c++) {
      int at = block.contexts[c] + i;
      float x = a[at];
      float moved = x;
      for (int d = 0; d < Block.OUTPUTS; d++) {
        float gradient = block.gradients[c * Block.SLOTS + Block.slot(d)];
        moved = Math.fma(gradient, scratch[d], moved);
        scratch[Block.SLOTS + d] = Math.fma(gradient, x, scratch[Block.SLOTS + d]);
      }
      a[at] = moved;
    }
    for (int d = 0; d < Block.OUTPUTS; d++) {
      a[block.outputs[d] + i] = scratch[Block.SLOTS + d];
    }
  }
}
