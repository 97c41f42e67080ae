package io.strider.runtime.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The block step on vectors of 8 floats, for processors whose widest vectors that the JIT uses have 256 bits. Products
 * are taken in passes over the lower and the upper 8 of the 16 virtual lanes and over two outputs, and rows are moved by
 * twos: more would not fit 16 registers. Two-vector permutations are not compiled to instructions there, so the tree blends and
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
    multiply(floats, stride, x[0], x[1], x[2], x[3], o, lanes);
    multiplyBetween(floats, stride, x[0], x[1], x[2], x[3], lanes);
    add(lanes, 2 * pairs);
    gradients(block);
    int c = 0;
    for (; c + 1 < block.count(); c += 2) {
      int at = Block.GRADIENTS + c * STEP;
      move(floats, stride, x[c], x[c + 1], o[0], o[1], o[2], o[3], o[4], o[5], lanes, at);
    }
    if (c < block.count()) {
      move(floats, stride, x[c], o[0], o[1], o[2], o[3], o[4], o[5], lanes, Block.GRADIENTS + c * STEP);
    }
  }

  /**
   * Partial sums of the products of four vertex rows with the outputs. Eight sums and the six vectors that go into them are as
   * many as 16 registers take whatever order the JIT loads them in; of twelve it kept four in memory.
   */
  private static void multiply(float[] a, int to, int x0, int x1, int x2, int x3, int[] o, float[] lanes) {
    for (int half = 0; half < STEP; half += LANES) {
      for (int d = 0; d < Block.OUTPUTS; d += 2) {
        int y0 = o[d];
        int y1 = o[d + 1];
        FloatVector s00 = FloatVector.zero(S);
        FloatVector s01 = FloatVector.zero(S);
        FloatVector s10 = FloatVector.zero(S);
        FloatVector s11 = FloatVector.zero(S);
        FloatVector s20 = FloatVector.zero(S);
        FloatVector s21 = FloatVector.zero(S);
        FloatVector s30 = FloatVector.zero(S);
        FloatVector s31 = FloatVector.zero(S);
        for (int i = half; i < to; i += STEP) {
          FloatVector u0 = FloatVector.fromArray(S, a, x0 + i);
          FloatVector u1 = FloatVector.fromArray(S, a, x1 + i);
          FloatVector u2 = FloatVector.fromArray(S, a, x2 + i);
          FloatVector u3 = FloatVector.fromArray(S, a, x3 + i);
          FloatVector p0 = FloatVector.fromArray(S, a, y0 + i);
          s00 = u0.fma(p0, s00);
          s10 = u1.fma(p0, s10);
          s20 = u2.fma(p0, s20);
          s30 = u3.fma(p0, s30);
          FloatVector p1 = FloatVector.fromArray(S, a, y1 + i);
          s01 = u0.fma(p1, s01);
          s11 = u1.fma(p1, s11);
          s21 = u2.fma(p1, s21);
          s31 = u3.fma(p1, s31);
        }
        int at = half + d * STEP;
        s00.intoArray(lanes, Block.sum(0, 0) + at);
        s01.intoArray(lanes, Block.sum(0, 1) + at);
        s10.intoArray(lanes, Block.sum(1, 0) + at);
        s11.intoArray(lanes, Block.sum(1, 1) + at);
        s20.intoArray(lanes, Block.sum(2, 0) + at);
        s21.intoArray(lanes, Block.sum(2, 1) + at);
        s30.intoArray(lanes, Block.sum(3, 0) + at);
        s31.intoArray(lanes, Block.sum(3, 1) + at);
      }
    }
  }

  /** Partial sums of the products of vertex rows with one another. */
  private static void multiplyBetween(float[] a, int to, int x0, int x1, int x2, int x3, float[] lanes) {
    for (int half = 0; half < STEP; half += LANES) {
      FloatVector a10 = FloatVector.zero(S);
      FloatVector a20 = FloatVector.zero(S);
      FloatVector a21 = FloatVector.zero(S);
      FloatVector a30 = FloatVector.zero(S);
      FloatVector a31 = FloatVector.zero(S);
      FloatVector a32 = FloatVector.zero(S);
      for (int i = half; i < to; i += STEP) {
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
      a10.intoArray(lanes, Block.sumBetween(1, 0) + half);
      a20.intoArray(lanes, Block.sumBetween(2, 0) + half);
      a21.intoArray(lanes, Block.sumBetween(2, 1) + half);
      a30.intoArray(lanes, Block.sumBetween(3, 0) + half);
      a31.intoArray(lanes, Block.sumBetween(3, 1) + half);
      a32.intoArray(lanes, Block.sumBetween(3, 2) + half);
    }
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

  /** Moves two vertex rows, one after the other, and the outputs by the gradients at {@code at}. */
  private static void move(
      float[] a,
      int stride,
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
    FloatVector g0 = FloatVector.broadcast(S, lanes[at]);
    FloatVector g1 = FloatVector.broadcast(S, lanes[at + 8]);
    FloatVector g2 = FloatVector.broadcast(S, lanes[at + 4]);
    FloatVector g3 = FloatVector.broadcast(S, lanes[at + 12]);
    FloatVector g4 = FloatVector.broadcast(S, lanes[at + 2]);
    FloatVector g5 = FloatVector.broadcast(S, lanes[at + 10]);
    FloatVector h0 = FloatVector.broadcast(S, lanes[at + STEP]);
    FloatVector h1 = FloatVector.broadcast(S, lanes[at + STEP + 8]);
    FloatVector h2 = FloatVector.broadcast(S, lanes[at + STEP + 4]);
    FloatVector h3 = FloatVector.broadcast(S, lanes[at + STEP + 12]);
    FloatVector h4 = FloatVector.broadcast(S, lanes[at + STEP + 2]);
    FloatVector h5 = FloatVector.broadcast(S, lanes[at + STEP + 10]);
    for (int i = 0; i < stride; i += LANES) {
      FloatVector u = FloatVector.fromArray(S, a, x + i);
      FloatVector v = FloatVector.fromArray(S, a, y + i);
      FloatVector w = u;
      FloatVector z = v;
      FloatVector p0 = FloatVector.fromArray(S, a, o0 + i);
      w = g0.fma(p0, w);
      p0 = g0.fma(u, p0);
      z = h0.fma(p0, z);
      h0.fma(v, p0).intoArray(a, o0 + i);
      FloatVector p1 = FloatVector.fromArray(S, a, o1 + i);
      w = g1.fma(p1, w);
      p1 = g1.fma(u, p1);
      z = h1.fma(p1, z);
      h1.fma(v, p1).intoArray(a, o1 + i);
      FloatVector p2 = FloatVector.fromArray(S, a, o2 + i);
      w = g2.fma(p2, w);
      p2 = g2.fma(u, p2);
      z = h2.fma(p2, z);
      h2.fma(v, p2).intoArray(a, o2 + i);
      FloatVector p3 = FloatVector.fromArray(S, a, o3 + i);
      w = g3.fma(p3, w);
      p3 = g3.fma(u, p3);
      z = h3.fma(p3, z);
      h3.fma(v, p3).intoArray(a, o3 + i);
      FloatVector p4 = FloatVector.fromArray(S, a, o4 + i);
      w = g4.fma(p4, w);
      p4 = g4.fma(u, p4);
      z = h4.fma(p4, z);
      h4.fma(v, p4).intoArray(a, o4 + i);
      FloatVector p5 = FloatVector.fromArray(S, a, o5 + i);
      w = g5.fma(p5, w);
      p5 = g5.fma(u, p5);
      z = h5.fma(p5, z);
      h5.fma(v, p5).intoArray(a, o5 + i);
      w.intoArray(a, x + i);
      z.intoArray(a, y + i);
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
