package io.strider.runtime.ingest;

import io.strider.runtime.common.LimitException;
import io.strider.runtime.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Edges between provisional vertices in the order of the input: 8 bytes each, 16 with a weight, in chunks that can be
 * freed one by one while they are read for the last time: first the pairs, then the weights. Not thread-safe.
 */
final class EdgeList {

  /** Edges in a chunk. */
  static final int CHUNK_EDGES = 1 << 16;

  /** Chunk by chunk: the pairs, {@code from << 32 | to}. */
  @FunctionalInterface
  interface PairReader {
    void read(long[] pairs, int count);
  }

  /** Chunk by chunk: the weights. */
  @FunctionalInterface
  interface WeightReader {
    void read(double[] weights, int count);
  }

  private final boolean directed;
  private final long maxArcs;
  private final List<long @Nullable []> pairChunks = new ArrayList<>();
  private final List<double @Nullable []> weightChunks = new ArrayList<>();
  private final boolean weighted;
  private long[] pairs = new long[0];
  private double[] weights = new double[0];
  private int used;
  private long arcs;

  EdgeList(boolean directed, boolean weighted, long maxArcs) {
    this.directed = directed;
    this.weighted = weighted;
    this.maxArcs = maxArcs;
  }

  boolean directed() {
    return directed;
  }

  boolean weighted() {
    return weighted;
  }

  long size() {
    return pairChunks.isEmpty() ? 0 : (pairChunks.size() - 1L) * CHUNK_EDGES + used;
  }

  /** Row entries before merging: one an edge when directed or a self-loop, else two. */
  long arcs() {
    return arcs;
  }

  void add(int from, int to, double weight) {
    if (used == pairs.length) {
      grow();
    }
    if (weighted) {
      weights[used] = weight;
    }
    pairs[used++] = (long) from << 32 | to;
    arcs += directed || from == to ? 1 : 2;
  }

  /**
   * Checks the size.
   *
   * @throws LimitException when the rows would be too long for one slab
   */
  void checkArcs() {
    if (arcs > maxArcs) {
      throw new LimitException(
          "one graph holds at most " + maxArcs + " arcs before duplicates are merged (Graph.MAX_ARCS = "
              + Graph.MAX_ARCS + "), and the input has at least " + arcs
              + "; an undirected edge needs two: remove duplicates or split the graph");
    }
  }

  /** Reads all pairs in order. */
  void forEachPairs(PairReader reader) {
    for (int c = 0; c < pairChunks.size(); c++) {
      long[] chunk = pairChunks.get(c);
      if (chunk != null) {
        reader.read(chunk, count(c));
      }
    }
  }

  /** Reads all pairs in order and frees each chunk right after; they cannot be read again. */
  void drainPairs(PairReader reader) {
    pairs = new long[0];
    for (int c = 0; c < pairChunks.size(); c++) {
      long[] chunk = pairChunks.get(c);
      if (chunk != null) {
        reader.read(chunk, count(c));
      }
      pairChunks.set(c, null);
    }
  }

  /** Reads the weights, if there are any, in the same chunks as the pairs, and frees each right after. */
  void drainWeights(WeightReader reader) {
    weights = new double[0];
    for (int c = 0; c < weightChunks.size(); c++) {
      double[] chunk = weightChunks.get(c);
      if (chunk != null) {
        reader.read(chunk, count(c));
      }
      weightChunks.set(c, null);
    }
  }

  private int count(int chunk) {
    return chunk == pairChunks.size() - 1 ? used : CHUNK_EDGES;
  }

  private void grow() {
    checkArcs();
    pairs = new long[CHUNK_EDGES];
    pairChunks.add(pairs);
    if (weighted) {
      weights = new double[CHUNK_EDGES];
      weightChunks.add(weights);
    }
    used = 0;
  }
}
