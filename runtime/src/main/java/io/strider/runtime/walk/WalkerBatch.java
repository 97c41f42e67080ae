package io.strider.runtime.walk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Walkers on their way to an endpoint, in one little-endian buffer: the first walker's walk id (8 bytes) and how many of the
 * walkers are {@link #inquiring} (4); then columns: walk id less the first one's (4), number of the next vertex (4), previous
 * vertex (4), current vertex (4); and for the inquiring ones, which come last: the candidate that is asked about or
 * {@link #NO_QUESTION} (4), the trial of that question or, without one, how many trials were refused already (4). A walker
 * with a question goes to the row that answers it: the candidate's, on a directed graph the previous vertex's. Never written
 * after it was made, so it may be handed to any thread. A lost or doubled batch changes no result: every draw is a function
 * of the walk id and step.
 */
public final class WalkerBatch {

  /** Bytes before the columns. */
  public static final int HEADER_BYTES = 12;

  /** Bytes of a walker. */
  public static final int WALKER_BYTES = 16;

  /** Bytes that an inquiring walker has besides. */
  public static final int QUESTION_BYTES = 8;

  /** Instead of a candidate: the walker stands on its current vertex and asks nothing. */
  static final int NO_QUESTION = -1;

  private static final long INQUIRING_AT = 8;
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
    WalkerBatch batch = new WalkerBatch(attempt, count, MemorySegment.ofArray(bytes));
    int inquiring = bytes.length < HEADER_BYTES ? 0 : batch.inquiring();
    if (count < 0 || inquiring < 0 || inquiring > count || bytes.length != bytes(count, inquiring)) {
      throw new IllegalArgumentException(
          bytes.length + " bytes for " + count + " walkers of " + WALKER_BYTES + ", " + inquiring + " of them inquiring");
    }
    return batch;
  }

  private static long bytes(long count, long inquiring) {
    return HEADER_BYTES + WALKER_BYTES * count + QUESTION_BYTES * inquiring;
  }

  /** The wave that these walkers belong to, and which sending-off of it. */
  public WaveAttempt attempt() {
    return attempt;
  }

  /** Number of walkers. */
  public int count() {
    return count;
  }

  /** Number of walkers, the last ones, that bring a question or were refused before. */
  private int inquiring() {
    return columns.get(INT, INQUIRING_AT);
  }

  /** Takes walkers [from, count) of this batch into a block that has room for them; returns how many went in. */
  int load(int from, WalkerBlock block, TransitionModel model) {
    int n = Math.min(count - from, block.capacity - block.count);
    int to = block.count;
    WalkerColumns walkers = block.walkers;
    long column = 4L * count;
    long at = HEADER_BYTES + 4L * from;
    long first = columns.get(LONG, 0);
    for (int i = 0; i < n; i++) {
      block.walkId[to + i] = first + columns.get(INT, at + 4L * i);
    }
    MemorySegment.copy(columns, INT, at + column, walkers.step, to, n);
    MemorySegment.copy(columns, INT, at + 2 * column, walkers.previous, to, n);
    MemorySegment.copy(columns, INT, at + 3 * column, walkers.current, to, n);
    loadQuestions(from, n, block);
    for (int i = to; i < to + n; i++) {
      walkers.stream[i] = model.stream(block.walkId[i]);
    }
    block.count = to + n;
    return n;
  }

  private void loadQuestions(int from, int n, WalkerBlock block) {
    int inquiring = inquiring();
    int plain = Math.clamp(count - inquiring - from, 0, n);
    int to = block.count;
    Arrays.fill(block.question, to, to + plain, NO_QUESTION);
    Arrays.fill(block.walkers.refusedTrials, to, to + plain, 0);
    long at = HEADER_BYTES + (long) WALKER_BYTES * count + 4L * (from + plain - (count - inquiring));
    MemorySegment.copy(columns, INT, at, block.question, to + plain, n - plain);
    MemorySegment.copy(columns, INT, at + 4L * inquiring, block.walkers.refusedTrials, to + plain, n - plain);
  }

  /** Collects walkers bound for one endpoint. Owned by one thread; reused after {@link #seal}. */
  public static final class Builder {

    private static final int PLAIN_CAPACITY = 16;
    private static final int INQUIRING_CAPACITY = 1;

    /**
     * Bytes of an empty one: itself, two sets of columns of four arrays each, and two arrays of questions, in objects that
     * take pairs of cache lines, as the launcher has them aligned. The longest array takes two.
     */
    static final long FIRST_BYTES = 14 * 128;

    /** Bytes that a walker may take: the columns grow by doubling. */
    static final long MOST_BYTES_A_WALKER = 2 * (Waiting.BYTES + QUESTION_BYTES);

    private final Waiting plain = new Waiting(PLAIN_CAPACITY);
    private final Waiting inquiring = new Waiting(INQUIRING_CAPACITY);
    private int[] question = new int[INQUIRING_CAPACITY];
    private int[] trial = new int[INQUIRING_CAPACITY];

    /** Walkers collected so far. */
    public int count() {
      return plain.count + inquiring.count;
    }

    /** Adds a walker that stands at {@code at}, having taken no step yet. */
    void addStart(long id, int at) {
      add(id, 1, TransitionModel.NO_PREVIOUS, at);
    }

    void add(long id, int nextStep, int from, int at) {
      plain.add(id, nextStep, from, at);
    }

    void add(long id, int nextStep, int from, int at, int candidate, int trialNumber) {
      int i = inquiring.count;
      if (i == question.length) {
        question = Arrays.copyOf(question, 2 * i);
        trial = Arrays.copyOf(trial, 2 * i);
      }
      question[i] = candidate;
      trial[i] = trialNumber;
      inquiring.add(id, nextStep, from, at);
    }

    /** Makes a batch of what was collected, all of one wave, and starts again from nothing. */
    WalkerBatch seal(WaveAttempt attempt) {
      int n = count();
      int asking = inquiring.count;
      MemorySegment columns = MemorySegment.ofArray(new byte[Math.toIntExact(bytes(n, asking))]);
      long first = n == 0 ? 0 : (plain.count > 0 ? plain : inquiring).walkId[0];
      columns.set(LONG, 0, first);
      columns.set(INT, INQUIRING_AT, asking);
      plain.write(columns, HEADER_BYTES, n, first);
      inquiring.write(columns, HEADER_BYTES + 4L * plain.count, n, first);
      long questions = HEADER_BYTES + (long) WALKER_BYTES * n;
      MemorySegment.copy(question, 0, columns, INT, questions, asking);
      MemorySegment.copy(trial, 0, columns, INT, questions + 4L * asking, asking);
      plain.count = 0;
      inquiring.count = 0;
      return new WalkerBatch(attempt, n, columns);
    }
  }

  /** Growing columns. */
  private static final class Waiting {
    static final long BYTES = 8 + 3 * 4;

    long[] walkId;
    int count;
    private int[] step;
    private int[] previous;
    private int[] current;

    Waiting(int firstCapacity) {
      walkId = new long[firstCapacity];
      step = new int[firstCapacity];
      previous = new int[firstCapacity];
      current = new int[firstCapacity];
    }

    void add(long id, int nextStep, int from, int at) {
      if (count == walkId.length) {
        grow();
      }
      walkId[count] = id;
      step[count] = nextStep;
      previous[count] = from;
      current[count] = at;
      count++;
    }

    /** Writes the columns of a batch of {@code total} walkers from byte {@code at}, where the first of these belongs. */
    void write(MemorySegment columns, long at, int total, long firstId) {
      long column = 4L * total;
      for (int i = 0; i < count; i++) {
        columns.set(INT, at + 4L * i, (int) (walkId[i] - firstId));
      }
      MemorySegment.copy(step, 0, columns, INT, at + column, count);
      MemorySegment.copy(previous, 0, columns, INT, at + 2 * column, count);
      MemorySegment.copy(current, 0, columns, INT, at + 3 * column, count);
    }

    private void grow() {
      int larger = walkId.length * 2;
      walkId = Arrays.copyOf(walkId, larger);
      step = Arrays.copyOf(step, larger);
      previous = Arrays.copyOf(previous, larger);
      current = Arrays.copyOf(current, larger);
    }
  }
}
