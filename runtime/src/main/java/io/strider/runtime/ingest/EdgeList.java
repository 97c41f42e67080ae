package io.strider.runtime.ingest;

import io.strider.runtime.common.LimitException;
import io.strider.runtime.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Edges between provisional vertices in the order of the input: 8 bytes each, 16 with a weight, in chunks that can be
 * freed one by one while they are read for the last time. Not thread-safe.
 */
final class EdgeList {

  /** Edges in a chunk. */
  static final int CHUNK_EDGES = 1 << 16;

  /** Chunk by chunk: the pairs, {@code from << 32 | to}, and the weights or null. */
  @FunctionalInterface
  interface ChunkReader {
    void read(long[] pairs, double @Nullable [] weights, int count);
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

  /** Reads all chunks in order. */
  void forEach(ChunkReader reader) {
    read(reader, false);
  }

  /** Reads all chunks in order and frees each right after; the list is empty then. */
  void drain(ChunkReader reader) {
    pairs = new long[0];
    weights = new double[0];
    read(reader, true);
    pairChunks.clear();
    weightChunks.clear();
  }

  private void read(ChunkReader reader, boolean free) {
    int chunks = pairChunks.size();
    for (int c = 0; c < chunks; c++) {
      long[] chunk = pairChunks.get(c);
      if (chunk != null) {
        reader.read(chunk, weighted ? weightChunks.get(c) : null, c == chunks - 1 ? used : CHUNK_EDGES);
      }
      if (free) {
        pairChunks.set(c, null);
        if (weighted) {
          weightChunks.set(c, null);
        }
      }
    }
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
