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
    long at = batch.verticesAt();
    for (int from = 0; from < batch.count(); from += SEGMENTS_AT_ONCE) {
      int to = Math.min(batch.count(), from + SEGMENTS_AT_ONCE);
      touched += touch(batch, from, to);
      for (int s = from; s < to; s++) {
        int length = batch.length(s);
        segment(batch, batch.walkId(s), batch.firstStep(s), length, batch.ended(s), at);
        at += 4L * length;
      }
    }
  }

  /**
   * Reads a cell of each row that segments [from, to) go to, so that their cache misses are in flight together.
   *
   * @return a sum of them, which means nothing
   */
  private int touch(TrailBatch batch, int from, int to) {
    int sum = 0;
    for (int s = from; s < to; s++) {
      long index = batch.walkId(s) - firstWalk;
      int step = batch.firstStep(s);
      if (index >= 0 && index < walks && step >= 0 && step < walkLength) {
        sum += vertices[(int) index * walkLength + step] + known[(int) index] + lengths[(int) index];
      }
    }
    return sum;
  }

  private void segment(TrailBatch batch, long walkId, int firstStep, int length, boolean ended, long at) {
    long index = walkId - firstWalk;
    if (index < 0 || index >= walks || firstStep < 1 || length < 0 || length > walkLength - firstStep) {
      refusedSegments++;
      return;
    }
    int i = (int) index;
    int before = known[i];
    boolean wasComplete = before == lengths[i];
    if (ended) {
      lengths[i] = firstStep + length;
    }
    if (batch.placed()) {
      if (firstStep != before) {
        throw new IllegalStateException("a trail from step " + firstStep + " in the rows, known are " + before);
      }
      known[i] = firstStep + length;
      steps += length;
    } else if (firstStep > before) {
      readBehindGap(batch, i, firstStep, length, at);
    } else if (firstStep + length > before) {
      batch.read(at + 4L * (before - firstStep), vertices, i * walkLength + before, firstStep + length - before);
      known[i] = withGaps.get(i) ? firstGap(i, firstStep + length) : firstStep + length;
      steps += known[i] - before;
    }
    if (!wasComplete && known[i] == lengths[i]) {
      incomplete--;
    }
  }

  private void readBehindGap(TrailBatch batch, int i, int firstStep, int length, long at) {
    int row = i * walkLength;
    if (!withGaps.get(i)) {
      withGaps.set(i);
      Arrays.fill(vertices, row + known[i], row + walkLength, UNKNOWN);
    }
    batch.read(at, vertices, row + firstStep, length);
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
