package io.strider.runtime.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The block step on vectors of 16 floats. Two vertex rows against six outputs make 12 accumulators, which fit the
 * register file with their operands; 36 fused multiply-adds in one body fall off a cliff of the JIT. The twelve
 * sums are added pairwise by two-vector permutations: one written tree for all, a quarter of the time of twelve
 * reductions, and an order of additions that no compiler changes (float {@code reduceLanes} has none).
 */
final class Simd512BlockKernel implements BlockKernel {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_512;
  private static final int LANES = 16;
  private static final FloatVector LOW8 = lanes(8, 0);
  private static final FloatVector HIGH8 = lanes(8, 8);
  private static final FloatVector LOW4 = lanes(4, 0);
  private static final FloatVector HIGH4 = lanes(4, 4);
  private static final FloatVector LOW2 = lanes(2, 0);
  private static final FloatVector HIGH2 = lanes(2, 2);
  private static final FloatVector LOW1 = lanes(1, 0);
  private static final FloatVector HIGH1 = lanes(1, 1);

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
    int[] contexts = block.contexts;
    int count = block.count;
    contexts[count] = contexts[count - 1];
    int[] o = block.outputs;
    for (int c = 0; c < count; c += 2) {
      score(arena, stride, contexts[c], contexts[c + 1], o[0], o[1], o[2], o[3], o[4], o[5], block, c * Block.SLOTS);
    }
    move(arena, stride, contexts, count, o[0], o[1], o[2], o[3], o[4], o[5], block.gradients);
  }

  /** Gradients of two vertex rows against six outputs, stored at {@code at}. */
  private static void score(
      float[] a, int stride, int x0, int x1, int o0, int o1, int o2, int o3, int o4, int o5, Block block, int at) {
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
    for (int i = 0; i < stride; i += LANES) {
      FloatVector x = load(a, x0 + i);
      FloatVector y = load(a, x1 + i);
      FloatVector o = load(a, o0 + i);
      a0 = x.fma(o, a0);
      b0 = y.fma(o, b0);
      o = load(a, o1 + i);
      a1 = x.fma(o, a1);
      b1 = y.fma(o, b1);
      o = load(a, o2 + i);
      a2 = x.fma(o, a2);
      b2 = y.fma(o, b2);
      o = load(a, o3 + i);
      a3 = x.fma(o, a3);
      b3 = y.fma(o, b3);
      o = load(a, o4 + i);
      a4 = x.fma(o, a4);
      b4 = y.fma(o, b4);
      o = load(a, o5 + i);
      a5 = x.fma(o, a5);
      b5 = y.fma(o, b5);
    }
    a0 = fold(fold(a0, b0, LOW8, HIGH8), fold(a1, b1, LOW8, HIGH8), LOW4, HIGH4);
    a2 = fold(fold(a2, b2, LOW8, HIGH8), fold(a3, b3, LOW8, HIGH8), LOW4, HIGH4);
    a4 = fold(fold(a4, b4, LOW8, HIGH8), fold(a5, b5, LOW8, HIGH8), LOW4, HIGH4);
    FloatVector scores = fold(fold(a0, a2, LOW2, HIGH2), fold(a4, a4, LOW2, HIGH2), LOW1, HIGH1);
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

  /** Moves vertex rows and outputs: 16 elements at a time, the outputs' sums in registers meanwhile. */
  private static void move(
      float[] a, int stride, int[] xs, int count, int o0, int o1, int o2, int o3, int o4, int o5, float[] gradients) {
    for (int i = 0; i < stride; i += LANES) {
      FloatVector p0 = load(a, o0 + i);
      FloatVector p1 = load(a, o1 + i);
      FloatVector p2 = load(a, o2 + i);
      FloatVector p3 = load(a, o3 + i);
      FloatVector p4 = load(a, o4 + i);
      FloatVector p5 = load(a, o5 + i);
      FloatVector q0 = p0;
      FloatVector q1 = p1;
      FloatVector q2 = p2;
      FloatVector q3 = p3;
      FloatVector q4 = p4;
      FloatVector q5 = p5;
      for (int c = 0; c < count; c++) {
        int at = xs[c] + i;
        int slot = c * Block.SLOTS;
        FloatVector x = load(a, at);
        FloatVector g = all(gradients[slot]);
        FloatVector y = g.fma(p0, x);
        q0 = g.fma(x, q0);
        g = all(gradients[slot + 4]);
        y = g.fma(p1, y);
        q1 = g.fma(x, q1);
        g = all(gradients[slot + 2]);
        y = g.fma(p2, y);
        q2 = g.fma(x, q2);
        g = all(gradients[slot + 6]);
        y = g.fma(p3, y);
        q3 = g.fma(x, q3);
        g = all(gradients[slot + 1]);
        y = g.fma(p4, y);
        q4 = g.fma(x, q4);
        g = all(gradients[slot + 5]);
        y = g.fma(p5, y);
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
