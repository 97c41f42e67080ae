package io.strider.runtime.ingest.distributed;

import io.strider.runtime.graph.MappedLabels;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives the provisional vertices of a range their ids: by descending degree, ties by label, which is the order of provisional
 * vertices. A counting sort, of which each range knows where its vertices of a degree begin from the histograms of all. The ids
 * in that order are a part of the label file. Stateless.
 */
final class OrderTask {

  private static final int PAIR_BYTES = 2 * Long.BYTES;

  private OrderTask() {}

  static long[] run(TaskContext task, int range) throws IOException {
    IngestPlan plan = task.plan();
    long[] cuts = plan.column(IngestPlan.VERTEX_CUTS);
    SortedMap<Integer, long[]> starts = starts(task, range);
    int[] degrees = starts.keySet().stream().mapToInt(Integer::intValue).toArray();
    long[] next = starts.values().stream().mapToLong(start -> start[0]).toArray();
    int first = (int) cuts[range];
    int count = (int) cuts[range + 1] - first;
    long at = MappedLabels.sortedAt(plan.vertices()) + (long) Integer.BYTES * first;
    try (RunInput in = new RunInput(task.folder().degrees(range));
        RegionOutput out = new RegionOutput(task.folder().labelFile(), at)) {
      for (int i = 0; i < count; i++) {
        task.passed(i);
        int degree = in.getInt((long) Integer.BYTES * i);
        out.putInt((int) next[Arrays.binarySearch(degrees, degree)]++);
      }
      out.finish();
    }
    return new long[0];
  }

  /** The first id of each degree in the range, for every degree that occurs anywhere. */
  private static SortedMap<Integer, long[]> starts(TaskContext task, int range) throws IOException {
    TreeMap<Integer, long[]> counts = new TreeMap<>();
    for (int other = 0; other < task.plan().ranges(IngestPlan.VERTEX_CUTS); other++) {
      task.cancellation().check();
      try (RunInput in = new RunInput(task.folder().histogram(other))) {
        for (long at = 0; at < in.payload(); at += PAIR_BYTES) {
          long[] count = counts.computeIfAbsent((int) in.getLong(at), d -> new long[2]);
          long vertices = in.getLong(at + Long.BYTES);
          count[0] += other < range ? vertices : 0;
          count[1] += vertices;
        }
      }
    }
    long start = 0;
    for (Map.Entry<Integer, long[]> entry : counts.descendingMap().entrySet()) {
      long[] count = entry.getValue();
      count[0] += start;
      start += count[1];
    }
    return counts;
  }
}
