package io.strider.runtime.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
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
  public void train(float[] floats, int stride, Block block) {
    int[] x = block.contexts;
    int[] o = block.outputs;
    float[] lanes = block.lanes;
    int pairs = block.pairs();
    if (pairs > 1) {
      multiply(floats, stride, x[0], x[1], x[2], x[3], o, lanes);
      multiplyBetween(floats, stride, x[0], x[1], x[2], x[3], lanes);
    } else {
      multiply(floats, stride, x[0], x[1], o, lanes);
    }
    add(lanes, 2 * pairs);
    BlockGradients.of(block, pairs);
    move(floats, stride, x[0], x[1], o[0], o[1], o[2], o[3], o[4], o[5], lanes, Block.GRADIENTS);
    if (pairs > 1) {
      move(floats, stride, x[2], x[3], o[0], o[1], o[2], o[3], o[4], o[5], lanes, Block.GRADIENTS + 2 * LANES);
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

  /**
   * Partial sums of the products of two vertex rows with three outputs at a time, and with each other: with either three,
   * for a loop of its own would load the rows once more.
   */
  private static void multiply(float[] a, int to, int x0, int x1, int[] o, float[] lanes) {
    for (int half = 0; half < STEP; half += LANES) {
      for (int d = 0; d < Block.OUTPUTS; d += 3) {
        int y0 = o[d];
        int y1 = o[d + 1];
        int y2 = o[d + 2];
        FloatVector s00 = FloatVector.zero(S);
        FloatVector s01 = FloatVector.zero(S);
        FloatVector s02 = FloatVector.zero(S);
        FloatVector s10 = FloatVector.zero(S);
        FloatVector s11 = FloatVector.zero(S);
        FloatVector s12 = FloatVector.zero(S);
        FloatVector between = FloatVector.zero(S);
        for (int i = half; i < to; i += STEP) {
          FloatVector u0 = FloatVector.fromArray(S, a, x0 + i);
          FloatVector u1 = FloatVector.fromArray(S, a, x1 + i);
          between = u1.fma(u0, between);
          FloatVector p0 = FloatVector.fromArray(S, a, y0 + i);
          s00 = u0.fma(p0, s00);
          s10 = u1.fma(p0, s10);
          FloatVector p1 = FloatVector.fromArray(S, a, y1 + i);
          s01 = u0.fma(p1, s01);
          s11 = u1.fma(p1, s11);
          FloatVector p2 = FloatVector.fromArray(S, a, y2 + i);
          s02 = u0.fma(p2, s02);
          s12 = u1.fma(p2, s12);
        }
        int at = half + d * STEP;
        s00.intoArray(lanes, Block.sum(0, 0) + at);
        s01.intoArray(lanes, Block.sum(0, 1) + at);
        s02.intoArray(lanes, Block.sum(0, 2) + at);
        s10.intoArray(lanes, Block.sum(1, 0) + at);
        s11.intoArray(lanes, Block.sum(1, 1) + at);
        s12.intoArray(lanes, Block.sum(1, 2) + at);
        between.intoArray(lanes, Block.sumBetween(1, 0) + half);
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
   * The products of so many vertex rows: each the sum of 16 lanes, l with l+8, then l+4, l+2, l+1. A level takes two
   * vectors to one that has, in lanes without bit h, the sum of the first's halves, in those with it the second's, so that
   * eight products end in one vector; addition commutes, so the swap changes no bit.
   */
  private static void add(float[] lanes, int rows) {
    for (int row = 0; row < rows; row++) {
      int at = Block.sum(row, 0);
      FloatVector s0 = FloatVector.fromArray(S, lanes, at).add(FloatVector.fromArray(S, lanes, at + LANES));
      FloatVector s1 = FloatVector.fromArray(S, lanes, at + STEP).add(FloatVector.fromArray(S, lanes, at + STEP + LANES));
      FloatVector s2 = FloatVector.fromArray(S, lanes, at + 2 * STEP).add(FloatVector.fromArray(S, lanes, at + 2 * STEP + LANES));
      FloatVector s3 = FloatVector.fromArray(S, lanes, at + 3 * STEP).add(FloatVector.fromArray(S, lanes, at + 3 * STEP + LANES));
      FloatVector s4 = FloatVector.fromArray(S, lanes, at + 4 * STEP).add(FloatVector.fromArray(S, lanes, at + 4 * STEP + LANES));
      FloatVector s5 = FloatVector.fromArray(S, lanes, at + 5 * STEP).add(FloatVector.fromArray(S, lanes, at + 5 * STEP + LANES));
      FloatVector s6 = FloatVector.fromArray(S, lanes, at + 6 * STEP).add(FloatVector.fromArray(S, lanes, at + 6 * STEP + LANES));
      FloatVector s7 = FloatVector.fromArray(S, lanes, at + 7 * STEP).add(FloatVector.fromArray(S, lanes, at + 7 * STEP + LANES));
      FloatVector s01 = s0.blend(s1, MASK4).add(s1.blend(s0, MASK4).rearrange(SWAP4));
      FloatVector s23 = s2.blend(s3, MASK4).add(s3.blend(s2, MASK4).rearrange(SWAP4));
      FloatVector s45 = s4.blend(s5, MASK4).add(s5.blend(s4, MASK4).rearrange(SWAP4));
      FloatVector s67 = s6.blend(s7, MASK4).add(s7.blend(s6, MASK4).rearrange(SWAP4));
      FloatVector s0123 = s01.blend(s23, MASK2).add(s23.blend(s01, MASK2).rearrange(SWAP2));
      FloatVector s4567 = s45.blend(s67, MASK2).add(s67.blend(s45, MASK2).rearrange(SWAP2));
      s0123.blend(s4567, MASK1).add(s4567.blend(s0123, MASK1).rearrange(SWAP1)).intoArray(lanes, Block.PRODUCTS + row * LANES);
    }
  }

  /** Moves two vertex rows, one after the other, and the outputs by the gradients at {code at}. */
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
    FloatVector g1 = FloatVector.broadcast(S, lanes[at + 4]);
    FloatVector g2 = FloatVector.broadcast(S, lanes[at + 2]);
    FloatVector g3 = FloatVector.broadcast(S, lanes[at + 6]);
    FloatVector g4 = FloatVector.broadcast(S, lanes[at + 1]);
    FloatVector g5 = FloatVector.broadcast(S, lanes[at + 5]);
    FloatVector h0 = FloatVector.broadcast(S, lanes[at + LANES]);
    FloatVector h1 = FloatVector.broadcast(S, lanes[at + LANES + 4]);
    FloatVector h2 = FloatVector.broadcast(S, lanes[at + LANES + 2]);
    FloatVector h3 = FloatVector.broadcast(S, lanes[at + LANES + 6]);
    FloatVector h4 = FloatVector.broadcast(S, lanes[at + LANES + 1]);
    FloatVector h5 = FloatVector.broadcast(S, lanes[at + LANES + 5]);
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
