package io.strider.runtime.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The block step on vectors of 16 floats: vertex rows by twos, products and gradients in registers. Six of the sums of
 * a vertex row and two between rows are added pairwise by two-vector permutations: one written tree for all, faster
 * than as many reductions, and an order of additions that no compiler changes (float {@code reduceLanes} has none).
 *
 * <p>No method here takes or returns a vector, and each calls only the JDK's own operations on them, which are always
 * inlined. A helper of our own is not: where its profile says "low call site frequency" the JIT leaves it a call and
 * boxes its vectors, at half the speed and gigabytes of garbage. The long methods are above FreqInlineSize, so each
 * is compiled by itself and stays within the JIT's NodeCountInliningCutoff. The test that kernels allocate nothing
 * guards this.
 */
final class Simd512BlockKernel implements BlockKernel {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_512;
  private static final int LANES = Block.LANES;
  private static final int STEP = LANES;
  private static final VectorMask<Float> UPPER8 = upper(8);
  private static final FloatVector CROSS8 = cross(8);
  private static final VectorMask<Float> UPPER4 = upper(4);
  private static final FloatVector CROSS4 = cross(4);
  private static final VectorMask<Float> UPPER2 = upper(2);
  private static final FloatVector CROSS2 = cross(2);
  private static final VectorMask<Float> UPPER1 = upper(1);
  private static final FloatVector CROSS1 = cross(1);
  private static final FloatVector EVEN_ODD = evenOdd();

  @Override
  public String name() {
    return "simd-512";
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
    multiply(floats, stride, x[0], x[1], o[0], o[1], o[2], o[3], o[4], o[5], lanes, Block.sum(0, 0));
    if (pairs > 1) {
      multiply(floats, stride, x[2], x[3], o[0], o[1], o[2], o[3], o[4], o[5], lanes, Block.sum(2, 0));
      multiplyBetween(floats, stride, x[0], x[1], x[2], x[3], lanes);
    }
    add(lanes, 2 * pairs);
    BlockGradients.of(block, pairs);
    move(floats, stride, x[0], x[1], o[0], o[1], o[2], o[3], o[4], o[5], lanes, Block.GRADIENTS);
    if (pairs > 1) {
      move(floats, stride, x[2], x[3], o[0], o[1], o[2], o[3], o[4], o[5], lanes, Block.GRADIENTS + 2 * Block.ROW_PRODUCTS);
    }
  }

  /** Partial sums of the products of two vertex rows with the outputs and with each other. */
  private static void multiply(
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
    FloatVector xy = FloatVector.zero(S);
    for (int i = 0; i < stride; i += STEP) {
      FloatVector u = FloatVector.fromArray(S, a, x + i);
      FloatVector v = FloatVector.fromArray(S, a, y + i);
      xy = u.fma(v, xy);
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
    x1.intoArray(lanes, at + 1 * LANES);
    x2.intoArray(lanes, at + 2 * LANES);
    x3.intoArray(lanes, at + 3 * LANES);
    x4.intoArray(lanes, at + 4 * LANES);
    x5.intoArray(lanes, at + 5 * LANES);
    y0.intoArray(lanes, at + 8 * LANES);
    y1.intoArray(lanes, at + 9 * LANES);
    y2.intoArray(lanes, at + 10 * LANES);
    y3.intoArray(lanes, at + 11 * LANES);
    y4.intoArray(lanes, at + 12 * LANES);
    y5.intoArray(lanes, at + 13 * LANES);
    xy.intoArray(lanes, at + 14 * LANES);
  }

  /** Partial sums of the products between vertex rows of the first and of the second two. */
  private static void multiplyBetween(float[] a, int stride, int x0, int x1, int x2, int x3, float[] lanes) {
    FloatVector a20 = FloatVector.zero(S);
    FloatVector a21 = FloatVector.zero(S);
    FloatVector a30 = FloatVector.zero(S);
    FloatVector a31 = FloatVector.zero(S);
    for (int i = 0; i < stride; i += STEP) {
      FloatVector v0 = FloatVector.fromArray(S, a, x0 + i);
      FloatVector v1 = FloatVector.fromArray(S, a, x1 + i);
      FloatVector v2 = FloatVector.fromArray(S, a, x2 + i);
      FloatVector v3 = FloatVector.fromArray(S, a, x3 + i);
      a20 = v2.fma(v0, a20);
      a21 = v2.fma(v1, a21);
      a30 = v3.fma(v0, a30);
      a31 = v3.fma(v1, a31);
    }
    a20.intoArray(lanes, Block.sumBetween(2, 0));
    a21.intoArray(lanes, Block.sumBetween(2, 1));
    a30.intoArray(lanes, Block.sumBetween(3, 0));
    a31.intoArray(lanes, Block.sumBetween(3, 1));
  }

  /**
   * The products of so many vertex rows: each the sum of 16 lanes, l with l+8, then l+4, l+2, l+1. A level takes two
   * vectors to one that has, in lanes without bit h, the sum of the first's halves, in those with it the second's: each
   * lane adds what it has itself, by a blend, and what the lane across bit h has, by a permutation. Two permutations
   * would do without the blend, but processors have one port for them. Rows go by twos: the last level has the products
   * of one in even lanes, of the other in odd ones.
   */
  private static void add(float[] lanes, int rows) {
    for (int row = 0; row < rows; row += 2) {
      int at = Block.sum(row, 0);
      FloatVector s0 = FloatVector.fromArray(S, lanes, at + 0 * LANES);
      FloatVector s1 = FloatVector.fromArray(S, lanes, at + 1 * LANES);
      FloatVector s2 = FloatVector.fromArray(S, lanes, at + 2 * LANES);
      FloatVector s3 = FloatVector.fromArray(S, lanes, at + 3 * LANES);
      FloatVector s4 = FloatVector.fromArray(S, lanes, at + 4 * LANES);
      FloatVector s5 = FloatVector.fromArray(S, lanes, at + 5 * LANES);
      FloatVector s6 = FloatVector.fromArray(S, lanes, at + 6 * LANES);
      FloatVector s7 = FloatVector.fromArray(S, lanes, at + 7 * LANES);
      FloatVector s01 = s0.blend(s1, UPPER8).add(CROSS8.selectFrom(s0, s1));
      FloatVector s23 = s2.blend(s3, UPPER8).add(CROSS8.selectFrom(s2, s3));
      FloatVector s45 = s4.blend(s5, UPPER8).add(CROSS8.selectFrom(s4, s5));
      FloatVector s67 = s6.blend(s7, UPPER8).add(CROSS8.selectFrom(s6, s7));
      FloatVector s0123 = s01.blend(s23, UPPER4).add(CROSS4.selectFrom(s01, s23));
      FloatVector s4567 = s45.blend(s67, UPPER4).add(CROSS4.selectFrom(s45, s67));
      FloatVector s = s0123.blend(s4567, UPPER2).add(CROSS2.selectFrom(s0123, s4567));
      FloatVector t0 = FloatVector.fromArray(S, lanes, at + 8 * LANES);
      FloatVector t1 = FloatVector.fromArray(S, lanes, at + 9 * LANES);
      FloatVector t2 = FloatVector.fromArray(S, lanes, at + 10 * LANES);
      FloatVector t3 = FloatVector.fromArray(S, lanes, at + 11 * LANES);
      FloatVector t4 = FloatVector.fromArray(S, lanes, at + 12 * LANES);
      FloatVector t5 = FloatVector.fromArray(S, lanes, at + 13 * LANES);
      FloatVector t6 = FloatVector.fromArray(S, lanes, at + 14 * LANES);
      FloatVector t7 = FloatVector.fromArray(S, lanes, at + 15 * LANES);
      FloatVector t01 = t0.blend(t1, UPPER8).add(CROSS8.selectFrom(t0, t1));
      FloatVector t23 = t2.blend(t3, UPPER8).add(CROSS8.selectFrom(t2, t3));
      FloatVector t45 = t4.blend(t5, UPPER8).add(CROSS8.selectFrom(t4, t5));
      FloatVector t67 = t6.blend(t7, UPPER8).add(CROSS8.selectFrom(t6, t7));
      FloatVector t0123 = t01.blend(t23, UPPER4).add(CROSS4.selectFrom(t01, t23));
      FloatVector t4567 = t45.blend(t67, UPPER4).add(CROSS4.selectFrom(t45, t67));
      FloatVector t = t0123.blend(t4567, UPPER2).add(CROSS2.selectFrom(t0123, t4567));
      FloatVector both = s.blend(t, UPPER1).add(CROSS1.selectFrom(s, t));
      EVEN_ODD.selectFrom(both).intoArray(lanes, Block.PRODUCTS + row * Block.ROW_PRODUCTS);
    }
  }

  /** Moves two vertex rows, and the outputs twice, by the gradients at {@code at}. */
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
    FloatVector h0 = FloatVector.broadcast(S, lanes[at + 8]);
    FloatVector h1 = FloatVector.broadcast(S, lanes[at + 12]);
    FloatVector h2 = FloatVector.broadcast(S, lanes[at + 10]);
    FloatVector h3 = FloatVector.broadcast(S, lanes[at + 14]);
    FloatVector h4 = FloatVector.broadcast(S, lanes[at + 9]);
    FloatVector h5 = FloatVector.broadcast(S, lanes[at + 13]);
    for (int i = 0; i < stride; i += STEP) {
      FloatVector u = FloatVector.fromArray(S, a, x + i);
      FloatVector v = FloatVector.fromArray(S, a, y + i);
      FloatVector p0 = FloatVector.fromArray(S, a, o0 + i);
      FloatVector p1 = FloatVector.fromArray(S, a, o1 + i);
      FloatVector p2 = FloatVector.fromArray(S, a, o2 + i);
      FloatVector p3 = FloatVector.fromArray(S, a, o3 + i);
      FloatVector p4 = FloatVector.fromArray(S, a, o4 + i);
      FloatVector p5 = FloatVector.fromArray(S, a, o5 + i);
      FloatVector w = g2.fma(p2, g1.fma(p1, g0.fma(p0, u)));
      g5.fma(p5, g4.fma(p4, g3.fma(p3, w))).intoArray(a, x + i);
      p0 = g0.fma(u, p0);
      p1 = g1.fma(u, p1);
      p2 = g2.fma(u, p2);
      p3 = g3.fma(u, p3);
      p4 = g4.fma(u, p4);
      p5 = g5.fma(u, p5);
      FloatVector z = h2.fma(p2, h1.fma(p1, h0.fma(p0, v)));
      h5.fma(p5, h4.fma(p4, h3.fma(p3, z))).intoArray(a, y + i);
      h0.fma(v, p0).intoArray(a, o0 + i);
      h1.fma(v, p1).intoArray(a, o1 + i);
      h2.fma(v, p2).intoArray(a, o2 + i);
      h3.fma(v, p3).intoArray(a, o3 + i);
      h4.fma(v, p4).intoArray(a, o4 + i);
      h5.fma(v, p5).intoArray(a, o5 + i);
    }
  }

  /** The lanes with bit h. */
  private static VectorMask<Float> upper(int h) {
    boolean[] upper = new boolean[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      upper[lane] = (lane & h) != 0;
    }
    return VectorMask.fromArray(S, upper, 0);
  }

  /** For each lane the index of the lane across bit h, of the first vector where the bit is clear, else of the second. */
  private static FloatVector cross(int h) {
    float[] index = new float[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      index[lane] = (lane ^ h) + ((lane & h) != 0 ? LANES : 0);
    }
    return FloatVector.fromArray(S, index, 0);
  }

  /** For each lane the index of the lane to take: first the even ones, then the odd ones. */
  private static FloatVector evenOdd() {
    float[] index = new float[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      index[lane] = 2 * lane % LANES + 2 * lane / LANES;
    }
    return FloatVector.fromArray(S, index, 0);
  }
}
