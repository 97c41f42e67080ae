package io.strider.runtime.ingest;

import io.strider.runtime.common.WorkerPool;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Sorts each row and merges its equal entries, in place. Weights of equal entries add up in ascending order as doubles, so
 * that the sum depends on the weights alone and both rows of an undirected edge get the same one. One thread's, each with its
 * own rows.
 */
final class RowMerger {

  private static final int START_ENTRIES = 64;

  /** Told of an edge whose weights add up to more than a float holds. */
  @FunctionalInterface
  interface TooHeavy {
    RuntimeException failure(int from, int to, double weight);
  }

  private final int[] targets;
  private final double @Nullable [] weights;
  private final float @Nullable [] sums;
  private final TooHeavy tooHeavy;
  private final KeySort sort;
  private long[] keys = new long[START_ENTRIES];
  private long[] scratch = new long[START_ENTRIES];
  private double[] addends = new double[START_ENTRIES];

  private RowMerger(Rows rows, float @Nullable [] sums, TooHeavy tooHeavy) {
    this.targets = rows.targets();
    this.weights = rows.weights();
    this.sums = sums;
    this.tooHeavy = tooHeavy;
    this.sort = new KeySort(Integer.SIZE - Integer.numberOfLeadingZeros(rows.vertexCount()));
  }

  /**
   * Merges all rows.
   *
   * @param rows overwritten
   * @throws RuntimeException what {@code tooHeavy} makes of an edge that is
   */
  static MergedRows merge(Rows rows, TooHeavy tooHeavy, WorkerPool pool, IngestProgress.Step step) {
    int[] offsets = rows.offsets();
    int[] ends = new int[rows.vertexCount()];
    float[] sums = rows.weights() == null ? null : new float[rows.targets().length];
    RowTasks tasks = RowTasks.small(offsets);
    RowMerger[] mergers = new RowMerger[pool.threads()];
    Arrays.setAll(mergers, worker -> new RowMerger(rows, sums, tooHeavy));
    LongAdder duplicates = new LongAdder();
    pool.forEachTask(
        tasks.count(),
        (worker, task) -> {
          step.check(task, tasks.count());
          long merged = 0;
          for (int id = tasks.cuts()[task]; id < tasks.cuts()[task + 1]; id++) {
            ends[id] = mergers[worker].merge(id, offsets[id], offsets[id + 1]);
            merged += offsets[id + 1] - ends[id];
          }
          duplicates.add(merged);
        });
    return new MergedRows(offsets, ends, rows.targets(), sums, duplicates.sum());
  }

  /** Returns where the row ends now. */
  private int merge(int id, int from, int to) {
    if (weights == null || sums == null) {
      Arrays.sort(targets, from, to);
      return distinct(from, to);
    }
    return addUp(id, from, to, weights, sums);
  }

  private int distinct(int from, int to) {
    int written = from;
    for (int i = from; i < to; i++) {
      if (written == from || targets[written - 1] != targets[i]) {
        targets[written++] = targets[i];
      }
    }
    return written;
  }

  private int addUp(int id, int from, int to, double[] ofEntries, float[] ofMerged) {
    int length = to - from;
    if (keys.length < length) {
      keys = new long[Math.max(length, keys.length + (keys.length >> 1))];
      scratch = new long[keys.length];
      addends = new double[keys.length];
    }
    for (int i = 0; i < length; i++) {
      keys[i] = (long) targets[from + i] << Integer.SIZE | i;
    }
    sort.sort(keys, 0, length, scratch);
    for (int i = 0; i < length; i++) {
      addends[i] = ofEntries[from + (int) keys[i]];
    }
    int written = from;
    for (int i = 0; i < length; ) {
      int target = (int) (keys[i] >>> Integer.SIZE);
      int end = i + 1;
      while (end < length && (int) (keys[end] >>> Integer.SIZE) == target) {
        end++;
      }
      double sum = sum(i, end);
      targets[written] = target;
      ofMerged[written] = (float) sum;
      if (ofMerged[written++] == Float.POSITIVE_INFINITY) {
        throw tooHeavy.failure(id, target, sum);
      }
      i = end;
    }
    return written;
  }

  private double sum(int from, int to) {
    if (to - from > 1) {
      Arrays.sort(addends, from, to);
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += addends[i];
    }
    return sum;
  }
}
