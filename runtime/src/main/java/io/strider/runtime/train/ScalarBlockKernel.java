package io.strider.runtime.train;

import java.util.Arrays;

/** The block step in plain Java: 16 virtual lanes, so that it gives the bits of the vector kernels. Stateless. */
final class ScalarBlockKernel implements BlockKernel {

  private static final int LANES = Block.LANES;

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public RowKernel rows() {
    return new ScalarRowKernel();
  }

  @Override
  public void train(float[] floats, int stride, Block block) {
    for (int c = 0; c < block.count(); c++) {
      score(floats, stride, block, c);
    }
    for (int c = 0; c < block.count(); c++) {
      move(floats, stride, block, c);
    }
  }

  private static void score(float[] floats, int stride, Block block, int c) {
    float[] lanes = block.lanes;
    int x = block.contexts[c];
    for (int d = 0; d < Block.OUTPUTS; d++) {
      lanes[Block.PRODUCTS + c * Block.ROW_PRODUCTS + Block.lane(d)] = dot(floats, x, block.outputs[d], stride, lanes);
    }
    for (int e = 0; e < c; e++) {
      float between = dot(floats, x, block.contexts[e], stride, lanes);
      for (int d = 0; d < Block.OUTPUTS; d++) {
        int lane = Block.lane(d);
        int at = Block.PRODUCTS + c * Block.ROW_PRODUCTS + lane;
        lanes[at] = FusedMultiplyAdd.of(lanes[Block.GRADIENTS + e * Block.ROW_PRODUCTS + lane], between, lanes[at]);
      }
    }
    for (int d = 0; d < Block.OUTPUTS; d++) {
      int lane = Block.lane(d);
      float residual = Sigmoid.residual(lanes[Block.PRODUCTS + c * Block.ROW_PRODUCTS + lane], lanes[Block.TARGETS + lane]);
      lanes[Block.GRADIENTS + c * Block.ROW_PRODUCTS + lane] = residual * lanes[Block.WEIGHTS + lane];
    }
  }

  /** The scalar product of two rows, in the order of additions that {@link BlockKernel} states. */
  static float dot(float[] a, int x, int y, int stride, float[] lanes) {
    int at = Block.sum(0, 0);
    Arrays.fill(lanes, at, at + LANES, 0f);
    for (int i = 0; i < stride; i += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        lanes[at + lane] = FusedMultiplyAdd.of(a[x + i + lane], a[y + i + lane], lanes[at + lane]);
      }
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[at + lane] += lanes[at + lane + half];
      }
    }
    return lanes[at];
  }

  private static void move(float[] a, int stride, Block block, int c) {
    int context = block.contexts[c];
    for (int i = 0; i < stride; i++) {
      float x = a[context + i];
      float y = x;
      for (int d = 0; d < Block.OUTPUTS; d++) {
        int output = block.outputs[d] + i;
        float gradient = block.gradient(c, d);
        y = FusedMultiplyAdd.of(gradient, a[output], y);
        a[output] = FusedMultiplyAdd.of(gradient, x, a[output]);
      }
      a[context + i] = y;
    }
  }
}
