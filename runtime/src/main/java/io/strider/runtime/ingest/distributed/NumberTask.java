package io.strider.runtime.ingest.distributed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Merges the labels of all segments that belong to one shard, a stretch of the order of all labels: each distinct one gets its
 * place in the shard, and each segment is told the places of its own. Stateless.
 */
final class NumberTask {

  private NumberTask() {}

  static long[] run(TaskContext task, int shard) throws IOException {
    List<IngestPlan.Segment> segments = task.plan().segments();
    List<Cursor> cursors = new ArrayList<>();
    try {
      for (IngestPlan.Segment segment : segments) {
        task.cancellation().check();
        cursors.add(open(task, shard, segment));
      }
      try (RunOutput dictionary = new RunOutput(task.folder().dictionary(shard))) {
        long[] result = merge(task, cursors, dictionary);
        dictionary.publish();
        writeAnswers(task, shard, cursors);
        return result;
      }
    } finally {
      for (Cursor cursor : cursors) {
        cursor.run.close();
      }
    }
  }

  private static Cursor open(TaskContext task, int shard, IngestPlan.Segment segment) throws IOException {
    List<byte[]> cuts = task.plan().labelCuts();
    TextRun run = new TextRun(task.folder().labels(segment));
    try {
      int from = shard == 0 ? 0 : run.lowerBound(cuts.get(shard - 1));
      int to = shard == cuts.size() ? run.size() : run.lowerBound(cuts.get(shard));
      return new Cursor(run, from, to);
    } catch (IOException | RuntimeException e) {
      run.close();
      throw e;
    }
  }

  private static long[] merge(TaskContext task, List<Cursor> cursors, RunOutput dictionary) throws IOException {
    PriorityQueue<Cursor> queue = new PriorityQueue<>();
    for (Cursor cursor : cursors) {
      if (cursor.advance()) {
        queue.add(cursor);
      }
    }
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    byte[] last = new byte[0];
    int distinct = 0;
    long textBytes = 0;
    long passed = 0;
    for (Cursor least = queue.poll(); least != null; least = queue.poll()) {
      task.passed(++passed);
      if (distinct == 0 || !Arrays.equals(last, least.text)) {
        last = least.text;
        distinct++;
        textBytes += last.length;
        dictionary.put(length.putInt(0, last.length).array(), 0, Integer.BYTES);
        dictionary.put(last, 0, last.length);
      }
      least.places[least.at - least.from] = distinct - 1;
      if (least.advance()) {
        queue.add(least);
      }
    }
    return new long[] {distinct, textBytes};
  }

  private static void writeAnswers(TaskContext task, int shard, List<Cursor> cursors) throws IOException {
    try (RunOutput out = new RunOutput(task.folder().answers(shard))) {
      long start = 0;
      for (Cursor cursor : cursors) {
        out.putLong(start);
        start += cursor.places.length;
      }
      out.putLong(start);
      for (Cursor cursor : cursors) {
        for (int place : cursor.places) {
          out.putInt(place);
        }
      }
      out.publish();
    }
  }

  /** A segment's labels in the shard. */
  private static final class Cursor implements Comparable<Cursor> {
    private final TextRun run;
    private final int from;
    private final int to;
    private final int[] places;
    private int at;
    private long prefix;
    private byte[] text = new byte[0];

    Cursor(TextRun run, int from, int to) {
      this.run = run;
      this.from = from;
      this.to = Math.max(from, to);
      this.places = new int[this.to - from];
      this.at = from - 1;
    }

    boolean advance() throws IOException {
      if (++at >= to) {
        return false;
      }
      prefix = run.key(at);
      text = run.text(at);
      return true;
    }

    @Override
    public int compareTo(Cursor other) {
      return prefix != other.prefix
          ? Long.compare(prefix, other.prefix)
          : Arrays.compareUnsigned(text, other.text);
    }
  }
}
