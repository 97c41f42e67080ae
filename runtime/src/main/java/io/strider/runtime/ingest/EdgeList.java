package io.strider.runtime.ingest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Edges between provisional vertices: 8 bytes each, 16 with a weight, in chunks that can be freed one by one while they
 * are read for the last time. Not thread-safe; different chunks may be read and freed by different threads once all are filled.
 */
final class EdgeList {

  /** Edges in a full chunk. */
  static final int CHUNK_EDGES = 1 << 16;

  private static final long[] NO_PAIRS = {};

  /** Some of the edges. */
  static final class Chunk {
    private long[] pairs = new long[CHUNK_EDGES];
    private double @Nullable [] weights;
    private int count;

    private Chunk(boolean weighted) {
      weights = weighted ? new double[CHUNK_EDGES] : null;
    }

    /** Edges in it. */
    int count() {
      return count;
    }

    /** The ends of the first {@link #count} edges: {@code from << 32 | to}. */
    long[] pairs() {
      return pairs;
    }

    /** Their weights, or null. */
    double @Nullable [] weights() {
      return weights;
    }

    /** The ends will not be read again. */
    void freePairs() {
      pairs = NO_PAIRS;
    }

    /** The weights will not be read again. */
    void freeWeights() {
      weights = null;
    }
  }

  private final boolean directed;
  private final boolean weighted;
  private final ArcLimit limit;
  private final List<Chunk> chunks = new ArrayList<>();
  private long size;
  private long arcs;
  private long reportedArcs;
  private @Nullable Chunk last;

  /** An empty list; {@code limit} is told of all row entries, from time to time. */
  EdgeList(boolean directed, boolean weighted, ArcLimit limit) {
    this.directed = directed;
    this.weighted = weighted;
    this.limit = limit;
  }

  boolean directed() {
    return directed;
  }

  boolean weighted() {
    return weighted;
  }

  long size() {
    return size;
  }

  /** Row entries before merging: one an edge when directed or a self-loop, else two. */
  long arcs() {
    return arcs;
  }

  void add(int from, int to, double weight) {
    Chunk chunk = last;
    if (chunk == null || chunk.count == CHUNK_EDGES) {
      chunk = grow();
    }
    if (chunk.weights != null) {
      chunk.weights[chunk.count] = weight;
    }
    chunk.pairs[chunk.count++] = (long) from << 32 | to;
    size++;
    arcs += directed || from == to ? 1 : 2;
  }

  /** Takes over the chunks of another list of the same kind, which nobody may use any more. */
  void absorb(EdgeList other) {
    chunks.addAll(other.chunks);
    last = null;
    size += other.size;
    arcs += other.arcs;
    reportedArcs += other.reportedArcs;
  }

  /**
   * Tells the limit of row entries that it has not heard of.
   *
   * @throws io.strider.runtime.common.LimitException when the rows would be too long for one slab
   */
  void checkArcs() {
    limit.add(arcs - reportedArcs);
    reportedArcs = arcs;
  }

  /** All edges. */
  List<Chunk> chunks() {
    return chunks;
  }

  private Chunk grow() {
    checkArcs();
    last = new Chunk(weighted);
    chunks.add(last);
    return last;
  }
}
