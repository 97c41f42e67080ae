package io.strider.runtime.ingest;

import io.strider.runtime.common.WorkerPool;
import io.strider.runtime.graph.Graph;
import java.util.Arrays;

/** Puts merged rows into another order, which renames what is in them, and sorts them anew. One thread's, each with its own rows. */
final class Renumbering {

  private final MergedRows from;
  private final int[] ids;
  private final Graph to;
  private final KeySort sort;
  private long[] keys = new long[0];
  private long[] scratch = new long[0];

  private Renumbering(MergedRows from, int[] ids, Graph to) {
    this.from = from;
    this.ids = ids;
    this.to = to;
    this.sort = new KeySort(Integer.SIZE - Integer.numberOfLeadingZeros(ids.length));
  }

  /**
   * The graph in another order.
   *
   * @param order the row that each id names from now on
   */
  static Graph apply(MergedRows rows, boolean directed, int[] order, WorkerPool pool, IngestProgress.Step step) {
    int[] ids = inverse(order);
    int[] lengths = new int[order.length];
    Arrays.setAll(lengths, id -> rows.end(order[id]) - rows.begin(order[id]));
    int[] offsets = Rows.offsets(lengths);
    int arcs = offsets[order.length];
    Graph graph = new Graph(directed, offsets, new int[arcs], rows.weights() == null ? null : new float[arcs]);
    RowTasks tasks = RowTasks.small(offsets);
    Renumbering[] workers = new Renumbering[pool.threads()];
    Arrays.setAll(workers, worker -> new Renumbering(rows, ids, graph));
    pool.forEachTask(
        tasks.count(),
        (worker, task) -> {
          step.check(task, tasks.count());
          for (int id = tasks.cuts()[task]; id < tasks.cuts()[task + 1]; id++) {
            workers[worker].fill(rows.begin(order[id]), offsets[id], offsets[id + 1]);
          }
        });
    return graph;
  }

  /** Where each number stands in an order. */
  static int[] inverse(int[] order) {
    int[] places = new int[order.length];
    for (int place = 0; place < order.length; place++) {
      places[order[place]] = place;
    }
    return places;
  }

  private void fill(int source, int begin, int end) {
    float[] weights = to.weights();
    float[] oldWeights = from.weights();
    int[] targets = to.targets();
    int[] old = from.targets();
    if (weights == null || oldWeights == null) {
      for (int i = begin; i < end; i++) {
        targets[i] = ids[old[source + i - begin]];
      }
      Arrays.sort(targets, begin, end);
      return;
    }
    int length = end - begin;
    if (keys.length < length) {
      keys = new long[Math.max(length, keys.length + (keys.length >> 1))];
      scratch = new long[keys.length];
    }
    for (int i = 0; i < length; i++) {
      keys[i] = (long) ids[old[source + i]] << Integer.SIZE | Float.floatToRawIntBits(oldWeights[source + i]);
    }
    sort.sort(keys, 0, length, scratch);
    for (int i = 0; i < length; i++) {
      targets[begin + i] = (int) (keys[i] >>> Integer.SIZE);
      weights[begin + i] = Float.intBitsToFloat((int) keys[i]);
    }
  }
}
