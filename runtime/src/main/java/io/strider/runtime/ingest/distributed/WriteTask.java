package io.strider.runtime.ingest.distributed;

import io.strider.runtime.graph.EdgeFilter;
import io.strider.runtime.graph.GraphFileLayout;
import io.strider.runtime.graph.MappedLabels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Writes the rows of a range of ids, the labels of one, or a part of the edge filter to where they belong in the files. Answers
 * the CRC-32C and the bytes of each region of the graph file. Stateless.
 */
final class WriteTask {

  private WriteTask() {}

  static long[] run(TaskContext task, int index) throws IOException {
    int rows = task.plan().ranges(IngestPlan.ROW_CUTS);
    int texts = task.plan().ranges(IngestPlan.TEXT_CUTS);
    if (index < rows) {
      return rows(task, index);
    }
    return index < rows + texts ? texts(task, index - rows) : filter(task, index - rows - texts);
  }

  private static long[] rows(TaskContext task, int range) throws IOException {
    IngestPlan plan = task.plan();
    GraphFileLayout layout = plan.layout();
    long[] cuts = plan.column(IngestPlan.ROW_CUTS);
    int first = (int) cuts[range];
    int end = (int) cuts[range + 1];
    Path file = task.folder().graph();
    try (ArcMerge in =
            new ArcMerge(
                task.folder().allArcs(plan), plan.merged(), Arcs.key(first, 0), Arcs.key(end, 0), task.cancellation());
        RegionOutput offsets = new RegionOutput(file, layout.offsetAt(first));
        RegionOutput targets = new RegionOutput(file, layout.targetsAt() + Integer.BYTES * in.before());
        RegionOutput weights = new RegionOutput(file, layout.weightsAt() + Float.BYTES * in.before())) {
      long position = in.before();
      boolean more = in.next();
      for (int id = first; id < end; id++) {
        offsets.putInt((int) position);
        for (; more && Arcs.source(in.key()) == id; more = in.next()) {
          targets.putInt(Arcs.target(in.key()));
          if (layout.weighted()) {
            weights.putFloat((float) in.weight());
          }
          task.passed(++position - in.before());
        }
      }
      if (end == layout.vertices()) {
        offsets.putInt((int) position);
      }
      return joined(offsets.finish(), targets.finish(), weights.finish());
    }
  }

  private static long[] texts(TaskContext task, int range) throws IOException {
    IngestPlan plan = task.plan();
    long[] cuts = plan.column(IngestPlan.TEXT_CUTS);
    int vertices = plan.vertices();
    List<Cursor> cursors = new ArrayList<>();
    try {
      long place = 0;
      PriorityQueue<Cursor> queue = new PriorityQueue<>(Comparator.comparingLong(cursor -> cursor.id));
      for (Path file : task.folder().allTexts(plan)) {
        task.cancellation().check();
        Cursor cursor = new Cursor(new TextRun(file), cuts[range + 1]);
        cursors.add(cursor);
        place += cursor.seek(cuts[range]);
        if (cursor.at < cursor.end) {
          queue.add(cursor);
        }
      }
      Path file = task.folder().labelFile();
      try (RegionOutput offsets = new RegionOutput(file, Long.BYTES * cuts[range]);
          RegionOutput text = new RegionOutput(file, MappedLabels.textAt(vertices) + place)) {
        long passed = 0;
        for (Cursor least = queue.poll(); least != null; least = queue.poll()) {
          task.passed(++passed);
          offsets.putLong(place);
          byte[] label = least.run.text(least.at);
          text.put(label);
          place += label.length;
          if (least.advance()) {
            queue.add(least);
          }
        }
        if (cuts[range + 1] == vertices) {
          offsets.putLong(place);
        }
        offsets.finish();
        text.finish();
      }
      return new long[0];
    } finally {
      for (Cursor cursor : cursors) {
        cursor.run.close();
      }
    }
  }

  /** A run's labels of a range of ids. */
  private static final class Cursor {
    private final TextRun run;
    private final int end;
    private int at;
    private long id;

    Cursor(TextRun run, long endId) throws IOException {
      this.run = run;
      try {
        this.end = run.lowerBound(endId);
      } catch (IOException | RuntimeException e) {
        run.close();
        throw e;
      }
    }

    /** Goes to the first label from an id on; how many bytes the labels before it have. */
    long seek(long firstId) throws IOException {
      at = run.lowerBound(firstId);
      id = at < end ? run.key(at) : -1;
      return run.place(at);
    }

    boolean advance() throws IOException {
      at++;
      id = at < end ? run.key(at) : -1;
      return at < end;
    }
  }

  private static long[] filter(TaskContext task, int part) throws IOException {
    IngestPlan plan = task.plan();
    GraphFileLayout layout = plan.layout();
    int all = layout.words();
    int first = part * plan.limits().filterWords();
    int end = (int) Math.min(all, (long) first + plan.limits().filterWords());
    long[] words = new long[end - first];
    long passed = 0;
    for (Path file : task.folder().allHashes(plan)) {
      task.cancellation().check();
      try (RunInput run = new RunInput(file)) {
        long from = first == 0 ? 0 : Arcs.lowerBound(run, Arcs.Weight.NONE, firstOf(first, all));
        long to =
            end == all
                ? Arcs.count(run, Arcs.Weight.NONE)
                : Arcs.lowerBound(run, Arcs.Weight.NONE, firstOf(end, all));
        for (long i = from; i < to; i++) {
          task.passed(++passed);
          long hash = Arcs.keyAt(run, Arcs.Weight.NONE, i) ^ Long.MIN_VALUE;
          words[EdgeFilter.word(hash, all) - first] |= EdgeFilter.mask(hash);
        }
      }
    }
    try (RegionOutput out = new RegionOutput(task.folder().graph(), layout.filterAt() + (long) Long.BYTES * first)) {
      for (long word : words) {
        out.putLong(word);
      }
      return out.finish();
    }
  }

  /** The least hash of a word, as the sorted runs have it: words rise with unsigned hashes. */
  private static long firstOf(int word, int words) {
    long low = Long.MIN_VALUE;
    long high = Long.MAX_VALUE;
    while (low < high) {
      long middle = low + ((high - low) >>> 1);
      if (EdgeFilter.word(middle ^ Long.MIN_VALUE, words) < word) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static long[] joined(long[]... parts) {
    long[] all = new long[2 * parts.length];
    for (int i = 0; i < parts.length; i++) {
      all[2 * i] = parts[i][0];
      all[2 * i + 1] = parts[i][1];
    }
    return all;
  }
}
