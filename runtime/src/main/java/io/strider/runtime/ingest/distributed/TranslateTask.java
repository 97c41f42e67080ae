package io.strider.runtime.ingest.distributed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Turns the edges of one segment into arcs between provisional vertices, sorted: an undirected edge into two, a directed one
 * into its arc and, for the degree of its target, the arc turned round. Stateless.
 */
final class TranslateTask {

  private TranslateTask() {}

  static long[] run(TaskContext task, int index) throws IOException {
    IngestPlan plan = task.plan();
    int[] vertices = vertices(task, index);
    long[] pairs;
    double[] weights;
    try (RunInput in = new RunInput(task.folder().edges(plan.segments().get(index)))) {
      pairs = new long[(int) in.getLong(0)];
      weights = new double[plan.options().weighted() ? pairs.length : 0];
      for (int i = 0; i < pairs.length; i++) {
        task.passed(i);
        long pair = in.getLong(Long.BYTES * (i + 1L));
        pairs[i] = Arcs.key(vertices[Arcs.source(pair)], vertices[Arcs.target(pair)]);
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] = in.getDouble(Long.BYTES * (pairs.length + i + 1L));
      }
    }
    if (plan.options().directed()) {
      long[] turned = new long[pairs.length];
      for (int i = 0; i < pairs.length; i++) {
        turned[i] = Arcs.turned(pairs[i]);
      }
      write(turned, new double[0], task.folder().incoming(index));
      return new long[] {write(pairs, weights, task.folder().outgoing(index))};
    }
    return new long[] {writeBothWays(pairs, weights, task.folder().outgoing(index))};
  }

  /** The provisional vertices of the segment's labels: shards follow each other as the labels do. */
  private static int[] vertices(TaskContext task, int segment) throws IOException {
    IngestPlan plan = task.plan();
    int[] vertices = new int[0];
    int segments = plan.segments().size();
    for (int shard = 0; shard < plan.shards(); shard++) {
      task.cancellation().check();
      try (RunInput in = new RunInput(task.folder().answers(shard))) {
        long from = in.getLong((long) Long.BYTES * segment);
        int count = (int) (in.getLong(Long.BYTES * (segment + 1L)) - from);
        int first = plan.firstOfShard(shard);
        int known = vertices.length;
        vertices = Arrays.copyOf(vertices, known + count);
        for (int i = 0; i < count; i++) {
          vertices[known + i] = first + in.getInt(Long.BYTES * (segments + 1L) + Integer.BYTES * (from + i));
        }
      }
    }
    return vertices;
  }

  private static long writeBothWays(long[] pairs, double[] weights, Path file) throws IOException {
    long[] both = new long[2 * pairs.length];
    double[] bothWeights = new double[2 * weights.length];
    int used = 0;
    for (int i = 0; i < pairs.length; i++) {
      int source = Arcs.source(pairs[i]);
      int target = Arcs.target(pairs[i]);
      for (int way = 0; way < (source == target ? 1 : 2); way++) {
        if (weights.length > 0) {
          bothWeights[used] = weights[i];
        }
        both[used++] = way == 0 ? pairs[i] : Arcs.turned(pairs[i]);
      }
    }
    return write(
        Arrays.copyOf(both, used), weights.length == 0 ? weights : Arrays.copyOf(bothWeights, used), file);
  }

  /** Sorts and writes; equal arcs without weights once. */
  private static long write(long[] keys, double[] weights, Path file) throws IOException {
    long[] sorted = keys.clone();
    Arrays.sort(sorted);
    double[] sortedWeights = WeightSort.along(keys, weights, sorted);
    long written = 0;
    try (RunOutput out = new RunOutput(file)) {
      for (int i = 0; i < sorted.length; i++) {
        if (weights.length > 0) {
          out.putLong(sorted[i]);
          out.putDouble(sortedWeights[i]);
          written++;
        } else if (i == 0 || sorted[i] != sorted[i - 1]) {
          out.putLong(sorted[i]);
          written++;
        }
      }
      out.publish();
    }
    return written;
  }
}
