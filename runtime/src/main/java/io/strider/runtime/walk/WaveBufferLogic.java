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
 * <p>A row is known up to some vertex, which is all that there is to say of it while its segments come in order. One whose
 * segments have overtaken each other has gaps: its cells that are not known hold −1.
 */
public final class WaveBufferLogic {

  private static final int UNKNOWN = -1;

  /** Instead of a place in the words: the vertices are in the rows already. */
  private static final int PLACED = -1;

  /** A wave is ending when so much of its steps is known. */
  private static final int ENDING_NUMERATOR = 7;

  private static final int ENDING_DENOMINATOR = 8;

  /** Enough cache misses to wait for together, few enough lines for the L1 cache. */
  private static final int SEGMENTS_AT_ONCE = 32;

  private final WalkStarts starts;
  private final int walkLength;
  private final int[] vertices;
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

  /**
   * A buffer for waves of at most {@code capacity} walks.
   *
   * @param starts where walks start
   * @param walkLength vertices in a full walk
   */
  public WaveBufferLogic(WalkStarts starts, int walkLength, int capacity) {
    this.starts = starts;
    this.walkLength = walkLength;
    this.vertices = new int[Math.multiplyExact(capacity, walkLength)];
    this.known = new int[capacity];
    this.lengths = new int[capacity];
    this.withGaps = new BitSet(capacity);
  }

  /** Walkers go to these endpoints from now on; heard before any wave, and again when partitions have moved. */
  public void connect(Endpoints endpoints) {
    outbox = new WalkerOutbox(endpoints);
  }

  /** Bytes of a buffer. */
  public static long bytes(long capacity, int walkLength) {
    return capacity * (4L * walkLength + 8);
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
    outlet.collects(new WaveRows(wave, firstWalk, walkLength, vertices));
    for (int i = 0; i < count; i++) {
      int start = starts.vertex(first + i);
      vertices[i * walkLength] = start;
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
      int row = i * walkLength;
      int current = vertices[row + step - 1];
      int previous = step == 1 ? TransitionModel.NO_PREVIOUS : vertices[row + step - 2];
      WalkerBatch.Builder batch = out.towards(current);
      batch.add(firstWalk + i, step, previous, current);
      sent++;
      sendFull(batch, out, off, outlet);
    }
    out.send(1, off, outlet);
    return sent;
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
    int at = 3 * count;
    for (int from = 0; from < count; from += SEGMENTS_AT_ONCE) {
      int to = Math.min(count, from + SEGMENTS_AT_ONCE);
      touched += touch(offset, from, to, count);
      for (int s = from; s < to; s++) {
        int length = words[2 * count + s] & ~TrailBatch.ENDED;
        boolean ended = words[2 * count + s] < 0;
        segment(offset + words[s], words[count + s], length, ended, batch.placed() ? PLACED : at);
        at += length;
      }
    }
  }

  /**
   * Reads a cell of each row that segments [from, to) go to, so that their cache misses are in flight together.
   *
   * @return a sum of them, which means nothing
   */
  private int touch(long offset, int from, int to, int count) {
    int sum = 0;
    for (int s = from; s < to; s++) {
      long index = offset + words[s];
      int step = words[count + s];
      if (index >= 0 && index < walks && step >= 0 && step < walkLength) {
        sum += vertices[(int) index * walkLength + step] + known[(int) index] + lengths[(int) index];
      }
    }
    return sum;
  }

  /** Takes in one segment, whose vertices are in the words from {@code at} on, or {@link #PLACED}. */
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
    if (at == PLACED) {
      if (firstStep != before) {
        throw new IllegalStateException("a trail from step " + firstStep + " in the rows, known are " + before);
      }
      known[i] = firstStep + length;
      steps += length;
    } else if (firstStep > before) {
      readBehindGap(i, firstStep, length, at);
    } else if (firstStep + length > before) {
      read(at + before - firstStep, i * walkLength + before, firstStep + length - before);
      known[i] = withGaps.get(i) ? firstGap(i, firstStep + length) : firstStep + length;
      steps += known[i] - before;
    }
    if (!wasComplete && known[i] == lengths[i]) {
      incomplete--;
    }
  }

  private void readBehindGap(int i, int firstStep, int length, int at) {
    int row = i * walkLength;
    if (!withGaps.get(i)) {
      withGaps.set(i);
      Arrays.fill(vertices, row + known[i], row + walkLength, UNKNOWN);
    }
    read(at, row + firstStep, length);
  }

  /** Copies words to vertices, one by one: between two hash partitions most segments have one or two. */
  private void read(int at, int to, int length) {
    for (int k = 0; k < length; k++) {
      vertices[to + k] = words[at + k];
    }
  }

  private int firstGap(int i, int from) {
    int row = i * walkLength;
    int step = from;
    while (step < walkLength && vertices[row + step] != UNKNOWN) {
      step++;
    }
    return step;
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
    return new Wave(firstWalk, walks, walkLength, vertices, lengths);
  }
}
