package io.strider.runtime.ingest;

import io.strider.runtime.common.WorkerPool;

/**
 * Row lengths and degrees of all vertices. Every worker looks at all edges and counts the ends that it owns, by groups of
 * vertices whose counts fill a cache line, so that no two write to the same one.
 *
 * @param rows entries of each vertex's row
 * @param degrees the same array when undirected; else rows plus how often a vertex is a target
 */
@SuppressWarnings("ArrayRecordComponent") // two columns that are read once; never compared
record VertexDegrees(int[] rows, int[] degrees) {

  private static final int GROUP_BITS = 4;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final int BLOCK = 1 << 10;

  /**
   * Of edges between provisional vertices, each time they come.
   *
   * @param vertices how many there are
   */
  static VertexDegrees of(EdgeList edges, int vertices, WorkerPool pool, IngestProgress.Step step) {
    int[] rows = new int[vertices];
    int[] degrees = edges.directed() ? new int[vertices] : rows;
    pool.forEachSlice(
        pool.threads(),
        (worker, from, to) -> {
          Counter counter = new Counter(worker, pool.threads());
          for (int number = 0; number < edges.chunks().size(); number++) {
            step.check(number, edges.chunks().size());
            counter.count(edges.chunks().get(number), edges.directed(), rows, degrees);
          }
        });
    return new VertexDegrees(rows, degrees);
  }

  /** Of merged rows, by id. */
  static VertexDegrees of(MergedRows merged, boolean directed) {
    int[] rows = new int[merged.vertexCount()];
    for (int id = 0; id < rows.length; id++) {
      rows[id] = merged.end(id) - merged.begin(id);
    }
    if (!directed) {
      return new VertexDegrees(rows, rows);
    }
    int[] degrees = rows.clone();
    int[] targets = merged.targets();
    for (int id = 0; id < rows.length; id++) {
      for (int i = merged.begin(id); i < merged.end(id); i++) {
        degrees[targets[i]]++;
      }
    }
    return new VertexDegrees(rows, degrees);
  }

  /** Counts for one worker. */
  private static final class Counter {
    private final int worker;
    private final int workers;
    private final int[] sources = new int[BLOCK];
    private final int[] targets = new int[BLOCK];

    Counter(int worker, int workers) {
      this.worker = worker;
      this.workers = workers;
    }

    void count(EdgeList.Chunk chunk, boolean directed, int[] rows, int[] degrees) {
      if (workers == 1) {
        countAll(chunk, directed, rows, degrees);
        return;
      }
      for (int from = 0; from < chunk.count(); from += BLOCK) {
        int to = Math.min(chunk.count(), from + BLOCK);
        int ownSources = own(chunk.pairs(), from, to, Integer.SIZE, sources);
        int ownTargets = directed ? own(chunk.pairs(), from, to, 0, targets) : ownTargets(chunk.pairs(), from, to);
        add(sources, ownSources, rows);
        if (directed) {
          add(sources, ownSources, degrees);
        }
        add(targets, ownTargets, degrees);
      }
    }

    private static void countAll(EdgeList.Chunk chunk, boolean directed, int[] rows, int[] degrees) {
      long[] pairs = chunk.pairs();
      for (int i = 0; i < chunk.count(); i++) {
        int source = (int) (pairs[i] >>> Integer.SIZE);
        int target = (int) pairs[i];
        rows[source]++;
        if (directed) {
          degrees[source]++;
        }
        degrees[target] += directed || source != target ? 1 : 0;
      }
    }

    private static void add(int[] vertices, int count, int[] counts) {
      for (int i = 0; i < count; i++) {
        counts[vertices[i]]++;
      }
    }

    /** No branch depends on whose a vertex is, which no predictor would guess. */
    private int own(long[] pairs, int from, int to, int shift, int[] kept) {
      int used = 0;
      for (int i = from; i < to; i++) {
        int vertex = (int) (pairs[i] >>> shift);
        kept[used] = vertex;
        used += owner(vertex) == worker ? 1 : 0;
      }
      return used;
    }

    /** The same of the other ends; a self-loop has none. */
    private int ownTargets(long[] pairs, int from, int to) {
      int used = 0;
      for (int i = from; i < to; i++) {
        int vertex = (int) pairs[i];
        targets[used] = vertex;
        int own = owner(vertex) == worker ? 1 : 0;
        used += vertex == (int) (pairs[i] >>> Integer.SIZE) ? 0 : own;
      }
      return used;
    }

    private int owner(int vertex) {
      long spread = ((vertex >>> GROUP_BITS) * SPREAD) >>> Integer.SIZE;
      return (int) ((spread * workers) >>> Integer.SIZE);
    }
  }
}
