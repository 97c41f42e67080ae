package io.strider.runtime.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The block step on vectors of 8 floats, for processors whose widest vectors that the JIT uses have 256 bits:
 * twelve accumulators, the lower and the upper 8 of the 16 virtual lanes of six outputs. Two-vector permutations
 * are not compiled to instructions there, so the tree blends and permutes. There are too few registers to score
 * the next row while moving.
 *
 * <p>The work is cut into methods on purpose. Beyond some 70 vector operations in what it compiles as one, the JIT
 * reaches its NodeCountInliningCutoff, leaves an operation uncompiled and boxes a vector at every call: score and
 * move are long enough not to be inlined, the rest has one call site. The test that kernels allocate nothing
 * guards this.
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
  private static final FloatVector C0 = all(Sigmoid.C0);
  private static final FloatVector C1 = all(Sigmoid.C1);
  private static final FloatVector C2 = all(Sigmoid.C2);
  private static final FloatVector C3 = all(Sigmoid.C3);
  private static final FloatVector C4 = all(Sigmoid.C4);
  private static final FloatVector C5 = all(Sigmoid.C5);
  private static final FloatVector C6 = all(Sigmoid.C6);
  private static final FloatVector C7 = all(Sigmoid.C7);

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
    int[] xs = block.contexts;
    int[] o = block.outputs;
    for (int c = 0; c < block.count; c++) {
      int at = c * ROW_LANES;
      score(arena, stride, xs[c], o[0], o[1], o[2], o[3], o[4], o[5], block.sums);
      for (int odd = 0; odd < 2; odd++) {
        tree(block.sums, odd * ROW_LANES).intoArray(block.gradients, at + odd * LANES);
        residuals(block, odd * LANES, at + odd * LANES);
      }
      move(arena, stride, xs[c], o[0], o[1], o[2], o[3], o[4], o[5], block.gradients, at);
    }
  }

  /** Of the scores of one vertex row, the partial sums of lanes l and l+8 together. */
  private static void score(
      float[] a, int stride, int x0, int o0, int o1, int o2, int o3, int o4, int o5, float[] sums) {
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
    a0.add(b0).intoArray(sums, 0);
    a1.add(b1).intoArray(sums, ROW_LANES);
    a2.add(b2).intoArray(sums, 2 * ROW_LANES);
    a3.add(b3).intoArray(sums, 3 * ROW_LANES);
    a4.add(b4).intoArray(sums, 4 * ROW_LANES);
    a5.add(b5).intoArray(sums, 5 * ROW_LANES);
  }

  /** The sums of every other output from {@code from}, each over lanes l with l+4, l+2, l+1, in lanes 0, 4 and 2. */
  private static FloatVector tree(float[] partial, int from) {
    FloatVector u = load(partial, from);
    FloatVector v = load(partial, from + 2 * ROW_LANES);
    FloatVector w = load(partial, from + 4 * ROW_LANES);
    FloatVector sums = fold(fold(u, v, MASK4, SWAP4), fold(w, w, MASK4, SWAP4), MASK2, SWAP2);
    return fold(sums, sums, MASK1, SWAP1);
  }

  /** Turns scores into gradients, in place: {@link Sigmoid#residual} times weight. */
  private static void residuals(Block block, int lane, int at) {
    FloatVector x = load(block.gradients, at);
    FloatVector s = x.mul(x);
    FloatVector s2 = s.mul(s);
    FloatVector low = s2.fma(C3.fma(s, C2), C1.fma(s, C0));
    FloatVector high = s2.fma(C7.fma(s, C6), C5.fma(s, C4));
    FloatVector p = s2.mul(s2).fma(high, low);
    VectorMask<Float> settled = s.compare(VectorOperators.GE, Sigmoid.LIMIT_SQUARED);
    FloatVector residual = x.fma(p, load(block.targets, lane)).blend(0f, settled);
    residual.mul(load(block.weights, lane)).intoArray(block.gradients, at);
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
      FloatVector p0 = load(a, o0 + i);
      FloatVector p1 = load(a, o1 + i);
      FloatVector p2 = load(a, o2 + i);
      FloatVector p3 = load(a, o3 + i);
      FloatVector p4 = load(a, o4 + i);
      FloatVector p5 = load(a, o5 + i);
      FloatVector y = g2.fma(p2, g1.fma(p1, g0.fma(p0, x)));
      g5.fma(p5, g4.fma(p4, g3.fma(p3, y))).intoArray(a, x0 + i);
      g0.fma(x, p0).intoArray(a, o0 + i);
      g1.fma(x, p1).intoArray(a, o1 + i);
      g2.fma(x, p2).intoArray(a, o2 + i);
      g3.fma(x, p3).intoArray(a, o3 + i);
      g4.fma(x, p4).intoArray(a, o4 + i);
      g5.fma(x, p5).intoArray(a, o5 + i);
    }
  }

  /**
   * In lanes without bit h the sum of u's halves, in those with it v's; addition commutes, so the swap changes no
   * bit.
   */
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
