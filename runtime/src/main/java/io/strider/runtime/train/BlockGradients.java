package io.strider.runtime.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products to gradients for the vector kernels, steps 2 and 3 of {@link BlockKernel}: each vertex row waits for the
 * gradients of those before it. Rows go by twos, so that within a pair the gradient of the first stays in a register on
 * its way to the second. Vectors of 8 floats whatever the kernel has, for a row has no more. Stateless; allocates nothing.
 */
final class BlockGradients {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_256;
  private static final int LANES = Block.ROW_PRODUCTS;

  private BlockGradients() {}

  /**
   * Writes the gradients of so many pairs of vertex rows; an absent second row of the last pair gets zeros.
   *
   * @param block has its products, weights and targets
   */
  static void of(Block block, int pairs) {
    float[] lanes = block.lanes;
    FloatVector targets = FloatVector.fromArray(S, lanes, Block.TARGETS);
    FloatVector weights = FloatVector.fromArray(S, lanes, Block.WEIGHTS);
    for (int c = 0; c < 2 * pairs; c += 2) {
      int at = Block.GRADIENTS + c * LANES;
      FloatVector x = FloatVector.fromArray(S, lanes, Block.PRODUCTS + c * LANES);
      FloatVector y = FloatVector.fromArray(S, lanes, Block.PRODUCTS + (c + 1) * LANES);
      for (int e = 0; e < c; e++) {
        FloatVector gradient = FloatVector.fromArray(S, lanes, Block.GRADIENTS + e * LANES);
        x = gradient.fma(FloatVector.broadcast(S, lanes[Block.between(c, e)]), x);
        y = gradient.fma(FloatVector.broadcast(S, lanes[Block.between(c + 1, e)]), y);
      }
      FloatVector s = x.mul(x);
      FloatVector s2 = s.mul(s);
      FloatVector low01 = FloatVector.broadcast(S, Sigmoid.C1).fma(s, FloatVector.broadcast(S, Sigmoid.C0));
      FloatVector low23 = FloatVector.broadcast(S, Sigmoid.C3).fma(s, FloatVector.broadcast(S, Sigmoid.C2));
      FloatVector high45 = FloatVector.broadcast(S, Sigmoid.C5).fma(s, FloatVector.broadcast(S, Sigmoid.C4));
      FloatVector high67 = FloatVector.broadcast(S, Sigmoid.C7).fma(s, FloatVector.broadcast(S, Sigmoid.C6));
      FloatVector p = s2.mul(s2).fma(s2.fma(high67, high45), s2.fma(low23, low01));
      VectorMask<Float> settled = s.compare(VectorOperators.GE, Sigmoid.LIMIT_SQUARED);
      FloatVector g = x.fma(p, targets).blend(0f, settled).mul(weights);
      g.intoArray(lanes, at);

      y = g.fma(FloatVector.broadcast(S, lanes[Block.between(c + 1, c)]), y);
      s = y.mul(y);
      s2 = s.mul(s);
      low01 = FloatVector.broadcast(S, Sigmoid.C1).fma(s, FloatVector.broadcast(S, Sigmoid.C0));
      low23 = FloatVector.broadcast(S, Sigmoid.C3).fma(s, FloatVector.broadcast(S, Sigmoid.C2));
      high45 = FloatVector.broadcast(S, Sigmoid.C5).fma(s, FloatVector.broadcast(S, Sigmoid.C4));
      high67 = FloatVector.broadcast(S, Sigmoid.C7).fma(s, FloatVector.broadcast(S, Sigmoid.C6));
      p = s2.mul(s2).fma(s2.fma(high67, high45), s2.fma(low23, low01));
      settled = s.compare(VectorOperators.GE, Sigmoid.LIMIT_SQUARED);
      FloatVector present = weights.mul(c + 1 < block.count() ? 1f : 0f);
      y.fma(p, targets).blend(0f, settled).mul(present).intoArray(lanes, at + LANES);
    }
  }
}
