package io.strider.runtime.ingest.distributed;

import io.strider.runtime.graph.EdgeFilter;
import io.strider.runtime.graph.MappedLabels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Takes the arcs of a range, or the labels of a shard, to ids, in sorted runs. The ids are looked up in the label file, which is
 * mapped and takes no heap. Stateless.
 */
final class RelabelTask {

  private static final ValueLayout.OfInt ID = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private RelabelTask() {}

  static long[] run(TaskContext task, int index) throws IOException {
    IngestPlan plan = task.plan();
    int ranges = plan.ranges(IngestPlan.VERTEX_CUTS);
    try (Arena arena = Arena.ofConfined();
        FileChannel file = FileChannel.open(task.folder().labelFile(), StandardOpenOption.READ)) {
      int vertices = plan.vertices();
      long bytes = (long) Integer.BYTES * vertices;
      MemorySegment ids =
          file.map(FileChannel.MapMode.READ_ONLY, MappedLabels.sortedAt(vertices), bytes, arena);
      return new long[] {index < ranges ? arcs(task, ids, index) : texts(task, ids, index - ranges)};
    }
  }

  private static int id(MemorySegment ids, int vertex) {
    return ids.get(ID, (long) Integer.BYTES * vertex);
  }

  private static int arcs(TaskContext task, MemorySegment ids, int range) throws IOException {
    IngestPlan plan = task.plan();
    Arcs.Weight weight = plan.merged();
    int runs = 0;
    try (RunInput in = new RunInput(task.folder().merged(range))) {
      long all = Arcs.count(in, weight);
      int chunk = plan.limits().segment().edges();
      for (long from = 0; from < all; from += chunk) {
        long[] keys = new long[(int) Math.min(chunk, all - from)];
        double[] weights = new double[plan.options().weighted() ? keys.length : 0];
        for (int i = 0; i < keys.length; i++) {
          task.passed(from + i);
          long place = (from + i) * weight.recordBytes();
          long key = in.getLong(place);
          keys[i] = Arcs.key(id(ids, Arcs.source(key)), id(ids, Arcs.target(key)));
          if (weights.length > 0) {
            weights[i] = in.getFloat(place + Long.BYTES);
          }
        }
        if (plan.filtered()) {
          writeHashes(keys, plan.options().directed(), task.folder().hashes(range, runs));
        }
        writeArcs(keys, weights, task.folder().arcs(range, runs));
        runs++;
      }
    }
    return runs;
  }

  private static void writeArcs(long[] keys, double[] weights, Path file) throws IOException {
    long[] sorted = keys.clone();
    Arrays.sort(sorted);
    double[] sortedWeights = WeightSort.along(keys, weights, sorted);
    try (RunOutput out = new RunOutput(file)) {
      for (int i = 0; i < sorted.length; i++) {
        out.putLong(sorted[i]);
        if (weights.length > 0) {
          out.putFloat((float) sortedWeights[i]);
        }
      }
      out.publish();
    }
  }

  /** Of an undirected edge the arc from the larger id alone, as the filter has it; unsigned order becomes signed. */
  private static void writeHashes(long[] keys, boolean directed, Path file) throws IOException {
    long[] hashes = new long[keys.length];
    int used = 0;
    for (long key : keys) {
      if (directed || Arcs.target(key) <= Arcs.source(key)) {
        hashes[used++] = EdgeFilter.hash(Arcs.source(key), Arcs.target(key)) ^ Long.MIN_VALUE;
      }
    }
    Arrays.sort(hashes, 0, used);
    try (RunOutput out = new RunOutput(file)) {
      for (int i = 0; i < used; i++) {
        out.putLong(hashes[i]);
      }
      out.publish();
    }
  }

  private static int texts(TaskContext task, MemorySegment ids, int shard) throws IOException {
    IngestPlan plan = task.plan();
    int first = plan.firstOfShard(shard);
    int end = plan.firstOfShard(shard + 1);
    int most = plan.limits().segment().labels();
    long[] order = new long[Math.min(most, end - first)];
    byte[][] texts = new byte[order.length][];
    int used = 0;
    long bytes = 0;
    int runs = 0;
    try (Dictionary dictionary = new Dictionary(task, shard)) {
      for (int vertex = first; vertex < end; vertex++) {
        task.passed(vertex - first);
        texts[used] = dictionary.next();
        bytes += texts[used].length;
        order[used] = (long) id(ids, vertex) << 32 | used;
        used++;
        if (used == most || bytes >= plan.limits().segment().labelBytes() || vertex == end - 1) {
          writeTexts(order, texts, used, task.folder().texts(shard, runs++));
          used = 0;
          bytes = 0;
        }
      }
    }
    return runs;
  }

  private static void writeTexts(long[] order, byte[][] texts, int count, Path file) throws IOException {
    Arrays.sort(order, 0, count);
    try (RunOutput out = new RunOutput(file)) {
      out.putLong(count);
      long place = 0;
      for (int i = 0; i < count; i++) {
        out.putLong(order[i] >>> 32);
        out.putLong(place);
        place += texts[(int) order[i]].length;
      }
      out.putLong(0);
      out.putLong(place);
      for (int i = 0; i < count; i++) {
        byte[] text = texts[(int) order[i]];
        out.put(text, 0, text.length);
      }
      out.publish();
    }
  }
}
