package io.strider.runtime.ingest.distributed;

import io.strider.runtime.common.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Merges the arcs of a range of provisional vertices: equal ones become one, whose weight is the sum of theirs in ascending
 * order as doubles, as on one machine. Writes the arcs, the degrees and how often each degree occurs. Stateless.
 */
final class GatherTask {

  /** Places in the result. */
  static final int ARCS = 0;

  static final int LOOPS = 1;
  static final int DEAD_ENDS = 2;
  static final int ISOLATED = 3;

  private GatherTask() {}

  static long[] run(TaskContext task, int range) throws IOException {
    IngestPlan plan = task.plan();
    long[] cuts = plan.column(IngestPlan.VERTEX_CUTS);
    int first = (int) cuts[range];
    int end = (int) cuts[range + 1];
    IngestFolder folder = task.folder();
    try (ArcMerge out = merge(task, folder::outgoing, plan.addends(), first, end);
        ArcMerge in = directed(task, first, end);
        RunOutput arcs = new RunOutput(folder.merged(range));
        RunOutput degrees = new RunOutput(folder.degrees(range))) {
      Rows rows = new Rows(task, out, arcs);
      boolean more = in.next();
      long[] result = new long[4];
      Map<Integer, long[]> histogram = new TreeMap<>();
      for (int v = first; v < end; v++) {
        int outDegree = rows.take(v);
        int degree = outDegree;
        long last = -1;
        for (; more && Arcs.source(in.key()) == v; more = in.next()) {
          degree += in.key() == last ? 0 : 1;
          last = in.key();
        }
        degrees.putInt(degree);
        histogram.computeIfAbsent(degree, d -> new long[1])[0]++;
        result[DEAD_ENDS] += outDegree == 0 ? 1 : 0;
        result[ISOLATED] += degree == 0 ? 1 : 0;
      }
      arcs.publish();
      degrees.publish();
      write(histogram, folder.histogram(range));
      result[ARCS] = rows.arcs;
      result[LOOPS] = rows.loops;
      return result;
    }
  }

  private static ArcMerge directed(TaskContext task, int first, int end) throws IOException {
    return task.plan().options().directed()
        ? merge(task, task.folder()::incoming, Arcs.Weight.NONE, first, end)
        : new ArcMerge(List.of(), Arcs.Weight.NONE, 0, 0, task.cancellation());
  }

  private static ArcMerge merge(TaskContext task, IntFunction<Path> files, Arcs.Weight weight, int first, int end)
      throws IOException {
    List<Path> runs = new ArrayList<>();
    int segments = task.plan().segments().size();
    for (int segment = 0; segment < segments; segment++) {
      runs.add(files.apply(segment));
    }
    return new ArcMerge(runs, weight, Arcs.key(first, 0), Arcs.key(end, 0), task.cancellation());
  }

  private static void write(Map<Integer, long[]> histogram, Path file) throws IOException {
    try (RunOutput out = new RunOutput(file)) {
      for (Map.Entry<Integer, long[]> entry : histogram.entrySet()) {
        out.putLong(entry.getKey());
        out.putLong(entry.getValue()[0]);
      }
      out.publish();
    }
  }

  /** Merged rows, from many runs into one. */
  private static final class Rows {
    private final TaskContext task;
    private final ArcMerge in;
    private final RunOutput out;
    private final boolean weighted;
    private boolean more;
    private long arcs;
    private long loops;

    Rows(TaskContext task, ArcMerge in, RunOutput out) throws IOException {
      this.task = task;
      this.in = in;
      this.out = out;
      this.weighted = task.plan().options().weighted();
      this.more = in.next();
    }

    /** Goes through the row of a vertex; its length. */
    int take(int vertex) throws IOException {
      int length = 0;
      while (more && Arcs.source(in.key()) == vertex) {
        long key = in.key();
        double sum = 0;
        for (; more && in.key() == key; more = in.next()) {
          sum += in.weight();
        }
        out.putLong(key);
        if (weighted) {
          out.putFloat(narrow(sum, key));
        }
        length++;
        loops += Arcs.target(key) == vertex ? 1 : 0;
        task.passed(++arcs);
      }
      return length;
    }

    private float narrow(double sum, long key) throws IOException {
      float weight = (float) sum;
      if (weight == Float.POSITIVE_INFINITY) {
        boolean turn = !task.plan().options().directed() && Arcs.target(key) < Arcs.source(key);
        long named = turn ? Arcs.turned(key) : key;
        throw InputException.at(
            task.plan().source(),
            "weights of the edge "
                + Dictionary.show(task, Arcs.source(named))
                + " "
                + Dictionary.show(task, Arcs.target(named))
                + " that add up to "
                + sum,
            "at most " + Float.MAX_VALUE);
      }
      return weight;
    }
  }
}
