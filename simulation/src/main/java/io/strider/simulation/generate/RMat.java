package io.strider.simulation.generate;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.random.Purpose;
import java.io.IOException;
import java.util.Arrays;

/**
 * R-MAT (Chakrabarti, Zhan, Faloutsos, SDM 2004) with the parameters of Graph500: each of 2<sup>scale</sup> ×
 * edgeFactor draws falls through {@code scale} levels of the adjacency matrix into a quadrant with probabilities a, b, c, d.
 * Loops and repeated edges are dropped, directions forgotten, ids permuted. Edges come in ascending order. Memory: 8
 * bytes a draw, so 134 MB at scale 20 with edge factor 16.
 *
 * @param scale the number of vertices is 2 to this power; 1 to 30
 * @param edgeFactor draws a vertex, 1 to 1,024
 * @param a probability of the upper left quadrant
 * @param b of the upper right
 * @param c of the lower left; d, of the lower right, is what is left to 1
 * @param seed of every choice
 */
public record RMat(int scale, int edgeFactor, double a, double b, double c, long seed) implements EdgeGenerator {

  /** The largest {@link #scale}. */
  public static final int MAX_SCALE = 30;

  /** The largest {@link #edgeFactor}. */
  public static final int MAX_EDGE_FACTOR = 1024;

  private static final long PERMUTATION_STREAM = 0;
  private static final long EDGE_STREAM = 1;
  private static final double TWO_TO_32 = 0x1p32;

  /** Checks every range. */
  public RMat {
    Check.require(scale >= 1 && scale <= MAX_SCALE, "scale", scale, "1 to " + MAX_SCALE);
    boolean fits = edgeFactor >= 1 && edgeFactor <= MAX_EDGE_FACTOR;
    Check.require(fits, "edge factor", edgeFactor, "1 to " + MAX_EDGE_FACTOR);
    boolean valid = areQuadrants(a, b, c);
    Check.require(valid, "quadrant probabilities", a + ", " + b + ", " + c, "not negative, with a sum of at most 1");
    Check.requireMemoryFor((long) edgeFactor << scale);
  }

  /** Whether three numbers leave a probability for the fourth quadrant. */
  public static boolean areQuadrants(double a, double b, double c) {
    return a >= 0 && b >= 0 && c >= 0 && a + b + c <= 1;
  }

  /** The quadrants of Graph500: 0.57, 0.19, 0.19, 0.05. */
  public static RMat graph500(int scale, int edgeFactor, long seed) {
    return new RMat(scale, edgeFactor, 0.57, 0.19, 0.19, seed);
  }

  @Override
  public int vertexCount() {
    return 1 << scale;
  }

  /** The draws: an upper bound of the edges. */
  @Override
  public long plannedEdges() {
    return (long) edgeFactor << scale;
  }

  @Override
  public void emit(EdgeSink sink, Cancellation cancellation) throws IOException {
    long key = CounterRandom.key(seed, Purpose.GENERATOR);
    VertexPermutation permutation = new VertexPermutation(scale, CounterRandom.stream(key, PERMUTATION_STREAM));
    Quadrants quadrants = quadrants();
    long[] edges = new long[(int) plannedEdges()];
    Pairs.fill(
        edges,
        0,
        edges.length,
        0,
        draw -> {
          long cell = quadrants.cell(draw);
          return Pairs.pack(permutation.apply((int) (cell >>> 32)), permutation.apply((int) cell));
        },
        cancellation);
    Arrays.sort(edges);
    Pairs.send(edges, Pairs.distinct(edges, edges.length), sink, cancellation);
  }

  /** The cells that edges are drawn from, before ids are permuted. */
  Quadrants quadrants() {
    long stream = CounterRandom.stream(CounterRandom.key(seed, Purpose.GENERATOR), EDGE_STREAM);
    return new Quadrants(
        scale, (long) (a * TWO_TO_32), (long) ((a + b) * TWO_TO_32), (long) ((a + b + c) * TWO_TO_32), stream);
  }

  /** Draws cells of the matrix; a level takes 32 random bits, which a quadrant's probability is rounded to. */
  record Quadrants(int scale, long upperLeft, long upper, long allButLowerRight, long stream) {

    /** Row in the upper 32 bits, column in the lower. */
    long cell(long draw) {
      long drawStream = CounterRandom.stream(stream, draw);
      long bits = 0;
      long cell = 0;
      for (int level = 0; level < scale; level++) {
        bits = (level & 1) == 0 ? CounterRandom.draw(drawStream, level) : bits >>> 32;
        long x = bits & 0xFFFFFFFFL;
        long lower = (upper - 1 - x) >>> 63;
        long inUpperLeft = (x - upperLeft) >>> 63;
        long inLowerRight = (allButLowerRight - 1 - x) >>> 63;
        long right = ((lower ^ 1) & (inUpperLeft ^ 1)) | inLowerRight;
        cell = cell << 1 | lower << 32 | right;
      }
      return cell;
    }
  }
}
