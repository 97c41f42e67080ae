package io.strider.runtime.walk;

import io.strider.runtime.corpus.Wave;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects one wave: sends its walkers off, fills their trails into a matrix in whatever order they come, and knows when
 * every walk is complete. Idempotent: a segment taken in twice, or one of another wave, changes nothing. One thread at a
 * time.
 *
 * <p>A walk is known up to some vertex, which is all that there is to say of it while its segments come in order. One whose
 * segments have overtaken each other has gaps. Trails that bring their vertices go into a matrix with a line for each step, which
 * is turned into rows when the wave is complete: walkers move at about the same pace, so that the lines where they are stay in the
 * cache, and rows would not.
 */
public final class WaveBufferLogic {

  private static final int UNKNOWN = -1;

  /** Walks whose lines are turned into rows together: the vertices in a cache line. */
  private static final int WALKS_AT_ONCE = 16;

  /** A wave is ending when so much of its steps is known. */
  private static final int ENDING_NUMERATOR = 7;
  private static final int ENDING_DENOMINATOR = 8;

  /** Enough cache misses to wait for together, few enough lines for the L1 cache. */
  private static final int SEGMENTS_AT_ONCE = 32;

  private final WalkStarts starts;
  private final int walkLength;
  private final int capacity;
  private final int[] vertices;

  /** Vertex of walk i at step s at [s capacity + i], −1 where it is not known; null when lanes write right into the rows. */
  private final int @Nullable [] lines;

  private final int[] known;
  private final int[] lengths;
  private final BitSet withGaps;
  private @Nullable WalkerOutbox outbox;
  private long wave = -1;
  private int attempt;
  private long firstWalk;
  private int walks;
  private int incomplete;
  private long steps;
  private long refusedSegments;

  /** A batch of trails as it is taken in. */
  private int[] words = new int[0];

  /** Keeps the compiler from leaving {@link #touch} out. */
  @SuppressWarnings("UnusedVariable")
  private int touched;

  private WaveBufferLogic(WalkStarts starts, int walkLength, int capacity, boolean placed) {
    this.starts = starts;
    this.walkLength = walkLength;
    this.capacity = capacity;
    this.vertices = new int[Math.multiplyExact(capacity, walkLength)];
    this.lines = placed ? null : new int[vertices.length];
    this.known = new int[capacity];
    this.lengths = new int[capacity];
    this.withGaps = new BitSet(capacity);
  }

  /**
   * A buffer whose trails bring their vertices.
   *
   * @param starts where walks start
   * @param walkLength vertices in a full walk
   * @param capacity walks of a wave at most
   */
  public static WaveBufferLogic ofTrails(WalkStarts starts, int walkLength, int capacity) {
    return new WaveBufferLogic(starts, walkLength, capacity, false);
  }

  /** As {@link #ofTrails}, for lanes of this process that write vertices into the {@link WaveRows} that they are told. */
  public static WaveBufferLogic ofPlaced(WalkStarts starts, int walkLength, int capacity) {
    return new WaveBufferLogic(starts, walkLength, capacity, true);
  }

  /** Walkers go to these endpoints from now on; heard before any wave, and again when partitions have moved. */
  public void connect(Endpoints endpoints) {
    outbox = new WalkerOutbox(endpoints);
  }

  /** Bytes of a buffer of trails. */
  public static long bytes(long capacity, int walkLength) {
    return capacity * (8L * walkLength + 8);
  }

  /**
   * Begins a wave and sends its walkers off from their starts. A walk of length 1 is complete at once.
   *
   * @param number the wave's number; trails of any other are refused from now on
   * @param first id of its first walk
   * @param count its walks, at most the capacity
   */
  public void open(long number, long first, int count, WalkOutlet outlet) {
    wave = number;
    attempt = 0;
    WaveAttempt off = new WaveAttempt(wave, attempt);
    firstWalk = first;
    walks = count;
    steps = 0;
    Arrays.fill(lengths, 0, count, walkLength);
    Arrays.fill(known, 0, count, 1);
    withGaps.clear();
    incomplete = walkLength == 1 ? 0 : count;
    WalkerOutbox out = Objects.requireNonNull(outbox, "not connected");
    if (lines == null) {
      outlet.collects(new WaveRows(wave, firstWalk, walkLength, vertices));
    } else {
      Arrays.fill(lines, UNKNOWN);
    }
    for (int i = 0; i < count; i++) {
      int start = starts.vertex(first + i);
      if (lines == null) {
        vertices[i * walkLength] = start;
      } else {
        lines[i] = start;
      }
      if (walkLength > 1) {
        WalkerBatch.Builder batch = out.towards(start);
        batch.addStart(first + i, start);
        sendFull(batch, out, off, outlet);
      }
    }
    out.send(1, off, outlet);
  }

  /**
   * Sends every walker that is not complete off again, from the last vertex up to which its walk is known. They are a new attempt, so that
   * those of the one before, where they still walk, are let in nowhere any more; both take the same steps.
   *
   * @return walkers sent off
   */
  public int reissue(WalkOutlet outlet) {
    attempt++;
    WaveAttempt off = new WaveAttempt(wave, attempt);
    WalkerOutbox out = Objects.requireNonNull(outbox, "not connected");
    int sent = 0;
    for (int i = 0; i < walks; i++) {
      int step = known[i];
      if (step == lengths[i]) {
        continue;
      }
      int current = vertex(i, step - 1);
      int previous = step == 1 ? TransitionModel.NO_PREVIOUS : vertex(i, step - 2);
      WalkerBatch.Builder batch = out.towards(current);
      batch.add(firstWalk + i, step, previous, current);
      sent++;
      sendFull(batch, out, off, outlet);
    }
    out.send(1, off, outlet);
    return sent;
  }

  private int vertex(int i, int step) {
    return lines == null ? vertices[i * walkLength + step] : lines[step * capacity + i];
  }

  private static void sendFull(WalkerBatch.Builder last, WalkerOutbox out, WaveAttempt off, WalkOutlet outlet) {
    if (last.count() == PartitionWalkLogic.BLOCK_WALKERS) {
      out.send(PartitionWalkLogic.BLOCK_WALKERS, off, outlet);
    }
  }

  /** Fills segments in; those of another wave or outside the wave's walks are refused and counted. */
  public void accept(TrailBatch batch) {
    if (batch.wave() != wave) {
      refusedSegments += batch.count();
      return;
    }
    int count = batch.count();
    if (words.length < batch.words()) {
      words = new int[Math.max(batch.words(), 2 * words.length)];
    }
    batch.copyTo(words);
    long offset = batch.firstWalk() - firstWalk;
    if (batch.placed() != (lines == null)) {
      throw new IllegalStateException("a buffer of rows and one of trails take only their own");
    }
    int at = 3 * count;
    for (int from = 0; from < count; from += SEGMENTS_AT_ONCE) {
      int to = Math.min(count, from + SEGMENTS_AT_ONCE);
      touched += touch(offset, from, to, count);
      for (int s = from; s < to; s++) {
        int length = words[2 * count + s] & ~TrailBatch.ENDED;
        segment(offset + words[s], words[count + s], length, words[2 * count + s] < 0, at);
        at += length;
      }
    }
  }

  /**
   * Reads a cell of each walk that segments [from, to) belong to, so that their cache misses are in flight together.
   *
   * @return a sum of them, which means nothing
   */
  private int touch(long offset, int from, int to, int count) {
    int sum = 0;
    for (int s = from; s < to; s++) {
      long index = offset + words[s];
      int step = words[count + s];
      if (index >= 0 && index < walks && step >= 0 && step < walkLength) {
        int i = (int) index;
        sum += known[i] + lengths[i] + (lines == null ? 0 : lines[step * capacity + i]);
      }
    }
    return sum;
  }

  /** Takes in one segment, whose vertices are in the words from {@code at} on, or in the rows. */
  private void segment(long index, int firstStep, int length, boolean ended, int at) {
    if (index < 0 || index >= walks || firstStep < 1 || length > walkLength - firstStep) {
      refusedSegments++;
      return;
    }
    int i = (int) index;
    int before = known[i];
    boolean wasComplete = before == lengths[i];
    if (ended) {
      lengths[i] = firstStep + length;
    }
    if (lines == null) {
      if (firstStep != before) {
        throw new IllegalStateException("a trail from step " + firstStep + " in the rows, known are " + before);
      }
      known[i] = firstStep + length;
    } else if (firstStep + length > before) {
      write(lines, firstStep * capacity + i, at, length);
      if (firstStep > before) {
        withGaps.set(i);
      } else {
        known[i] = withGaps.get(i) ? firstGap(lines, i, firstStep + length) : firstStep + length;
      }
    }
    steps += known[i] - before;
    if (!wasComplete && known[i] == lengths[i]) {
      incomplete--;
    }
  }

  private void write(int[] matrix, int cell, int at, int length) {
    for (int k = 0; k < length; k++) {
      matrix[cell + k * capacity] = words[at + k];
    }
  }

  private int firstGap(int[] matrix, int i, int from) {
    int step = from;
    while (step < walkLength && matrix[step * capacity + i] != UNKNOWN) {
      step++;
    }
    return step;
  }

  /** Turns the lines of complete walks into rows. */
  private void turn(int[] matrix) {
    for (int first = 0; first < walks; first += WALKS_AT_ONCE) {
      int n = Math.min(WALKS_AT_ONCE, walks - first);
      for (int step = 0; step < walkLength; step++) {
        for (int k = 0; k < n; k++) {
          vertices[(first + k) * walkLength + step] = matrix[step * capacity + first + k];
        }
      }
    }
  }

  /** Whether every walk of the wave is known from start to end. */
  public boolean complete() {
    return incomplete == 0;
  }

  /** Whether so many steps are known that the next wave may set off: its walkers keep busy who would wait for the last of this one. */
  public boolean ending() {
    return steps >= walks * (walkLength - 1L) / ENDING_DENOMINATOR * ENDING_NUMERATOR;
  }

  /** Steps that are known without a gap before them, since the wave was opened. */
  public long steps() {
    return steps;
  }

  /** Segments refused since the buffer was made. */
  public long refusedSegments() {
    return refusedSegments;
  }

  /** Number of the open wave. */
  public long wave() {
    return wave;
  }

  /** The complete wave; valid until the next {@link #open}. */
  public Wave take() {
    if (!complete()) {
      throw new IllegalStateException("wave " + wave + " has " + incomplete + " incomplete walks");
    }
    if (lines != null) {
      turn(lines);
    }
    return new Wave(firstWalk, walks, walkLength, vertices, lengths);
  }
}
