package io.strider.runtime.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The block step on vectors of 8 floats, for processors whose widest vectors that the JIT uses have 256 bits. Products
 * are taken in two passes, over the lower and the upper 8 of the 16 virtual lanes, and rows are moved one by one: more
 * would not fit 16 registers. Two-vector permutations are not compiled to instructions there, so the tree blends and
 * permutes.
 *
 * <p>As in {@link Simd512BlockKernel}, no method takes or returns a vector, and the long ones are compiled by
 * themselves.
 */
final class Simd256BlockKernel implements BlockKernel {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_256;
  private static final int LANES = 8;
  private static final int STEP = Block.LANES;
  private static final VectorMask<Float> MASK4 = mask(4);
  private static final VectorMask<Float> MASK2 = mask(2);
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
  public void train(float[] floats, int stride, Block block) {
    int[] x = block.contexts;
    int[] o = block.outputs;
    float[] lanes = block.lanes;
    int pairs = block.pairs();
    for (int half = 0; half < STEP; half += LANES) {
      for (int c = 0; c < 2 * pairs; c += 2) {
        int at = Block.sum(c, 0) + half;
        multiply(floats, half, stride, x[c], x[c + 1], o[0], o[1], o[2], o[3], o[4], o[5], lanes, at);
      }
      multiplyBetween(floats, half, stride, x[0], x[1], x[2], x[3], lanes);
    }
    add(lanes, 2 * pairs);
    gradients(block);
    for (int c = 0; c < block.count(); c++) {
      move(floats, stride, x[c], o[0], o[1], o[2], o[3], o[4], o[5], lanes, Block.GRADIENTS + c * STEP);
    }
  }

  /** Partial sums of the products of two vertex rows with the outputs, in 8 of the 16 lanes. */
  private static void multiply(
      float[] a,
      int from,
      int to,
      int x,
      int y,
      int o0,
      int o1,
      int o2,
      int o3,
      int o4,
      int o5,
      float[] lanes,
      int at) {
    FloatVector x0 = FloatVector.zero(S);
    FloatVector x1 = FloatVector.zero(S);
    FloatVector x2 = FloatVector.zero(S);
    FloatVector x3 = FloatVector.zero(S);
    FloatVector x4 = FloatVector.zero(S);
    FloatVector x5 = FloatVector.zero(S);
    FloatVector y0 = FloatVector.zero(S);
    FloatVector y1 = FloatVector.zero(S);
    FloatVector y2 = FloatVector.zero(S);
    FloatVector y3 = FloatVector.zero(S);
    FloatVector y4 = FloatVector.zero(S);
    FloatVector y5 = FloatVector.zero(S);
    for (int i = from; i < to; i += STEP) {
      FloatVector u = FloatVector.fromArray(S, a, x + i);
      FloatVector v = FloatVector.fromArray(S, a, y + i);
      FloatVector p0 = FloatVector.fromArray(S, a, o0 + i);
      x0 = u.fma(p0, x0);
      y0 = v.fma(p0, y0);
      FloatVector p1 = FloatVector.fromArray(S, a, o1 + i);
      x1 = u.fma(p1, x1);
      y1 = v.fma(p1, y1);
      FloatVector p2 = FloatVector.fromArray(S, a, o2 + i);
      x2 = u.fma(p2, x2);
      y2 = v.fma(p2, y2);
      FloatVector p3 = FloatVector.fromArray(S, a, o3 + i);
      x3 = u.fma(p3, x3);
      y3 = v.fma(p3, y3);
      FloatVector p4 = FloatVector.fromArray(S, a, o4 + i);
      x4 = u.fma(p4, x4);
      y4 = v.fma(p4, y4);
      FloatVector p5 = FloatVector.fromArray(S, a, o5 + i);
      x5 = u.fma(p5, x5);
      y5 = v.fma(p5, y5);
    }
    x0.intoArray(lanes, at);
    x1.intoArray(lanes, at + 1 * STEP);
    x2.intoArray(lanes, at + 2 * STEP);
    x3.intoArray(lanes, at + 3 * STEP);
    x4.intoArray(lanes, at + 4 * STEP);
    x5.intoArray(lanes, at + 5 * STEP);
    y0.intoArray(lanes, at + 8 * STEP);
    y1.intoArray(lanes, at + 9 * STEP);
    y2.intoArray(lanes, at + 10 * STEP);
    y3.intoArray(lanes, at + 11 * STEP);
    y4.intoArray(lanes, at + 12 * STEP);
    y5.intoArray(lanes, at + 13 * STEP);
  }

  /** Partial sums of the products of vertex rows with one another, in 8 of the 16 lanes. */
  private static void multiplyBetween(
      float[] a, int from, int to, int x0, int x1, int x2, int x3, float[] lanes) {
    FloatVector a10 = FloatVector.zero(S);
    FloatVector a20 = FloatVector.zero(S);
    FloatVector a21 = FloatVector.zero(S);
    FloatVector a30 = FloatVector.zero(S);
    FloatVector a31 = FloatVector.zero(S);
    FloatVector a32 = FloatVector.zero(S);
    for (int i = from; i < to; i += STEP) {
      FloatVector v0 = FloatVector.fromArray(S, a, x0 + i);
      FloatVector v1 = FloatVector.fromArray(S, a, x1 + i);
      FloatVector v2 = FloatVector.fromArray(S, a, x2 + i);
      FloatVector v3 = FloatVector.fromArray(S, a, x3 + i);
      a10 = v1.fma(v0, a10);
      a20 = v2.fma(v0, a20);
      a21 = v2.fma(v1, a21);
      a30 = v3.fma(v0, a30);
      a31 = v3.fma(v1, a31);
      a32 = v3.fma(v2, a32);
    }
    a10.intoArray(lanes, Block.sumBetween(1, 0) + from);
    a20.intoArray(lanes, Block.sumBetween(2, 0) + from);
    a21.intoArray(lanes, Block.sumBetween(2, 1) + from);
    a30.intoArray(lanes, Block.sumBetween(3, 0) + from);
    a31.intoArray(lanes, Block.sumBetween(3, 1) + from);
    a32.intoArray(lanes, Block.sumBetween(3, 2) + from);
  }

  /**
   * The products of so many vertex rows: each the sum of 16 lanes, l with l+8, then l+4, l+2, l+1; those of even number
   * in the lower 8 lanes, of odd number in the upper. A level takes two vectors to one that has, in lanes without bit
   * h, the sum of the first's halves, in those with it the second's; addition commutes, so the swap changes no bit.
   */
  private static void add(float[] lanes, int rows) {
    for (int half = 0; half < 2 * rows; half++) {
      int at = Block.sum(half >> 1, half & 1);
      FloatVector s0 = FloatVector.fromArray(S, lanes, at)
          .add(FloatVector.fromArray(S, lanes, at + LANES));
      FloatVector s2 = FloatVector.fromArray(S, lanes, at + 2 * STEP)
          .add(FloatVector.fromArray(S, lanes, at + 2 * STEP + LANES));
      FloatVector s4 = FloatVector.fromArray(S, lanes, at + 4 * STEP)
          .add(FloatVector.fromArray(S, lanes, at + 4 * STEP + LANES));
      FloatVector s6 = FloatVector.fromArray(S, lanes, at + 6 * STEP)
          .add(FloatVector.fromArray(S, lanes, at + 6 * STEP + LANES));
      FloatVector s02 = s0.blend(s2, MASK4).add(s2.blend(s0, MASK4).rearrange(SWAP4));
      FloatVector s46 = s4.blend(s6, MASK4).add(s6.blend(s4, MASK4).rearrange(SWAP4));
      FloatVector s = s02.blend(s46, MASK2).add(s46.blend(s02, MASK2).rearrange(SWAP2));
      s.add(s.rearrange(SWAP1)).intoArray(lanes, Block.PRODUCTS + half * LANES);
    }
  }

  /** Products to gradients, one vertex row after the other. */
  private static void gradients(Block block) {
    float[] lanes = block.lanes;
    int count = block.count();
    for (int half = 0; half < 2 * count; half++) {
      int c = half >> 1;
      int lane = (half & 1) * LANES;
      FloatVector x = FloatVector.fromArray(S, lanes, Block.PRODUCTS + half * LANES);
      for (int e = 0; e < c; e++) {
        FloatVector between = FloatVector.broadcast(S, lanes[Block.between(c, e)]);
        x = FloatVector.fromArray(S, lanes, Block.GRADIENTS + e * STEP + lane).fma(between, x);
      }
      FloatVector s = x.mul(x);
      FloatVector s2 = s.mul(s);
      FloatVector low01 = FloatVector.broadcast(S, Sigmoid.C1).fma(s, FloatVector.broadcast(S, Sigmoid.C0));
      FloatVector low23 = FloatVector.broadcast(S, Sigmoid.C3).fma(s, FloatVector.broadcast(S, Sigmoid.C2));
      FloatVector high45 = FloatVector.broadcast(S, Sigmoid.C5).fma(s, FloatVector.broadcast(S, Sigmoid.C4));
      FloatVector high67 = FloatVector.broadcast(S, Sigmoid.C7).fma(s, FloatVector.broadcast(S, Sigmoid.C6));
      FloatVector p = s2.mul(s2).fma(s2.fma(high67, high45), s2.fma(low23, low01));
      VectorMask<Float> settled = s.compare(VectorOperators.GE, Sigmoid.LIMIT_SQUARED);
      FloatVector residual = x.fma(p, FloatVector.fromArray(S, lanes, Block.TARGETS + lane)).blend(0f, settled);
      residual.mul(FloatVector.fromArray(S, lanes, Block.WEIGHTS + lane)).intoArray(lanes, Block.GRADIENTS + half * LANES);
    }
  }

  /** Moves a vertex row and the outputs by the gradients at {@code at}. */
  private static void move(
      float[] a, int stride, int x, int o0, int o1, int o2, int o3, int o4, int o5, float[] lanes, int at) {
    FloatVector g0 = FloatVector.broadcast(S, lanes[at]);
    FloatVector g1 = FloatVector.broadcast(S, lanes[at + 8]);
    FloatVector g2 = FloatVector.broadcast(S, lanes[at + 4]);
    FloatVector g3 = FloatVector.broadcast(S, lanes[at + 12]);
    FloatVector g4 = FloatVector.broadcast(S, lanes[at + 2]);
    FloatVector g5 = FloatVector.broadcast(S, lanes[at + 10]);
    for (int i = 0; i < stride; i += LANES) {
      FloatVector u = FloatVector.fromArray(S, a, x + i);
      FloatVector p0 = FloatVector.fromArray(S, a, o0 + i);
      FloatVector p1 = FloatVector.fromArray(S, a, o1 + i);
      FloatVector p2 = FloatVector.fromArray(S, a, o2 + i);
      FloatVector p3 = FloatVector.fromArray(S, a, o3 + i);
      FloatVector p4 = FloatVector.fromArray(S, a, o4 + i);
      FloatVector p5 = FloatVector.fromArray(S, a, o5 + i);
      FloatVector w = g2.fma(p2, g1.fma(p1, g0.fma(p0, u)));
      g5.fma(p5, g4.fma(p4, g3.fma(p3, w))).intoArray(a, x + i);
      g0.fma(u, p0).intoArray(a, o0 + i);
      g1.fma(u, p1).intoArray(a, o1 + i);
      g2.fma(u, p2).intoArray(a, o2 + i);
      g3.fma(u, p3).intoArray(a, o3 + i);
      g4.fma(u, p4).intoArray(a, o4 + i);
      g5.fma(u, p5).intoArray(a, o5 + i);
    }
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
}
