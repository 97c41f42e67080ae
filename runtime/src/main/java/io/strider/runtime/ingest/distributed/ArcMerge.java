package io.strider.runtime.ingest.distributed;

import io.strider.runtime.common.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of many sorted runs whose keys lie in [from, to), in the order of key and then weight: a binary heap over one
 * page of each run. One thread.
 */
final class ArcMerge implements AutoCloseable {

  private static final int CHECK_EVERY = 1 << 12;

  private final Arcs.Weight weight;
  private final Cancellation cancellation;
  private final List<RunInput> runs = new ArrayList<>();
  private final List<Cursor> cursors = new ArrayList<>();
  private final Cursor[] heap;
  private int size;
  private boolean begun;
  private long before;
  private int steps;

  /** Opens the runs. */
  ArcMerge(List<Path> files, Arcs.Weight weight, long from, long to, Cancellation cancellation) throws IOException {
    this.weight = weight;
    this.cancellation = cancellation;
    try {
      for (Path file : files) {
        cancellation.check();
        open(file, from, to);
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
    heap = cursors.toArray(Cursor[]::new);
    size = heap.length;
    for (int i = size / 2 - 1; i >= 0; i--) {
      siftDown(i);
    }
  }

  private void open(Path file, long from, long to) throws IOException {
    RunInput run = new RunInput(file);
    runs.add(run);
    long first = Arcs.lowerBound(run, weight, from);
    long end = Arcs.lowerBound(run, weight, to);
    before += first;
    if (first < end) {
      cursors.add(new Cursor(run, first, end));
    }
  }

  /** How many records of all runs are less than {@code from}. */
  long before() {
    return before;
  }

  /** Goes to the first record, or to the next; false when there is none. */
  boolean next() throws IOException {
    if (begun && size > 0) {
      if (!heap[0].advance()) {
        heap[0] = heap[--size];
      }
      siftDown(0);
    }
    begun = true;
    if ((++steps & (CHECK_EVERY - 1)) == 0) {
      cancellation.check();
    }
    return size > 0;
  }

  /** The key of the record. */
  long key() {
    return heap[0].key;
  }

  /** The weight of the record; 1 when there are none. */
  double weight() {
    return heap[0].value;
  }

  @Override
  public void close() throws IOException {
    for (RunInput run : runs) {
      run.close();
    }
  }

  private void siftDown(int start) {
    int at = start;
    while (true) {
      int least = at;
      for (int child = 2 * at + 1; child <= 2 * at + 2; child++) {
        if (child < size && heap[child].isBefore(heap[least])) {
          least = child;
        }
      }
      if (least == at) {
        return;
      }
      Cursor moved = heap[at];
      heap[at] = heap[least];
      heap[least] = moved;
      at = least;
    }
  }

  /** A place in one run. */
  private final class Cursor {
    private final RunInput run;
    private final long end;
    private long at;
    private long key;
    private double value = 1;

    Cursor(RunInput run, long at, long end) throws IOException {
      this.run = run;
      this.at = at;
      this.end = end;
      load();
    }

    boolean advance() throws IOException {
      if (++at == end) {
        return false;
      }
      load();
      return true;
    }

    private void load() throws IOException {
      long place = at * weight.recordBytes();
      key = run.getLong(place);
      value =
          switch (weight) {
            case NONE -> 1;
            case FLOAT -> run.getFloat(place + Long.BYTES);
            case DOUBLE -> run.getDouble(place + Long.BYTES);
          };
    }

    boolean isBefore(Cursor other) {
      return key != other.key ? key < other.key : value < other.value;
    }
  }
}
