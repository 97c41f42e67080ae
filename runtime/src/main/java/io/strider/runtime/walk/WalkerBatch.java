package io.strider.runtime.walk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Walkers on their way to a partition, as little-endian columns in one buffer: walk id (8 bytes), number of the next
 * vertex (4), previous vertex (4), current vertex (4), the candidate that is asked about or {@link #NO_QUESTION} (4), the
 * trial of that question or, without one, how many trials were refused already (4). A walker with a question goes to the
 * row that answers it: the candidate's, on a directed graph the previous vertex's. Never written after it was made, so it
 * may be handed to any thread. A lost or doubled batch changes no result: every draw is a function of the walk id and step.
 */
public final class WalkerBatch {

  /** Bytes of a walker. */
  public static final int WALKER_BYTES = 28;

  /** Instead of a candidate: the walker stands on its current vertex and asks nothing. */
  static final int NO_QUESTION = -1;

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final WaveAttempt attempt;
  private final int count;
  private final MemorySegment columns;

  private WalkerBatch(WaveAttempt attempt, int count, MemorySegment columns) {
    this.attempt = attempt;
    this.count = count;
    this.columns = columns;
  }

  /** The columns themselves, for the wire; do not write. */
  public byte[] bytes() {
    return (byte[]) columns.heapBase().orElseThrow();
  }

  /**
   * A batch from the wire.
   *
   * @throws IllegalArgumentException when count and length do not fit each other
   */
  public static WalkerBatch of(WaveAttempt attempt, int count, byte[] bytes) {
    if (count < 0 || bytes.length != (long) count * WALKER_BYTES) {
      throw new IllegalArgumentException(bytes.length + " bytes for " + count + " walkers of " + WALKER_BYTES);
    }
    return new WalkerBatch(attempt, count, MemorySegment.ofArray(bytes));
  }

  /** The wave that these walkers belong to, and which sending-off of it. */
  public WaveAttempt attempt() {
    return attempt;
  }

  /** Number of walkers. */
  public int count() {
    return count;
  }

  /** Takes walkers [from, count) of this batch into a block that has room for them; returns how many went in. */
  int load(int from, WalkerBlock block, TransitionModel model) {
    int n = Math.min(count - from, block.capacity - block.count);
    int to = block.count;
    WalkerColumns walkers = block.walkers;
    MemorySegment.copy(columns, LONG, 8L * from, block.walkId, to, n);
    MemorySegment.copy(columns, INT, 8L * count + 4L * from, walkers.step, to, n);
    MemorySegment.copy(columns, INT, 12L * count + 4L * from, walkers.previous, to, n);
    MemorySegment.copy(columns, INT, 16L * count + 4L * from, walkers.current, to, n);
    MemorySegment.copy(columns, INT, 20L * count + 4L * from, block.question, to, n);
    MemorySegment.copy(columns, INT, 24L * count + 4L * from, walkers.refusedTrials, to, n);
    for (int i = to; i < to + n; i++) {
      walkers.stream[i] = model.stream(block.walkId[i]);
    }
    block.count = to + n;
    return n;
  }

  /** Collects walkers bound for one partition. Owned by one thread; reused after {@link #seal}. */
  public static final class Builder {
    private static final int FIRST_CAPACITY = 16;

    /** Bytes of an empty one. */
    static final long FIRST_BYTES = (long) FIRST_CAPACITY * WALKER_BYTES;

    private long[] walkId = new long[FIRST_CAPACITY];
    private int[] step = new int[FIRST_CAPACITY];
    private int[] previous = new int[FIRST_CAPACITY];
    private int[] current = new int[FIRST_CAPACITY];
    private int[] question = new int[FIRST_CAPACITY];
    private int[] trial = new int[FIRST_CAPACITY];
    private int count;

    /** Walkers collected so far. */
    public int count() {
      return count;
    }

    /** Adds a walker that stands at {@code at}, having taken no step yet. */
    void addStart(long id, int at) {
      add(id, 1, TransitionModel.NO_PREVIOUS, at);
    }

    void add(long id, int nextStep, int from, int at) {
      add(id, nextStep, from, at, NO_QUESTION, 0);
    }

    void add(long id, int nextStep, int from, int at, int candidate, int trialNumber) {
      if (count == walkId.length) {
        grow();
      }
      walkId[count] = id;
      step[count] = nextStep;
      previous[count] = from;
      current[count] = at;
      question[count] = candidate;
      trial[count] = trialNumber;
      count++;
    }

    /** Makes a batch of what was collected and starts again from nothing. */
    WalkerBatch seal(WaveAttempt attempt) {
      MemorySegment columns = MemorySegment.ofArray(new byte[WALKER_BYTES * count]);
      MemorySegment.copy(walkId, 0, columns, LONG, 0, count);
      MemorySegment.copy(step, 0, columns, INT, 8L * count, count);
      MemorySegment.copy(previous, 0, columns, INT, 12L * count, count);
      MemorySegment.copy(current, 0, columns, INT, 16L * count, count);
      MemorySegment.copy(question, 0, columns, INT, 20L * count, count);
      MemorySegment.copy(trial, 0, columns, INT, 24L * count, count);
      WalkerBatch batch = new WalkerBatch(attempt, count, columns);
      count = 0;
      return batch;
    }

    private void grow() {
      int larger = walkId.length * 2;
      walkId = Arrays.copyOf(walkId, larger);
      step = Arrays.copyOf(step, larger);
      previous = Arrays.copyOf(previous, larger);
      current = Arrays.copyOf(current, larger);
      question = Arrays.copyOf(question, larger);
      trial = Arrays.copyOf(trial, larger);
    }
  }
}
