package io.strider.simulation.generate;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.random.Purpose;
import java.io.IOException;

/**
 * A stochastic block model (Holland, Laskey, Leinhardt 1983) with equal blocks: every pair is an edge by itself, with one
 * probability inside a block and another between blocks, set so that a vertex of a block of n/k has the expected degree,
 * of which the mixing share leaves its block. Blocks are ranges of ids, of sizes that differ by at most one. Pairs are not
 * tried one by one: the gap to the next edge of a row is drawn (Batagelj, Brandes, Phys. Rev. E 71, 2005). Edges come in
 * ascending order, a row inside its block before the rest. Memory: constant.
 *
 * @param vertices n
 * @param blocks k, 1 to n/2
 * @param expectedDegree of a vertex
 * @param mixing expected share of a vertex's edges that lead to other blocks, 0 to 1; 0 for a single block
 * @param seed of every choice
 */
public record StochasticBlockModel(int vertices, int blocks, double expectedDegree, double mixing, long seed)
    implements EdgeGenerator {

  /** Checks every range. */
  public StochasticBlockModel {
    Check.require(vertices >= 2, "vertices", vertices, "at least 2");
    Check.require(blocks >= 1 && blocks <= vertices / 2, "blocks", blocks, "1 to half the vertices");
    Check.require(expectedDegree > 0, "expected degree", expectedDegree, "above 0");
    boolean mixes = mixing >= 0 && mixing <= (blocks == 1 ? 0 : 1);
    Check.require(mixes, "mixing", mixing, blocks == 1 ? "0, since there is one block" : "0 to 1");
    double most = maxExpectedDegree(vertices, blocks, mixing);
    Check.require(expectedDegree <= most, "expected degree", expectedDegree, "at most " + most + ", which takes every pair");
  }

  /** The expected degree at which every pair inside a block, or every pair between blocks, is an edge. */
  public static double maxExpectedDegree(int vertices, int blocks, double mixing) {
    double block = (double) vertices / blocks;
    double inside = (block - 1) / (1 - mixing);
    return blocks == 1 ? inside : Math.min(inside, (vertices - block) / mixing);
  }

  @Override
  public int vertexCount() {
    return vertices;
  }

  /** n × degree / 2: the expected number. */
  @Override
  public long plannedEdges() {
    return Math.round(vertices * expectedDegree / 2);
  }

  /** The block of a vertex, 0 to k − 1. */
  public int blockOf(int vertex) {
    return (int) (((long) vertex * blocks + blocks - 1) / vertices);
  }

  /** The probability of an edge inside a block. */
  double insideProbability() {
    return (1 - mixing) * expectedDegree / ((double) vertices / blocks - 1);
  }

  /** The probability of an edge between blocks. */
  double betweenProbability() {
    return blocks == 1 ? 0 : mixing * expectedDegree / (vertices - (double) vertices / blocks);
  }

  @Override
  public void emit(EdgeSink sink, Cancellation cancellation) throws IOException {
    long key = CounterRandom.key(seed, Purpose.GENERATOR);
    EdgeBuffer buffer = new EdgeBuffer(sink, cancellation);
    Gaps inside = new Gaps(insideProbability());
    Gaps between = new Gaps(betweenProbability());
    for (int u = 0; u < vertices; u++) {
      int blockEnd = firstOf(blockOf(u) + 1);
      long stream = CounterRandom.stream(key, u);
      emitRow(u, u + 1, blockEnd, inside, CounterRandom.stream(stream, 0), buffer);
      emitRow(u, blockEnd, vertices, between, CounterRandom.stream(stream, 1), buffer);
    }
    buffer.flush();
  }

  /** The first vertex of a block; of block k, the number of vertices. */
  private int firstOf(int block) {
    return (int) ((long) block * vertices / blocks);
  }

  private static void emitRow(int u, int from, int to, Gaps gaps, long stream, EdgeBuffer buffer) throws IOException {
    long at = from - 1L;
    for (int draw = 0; ; draw++) {
      at += 1 + gaps.next(CounterRandom.draw(stream, draw));
      if (at >= to) {
        return;
      }
      buffer.add(u, (int) at);
    }
  }

  /** Failures before the next success of independent trials: the geometric distribution, by inversion. */
  private static final class Gaps {

    private static final long FAR = 1L << 40;

    private final double probability;
    private final double logOfFailure;

    Gaps(double probability) {
      this.probability = probability;
      this.logOfFailure = StrictMath.log1p(-probability);
    }

    long next(long bits) {
      if (probability <= 0) {
        return FAR;
      }
      if (probability >= 1) {
        return 0;
      }
      double gap = StrictMath.log(1 - CounterRandom.unit(bits)) / logOfFailure;
      return gap < FAR ? (long) gap : FAR;
    }
  }
}
