package io.strider.runtime.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The block step on vectors of 8 floats, for processors whose widest vectors that the JIT uses have 256 bits: twelve
 * accumulators, the lower and the upper 8 of the 16 virtual lanes of six outputs. Two-vector permutations are not compiled to
 * instructions there, so the tree blends and permutes. There are too few registers to score the next row while moving.
 */
final class Simd256BlockKernel implements BlockKernel {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_256;
  private static final int LANES = 8;
  private static final int ROW_LANES = Block.LANES;
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
      int x = block.contexts[c];
      score(arena, stride, x, o[0], o[1], o[2], o[3], o[4], o[5], block, c * ROW_LANES);
      move(arena, stride, x, o[0], o[1], o[2], o[3], o[4], o[5], block.gradients, c * ROW_LANES);
    }
  }

  /** Gradients of one vertex row against six outputs, stored at {@code at}. */
  private static void score(
      float[] a, int stride, int x0, int o0, int o1, int o2, int o3, int o4, int o5, Block block, int at) {
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
      FloatVector low = load(a, x0 + i);
      FloatVector high = load(a, x0 + i + LANES);
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
    gradients(tree(a0.add(b0), a2.add(b2), a4.add(b4)), block, 0, at);
    gradients(tree(a1.add(b1), a3.add(b3), a5.add(b5)), block, LANES, at);
  }

  /** The sums of three vectors, each over lanes l with l+4, l+2, l+1, in lanes 0, 4 and 2. */
  private static FloatVector tree(FloatVector u, FloatVector v, FloatVector w) {
    FloatVector sums = fold(fold(u, v, MASK4, SWAP4), fold(w, w, MASK4, SWAP4), MASK2, SWAP2);
    return fold(sums, sums, MASK1, SWAP1);
  }

  /** {@link Sigmoid#residual} times weight in every lane of one half. */
  private static void gradients(FloatVector x, Block block, int half, int at) {
    FloatVector s = x.mul(x);
    FloatVector s2 = s.mul(s);
    FloatVector c01 = all(Sigmoid.C1).fma(s, all(Sigmoid.C0));
    FloatVector c23 = all(Sigmoid.C3).fma(s, all(Sigmoid.C2));
    FloatVector c45 = all(Sigmoid.C5).fma(s, all(Sigmoid.C4));
    FloatVector c67 = all(Sigmoid.C7).fma(s, all(Sigmoid.C6));
    FloatVector p = s2.mul(s2).fma(s2.fma(c67, c45), s2.fma(c23, c01));
    VectorMask<Float> settled = x.abs().compare(VectorOperators.GE, Sigmoid.LIMIT);
    FloatVector residual = x.neg().fma(p, load(block.targets, half)).blend(0f, settled);
    residual.mul(load(block.weights, half)).intoArray(block.gradients, at + half);
  }

  /** Moves a vertex row and the outputs by the gradients at {@code at}. */
  private static void move(
      float[] a, int stride, int x0, int o0, int o1, int o2, int o3, int o4, int o5, float[] gradients, int at) {
    FloatVector g0 = all(gradients[at]);
    FloatVector g1 = all(gradients[at + 8]);
    FloatVector g2 = all(gradients[at + 4]);
    FloatVector g3 = all(gradients[at + 12]);
    FloatVector g4 = all(gradients[at + 2]);
    FloatVector g5 = all(gradients[at + 10]);
    for (int i = 0; i < stride; i += LANES) {
      FloatVector x = load(a, x0 + i);
      FloatVector y = moveOutput(a, o0 + i, g0, x, x);
      y = moveOutput(a, o1 + i, g1, x, y);
      y = moveOutput(a, o2 + i, g2, x, y);
      y = moveOutput(a, o3 + i, g3, x, y);
      y = moveOutput(a, o4 + i, g4, x, y);
      moveOutput(a, o5 + i, g5, x, y).intoArray(a, x0 + i);
    }
  }

  private static FloatVector moveOutput(float[] a, int at, FloatVector g, FloatVector x, FloatVector y) {
    FloatVector p = load(a, at);
    g.fma(x, p).intoArray(a, at);
    return g.fma(p, y);
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
