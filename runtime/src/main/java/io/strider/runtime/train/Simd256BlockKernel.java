package io.strider.runtime.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The block step on vectors of 8 floats, for processors whose widest vectors that the JIT uses have 256 bits: one vertex row against
 * six outputs in 12 accumulators, the lower and the upper 8 of the 16 virtual lanes. Two-vector permutations are not
 * compiled to instructions there, so the tree blends and permutes.
 */
final class Simd256BlockKernel implements BlockKernel {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_256;
  private static final int LANES = 8;
  private static final int ROW_LANES = 16;
  private static final VectorMask<Float> MASK4 = mask(4);
  private static final VectorMask<Float> MASK2 = mask(2);
  private static final VectorMask<Float> MASK1 = mask(1);
  private static final VectorShuffle<Float> SWAP4 = swap(4);
  private static final VectorShuffle<Float> SWAP2 = swap(2);
  private static final VectorShuffle<Float> SWAP1 = swap(1);

  @Override
  public String name() {
    return "simd-256";
  }

  @Override
  public RowKernel rows() {
    return new SimdRowKernel();
  }

  @Override
  public void train(float[] arena, int stride, Block block) {
    int[] o = block.outputs;
    for (int c = 0; c < block.count; c++) {
      score(arena, stride, block.contexts[c], o[0], o[1], o[2], o[3], o[4], o[5], block, c * Block.SLOTS);
    }
    move(arena, stride, block.contexts, block.count, o[0], o[1], o[2], o[3], o[4], o[5], block.gradients);
  }

  /** Gradients of one vertex row against six outputs, stored at {@code at}. */
  private static void score(
      float[] a, int stride, int x, int o0, int o1, int o2, int o3, int o4, int o5, Block block, int at) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector a0 = zero;
    FloatVector a1 = zero;
    FloatVector a2 = zero;
    FloatVector a3 = zero;
    FloatVector a4 = zero;
    FloatVector a5 = zero;
    FloatVector b0 = zero;
    FloatVector b1 = zero;
    FloatVector b2 = zero;
    FloatVector b3 = zero;
    FloatVector b4 = zero;
    FloatVector b5 = zero;
    for (int i = 0; i < stride; i += ROW_LANES) {
      FloatVector low = load(a, x + i);
      FloatVector high = load(a, x + i + LANES);
      a0 = low.fma(load(a, o0 + i), a0);
      b0 = high.fma(load(a, o0 + i + LANES), b0);
      a1 = low.fma(load(a, o1 + i), a1);
      b1 = high.fma(load(a, o1 + i + LANES), b1);
      a2 = low.fma(load(a, o2 + i), a2);
      b2 = high.fma(load(a, o2 + i + LANES), b2);
      a3 = low.fma(load(a, o3 + i), a3);
      b3 = high.fma(load(a, o3 + i + LANES), b3);
      a4 = low.fma(load(a, o4 + i), a4);
      b4 = high.fma(load(a, o4 + i + LANES), b4);
      a5 = low.fma(load(a, o5 + i), a5);
      b5 = high.fma(load(a, o5 + i + LANES), b5);
    }
    a0 = fold(a0.add(b0), a1.add(b1), MASK4, SWAP4);
    a2 = fold(a2.add(b2), a3.add(b3), MASK4, SWAP4);
    a4 = fold(a4.add(b4), a5.add(b5), MASK4, SWAP4);
    FloatVector scores = fold(fold(a0, a2, MASK2, SWAP2), fold(a4, a4, MASK2, SWAP2), MASK1, SWAP1);
    gradients(scores, block).intoArray(block.gradients, at);
  }

  /** {@link Sigmoid#residual} times weight in every slot. */
  private static FloatVector gradients(FloatVector x, Block block) {
    FloatVector square = x.mul(x);
    FloatVector p = all(Sigmoid.C7).fma(square, all(Sigmoid.C6));
    p = p.fma(square, all(Sigmoid.C5));
    p = p.fma(square, all(Sigmoid.C4));
    p = p.fma(square, all(Sigmoid.C3));
    p = p.fma(square, all(Sigmoid.C2));
    p = p.fma(square, all(Sigmoid.C1));
    p = p.fma(square, all(Sigmoid.C0));
    VectorMask<Float> settled = x.abs().compare(VectorOperators.GE, Sigmoid.LIMIT);
    return x.neg().fma(p, load(block.targets, 0)).blend(0f, settled).mul(load(block.weights, 0));
  }

  /** Moves vertex rows and outputs: 8 elements at a time, the outputs' sums in registers meanwhile. */
  private static void move(
      float[] a, int stride, int[] xs, int count, int o0, int o1, int o2, int o3, int o4, int o5, float[] gradients) {
    for (int i = 0; i < stride; i += LANES) {
      FloatVector q0 = load(a, o0 + i);
      FloatVector q1 = load(a, o1 + i);
      FloatVector q2 = load(a, o2 + i);
      FloatVector q3 = load(a, o3 + i);
      FloatVector q4 = load(a, o4 + i);
      FloatVector q5 = load(a, o5 + i);
      for (int c = 0; c < count; c++) {
        int at = xs[c] + i;
        int slot = c * Block.SLOTS;
        FloatVector x = load(a, at);
        FloatVector g = all(gradients[slot]);
        FloatVector y = g.fma(load(a, o0 + i), x);
        q0 = g.fma(x, q0);
        g = all(gradients[slot + 4]);
        y = g.fma(load(a, o1 + i), y);
        q1 = g.fma(x, q1);
        g = all(gradients[slot + 2]);
        y = g.fma(load(a, o2 + i), y);
        q2 = g.fma(x, q2);
        g = all(gradients[slot + 6]);
        y = g.fma(load(a, o3 + i), y);
        q3 = g.fma(x, q3);
        g = all(gradients[slot + 1]);
        y = g.fma(load(a, o4 + i), y);
        q4 = g.fma(x, q4);
        g = all(gradients[slot + 5]);
        y = g.fma(load(a, o5 + i), y);
        q5 = g.fma(x, q5);
        y.intoArray(a, at);
      }
      q0.intoArray(a, o0 + i);
      q1.intoArray(a, o1 + i);
      q2.intoArray(a, o2 + i);
      q3.intoArray(a, o3 + i);
      q4.intoArray(a, o4 + i);
      q5.intoArray(a, o5 + i);
    }
  }

  /** In lanes without bit h the sum of u's halves, in those with it v's; addition commutes, so the swap changes no bit. */
  private static FloatVector fold(
      FloatVector u, FloatVector v, VectorMask<Float> mask, VectorShuffle<Float> swap) {
    return u.blend(v, mask).add(v.blend(u, mask).rearrange(swap));
  }

  private static VectorMask<Float> mask(int h) {
    long bits = 0;
    for (int lane = 0; lane < LANES; lane++) {
      bits |= (lane & h) != 0 ? 1L << lane : 0;
    }
    return VectorMask.fromLong(S, bits);
  }

  private static VectorShuffle<Float> swap(int h) {
    return VectorShuffle.fromOp(S, lane -> lane ^ h);
  }

  private static FloatVector load(float[] a, int at) {
    return FloatVector.fromArray(S, a, at);
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(S, value);
  }
}
