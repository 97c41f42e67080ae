package io.strider.runtime.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The block step on vectors of 16 floats. One pass over the six outputs moves them for a vertex row and at once scores
 * the next row against them as they leave: 18 fused multiply-adds a body, gradients and sums in registers. The six sums
 * are added pairwise by two-vector permutations: one written tree for all, faster than six reductions, and an order of
 * additions that no compiler changes (float {@code reduceLanes} has none).
 *
 * <p>The work is cut into methods on purpose. Beyond some 70 vector operations in what it compiles as one, the JIT
 * reaches its NodeCountInliningCutoff, leaves an operation uncompiled and boxes a vector at every call. The two
 * long methods are above FreqInlineSize, so each is compiled by itself. The test that kernels allocate nothing
 * guards this.
 */
final class Simd512BlockKernel implements BlockKernel {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_512;
  private static final int LANES = Block.LANES;
  private static final FloatVector LOW8 = lanes(8, 0);
  private static final FloatVector HIGH8 = lanes(8, 8);
  private static final FloatVector LOW4 = lanes(4, 0);
  private static final FloatVector HIGH4 = lanes(4, 4);
  private static final FloatVector LOW2 = lanes(2, 0);
  private static final FloatVector HIGH2 = lanes(2, 2);
  private static final FloatVector LOW1 = lanes(1, 0);
  private static final FloatVector HIGH1 = lanes(1, 1);
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
    return "simd-512";
  }

  @Override
  public RowKernel rows() {
    return new SimdRowKernel();
  }

  @Override
  public void train(float[] arena, int stride, Block block) {
    int[] xs = block.contexts;
    int[] o = block.outputs;
    float[] gradients = block.gradients;
    int last = block.count - 1;
    openOrClose(true, arena, stride, xs[0], o[0], o[1], o[2], o[3], o[4], o[5], gradients, 0);
    for (int c = 0; c < last; c++) {
      residuals(block, 0, c * LANES);
      moveAndScore(arena, stride, xs[c], xs[c + 1], o[0], o[1], o[2], o[3], o[4], o[5], gradients, c * LANES);
    }
    residuals(block, 0, last * LANES);
    openOrClose(false, arena, stride, xs[last], o[0], o[1], o[2], o[3], o[4], o[5], gradients, last * LANES);
  }

  /** The scores of the first vertex row, or the move of the last and of the outputs by its gradients at {@code at}. */
  private static void openOrClose(
      boolean open,
      float[] a,
      int stride,
      int x0,
      int o0,
      int o1,
      int o2,
      int o3,
      int o4,
      int o5,
      float[] gradients,
      int at) {
    if (open) {
      FloatVector zero = FloatVector.zero(S);
      FloatVector a0 = zero;
      FloatVector a1 = zero;
      FloatVector a2 = zero;
      FloatVector a3 = zero;
      FloatVector a4 = zero;
      FloatVector a5 = zero;
      for (int i = 0; i < stride; i += LANES) {
        FloatVector x = load(a, x0 + i);
        a0 = x.fma(load(a, o0 + i), a0);
        a1 = x.fma(load(a, o1 + i), a1);
        a2 = x.fma(load(a, o2 + i), a2);
        a3 = x.fma(load(a, o3 + i), a3);
        a4 = x.fma(load(a, o4 + i), a4);
        a5 = x.fma(load(a, o5 + i), a5);
      }
      tree(a0, a1, a2, a3, a4, a5).intoArray(gradients, at);
      return;
    }
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
   * Moves vertex row {@code x0} and the outputs by the gradients at {@code at}; behind them the scores of {@code
   * x1}.
   */
  private static void moveAndScore(
      float[] a, int stride, int x0, int x1, int o0, int o1, int o2, int o3, int o4, int o5, float[] gradients, int at) {
    FloatVector g0 = all(gradients[at]);
    FloatVector g1 = all(gradients[at + 8]);
    FloatVector g2 = all(gradients[at + 4]);
    FloatVector g3 = all(gradients[at + 12]);
    FloatVector g4 = all(gradients[at + 2]);
    FloatVector g5 = all(gradients[at + 10]);
    FloatVector zero = FloatVector.zero(S);
    FloatVector a0 = zero;
    FloatVector a1 = zero;
    FloatVector a2 = zero;
    FloatVector a3 = zero;
    FloatVector a4 = zero;
    FloatVector a5 = zero;
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
      FloatVector next = load(a, x1 + i);
      p0 = g0.fma(x, p0);
      p1 = g1.fma(x, p1);
      p2 = g2.fma(x, p2);
      p3 = g3.fma(x, p3);
      p4 = g4.fma(x, p4);
      p5 = g5.fma(x, p5);
      p0.intoArray(a, o0 + i);
      p1.intoArray(a, o1 + i);
      p2.intoArray(a, o2 + i);
      p3.intoArray(a, o3 + i);
      p4.intoArray(a, o4 + i);
      p5.intoArray(a, o5 + i);
      a0 = next.fma(p0, a0);
      a1 = next.fma(p1, a1);
      a2 = next.fma(p2, a2);
      a3 = next.fma(p3, a3);
      a4 = next.fma(p4, a4);
      a5 = next.fma(p5, a5);
    }
    tree(a0, a1, a2, a3, a4, a5).intoArray(gradients, at + LANES);
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

  /** The sums of six vectors, each over lanes l with l+8, then l+4, l+2, l+1; in the lanes of {@link Block#lane}. */
  private static FloatVector tree(
      FloatVector a0, FloatVector a1, FloatVector a2, FloatVector a3, FloatVector a4, FloatVector a5) {
    FloatVector b01 = fold(a0, a1, LOW8, HIGH8);
    FloatVector b23 = fold(a2, a3, LOW8, HIGH8);
    FloatVector b45 = fold(a4, a5, LOW8, HIGH8);
    FloatVector b0123 = fold(b01, b23, LOW4, HIGH4);
    FloatVector b4545 = fold(b45, b45, LOW4, HIGH4);
    FloatVector b = fold(b0123, b4545, LOW2, HIGH2);
    return fold(b, b, LOW1, HIGH1);
  }

  /** In lanes without bit h the sum of u's halves, in those with it v's: u[l] + u[l+h], v[l−h] + v[l]. */
  private static FloatVector fold(FloatVector u, FloatVector v, FloatVector low, FloatVector high) {
    return low.selectFrom(u, v).add(high.selectFrom(u, v));
  }

  /** Indices of {@link #fold}: from u where bit h of the lane is clear, from v (16 on) where it is set. */
  private static FloatVector lanes(int h, int half) {
    float[] index = new float[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      index[lane] = (lane & ~h) + half + ((lane & h) != 0 ? LANES : 0);
    }
    return FloatVector.fromArray(S, index, 0);
  }

  private static FloatVector load(float[] a, int at) {
    return FloatVector.fromArray(S, a, at);
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(S, value);
  }
}
