package io.strider.runtime.ingest;

import io.strider.runtime.common.WorkerPool;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Adjacency rows by id as the edges came, not sorted, duplicates and all. Row v is [offsets[v], offsets[v + 1]).
 *
 * @param offsets V + 1 positions
 * @param targets the ids of the rows
 * @param weights one weight an entry, or null when unweighted
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of columns that a few methods hand on; never compared
record Rows(int[] offsets, int[] targets, double @Nullable [] weights) {

  int vertexCount() {
    return offsets.length - 1;
  }

  /**
   * Deals the edges out to the rows of their sources, those of an undirected graph to both ends; a self-loop stands once. Each
   * worker looks at all edges and places the entries of its own rows, about as many as every other, in the order of the
   * chunks. The edges are freed on the way. Of weighted ones the pairs first leave their places behind, 4 bytes an arc, so
   * that pairs and the weights' rows are never there together.
   *
   * @param edges between provisional vertices; at most {@code Graph.MAX_ARCS} arcs; empty afterwards
   * @param ids of the provisional vertices
   * @param lengths of the rows, by id
   */
  static Rows deal(EdgeList edges, int[] ids, int[] lengths, WorkerPool pool, IngestProgress.Step step) {
    List<EdgeList.Chunk> chunks = edges.chunks();
    pool.forEachTask(
        chunks.size(),
        (worker, number) -> {
          step.check(0, 1);
          toIds(chunks.get(number), ids);
        });
    int[] offsets = offsets(lengths);
    int[] targets = new int[(int) edges.arcs()];
    int[] cuts = new RowTasks(offsets, pool.threads()).cuts();
    int[] cursors = offsets.clone();
    int ends = edges.directed() ? 1 : 2;
    int[][] places = new int[edges.weighted() ? chunks.size() : 0][];
    for (int number = 0; number < places.length; number++) {
      places[number] = new int[ends * chunks.get(number).count()];
    }
    AtomicIntegerArray readers = new AtomicIntegerArray(chunks.size());
    pool.forEachSlice(
        pool.threads(),
        (worker, from, to) -> {
          RowDealer dealer = new RowDealer(ends, cuts[worker], cuts[worker + 1], cursors, targets);
          for (int number = 0; number < chunks.size(); number++) {
            step.check(number, chunks.size());
            dealer.deal(chunks.get(number), places.length == 0 ? null : places[number]);
            if (readers.incrementAndGet(number) == pool.threads()) {
              chunks.get(number).freePairs();
            }
          }
        });
    return new Rows(offsets, targets, edges.weighted() ? weights(edges, places, targets.length, pool) : null);
  }

  /** Where rows of these lengths begin, and behind them where the last ends. */
  static int[] offsets(int[] lengths) {
    int[] offsets = new int[lengths.length + 1];
    for (int id = 0; id < lengths.length; id++) {
      offsets[id + 1] = offsets[id] + lengths[id];
    }
    return offsets;
  }

  private static void toIds(EdgeList.Chunk chunk, int[] ids) {
    long[] pairs = chunk.pairs();
    for (int i = 0; i < chunk.count(); i++) {
      pairs[i] = (long) ids[(int) (pairs[i] >>> Integer.SIZE)] << Integer.SIZE | ids[(int) pairs[i]];
    }
  }

  private static double[] weights(EdgeList edges, int[][] places, int arcs, WorkerPool pool) {
    double[] weights = new double[arcs];
    int ends = edges.directed() ? 1 : 2;
    pool.forEachTask(
        places.length,
        (worker, number) -> {
          EdgeList.Chunk chunk = edges.chunks().get(number);
          double[] ofEdges = chunk.weights();
          int[] at = places[number];
          for (int i = 0; ofEdges != null && i < at.length; i++) {
            if (at[i] != RowDealer.NOWHERE) {
              weights[at[i]] = ofEdges[i / ends];
            }
          }
          chunk.freeWeights();
        });
    return weights;
  }
}
