package io.strider.runtime.walk;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walkers on their way to a partition, as columns in one buffer: walk id (8 bytes), number of the next vertex (4),
 * previous vertex (4), current vertex (4). Never written after it was made, so it may be
 * handed to any thread. A lost or doubled batch changes no result: every draw is a function of the walk id and step.
 */
public final class WalkerBatch {

  /** Bytes of a walker. */
  public static final int WALKER_BYTES = 20;

  private final long wave;
  private final int count;
  private final UnsafeBuffer buffer;

  private WalkerBatch(long wave, int count, UnsafeBuffer buffer) {
    this.wave = wave;
    this.count = count;
    this.buffer = buffer;
  }

  /** Number of the wave that these walkers belong to. */
  public long wave() {
    return wave;
  }

  /** Number of walkers. */
  public int count() {
    return count;
  }

  /** Takes walkers [from, count) of this batch into a block that has room for them; returns how many went in. */
  int load(int from, WalkerBlock block, TransitionModel model) {
    int n = Math.min(count - from, block.capacity - block.count);
    for (int k = from; k < from + n; k++) {
      long id = buffer.getLong(8 * k);
      block.add(
          id,
          model.stream(id),
          buffer.getInt(8 * count + 4 * k),
          buffer.getInt(12 * count + 4 * k),
          buffer.getInt(16 * count + 4 * k));
    }
    return n;
  }

  /** Collects walkers bound for one partition. Owned by one thread; reused after {@link #seal}. */
  public static final class Builder {
    private static final int FIRST_CAPACITY = 64;

    private long[] walkId = new long[FIRST_CAPACITY];
    private int[] step = new int[FIRST_CAPACITY];
    private int[] previous = new int[FIRST_CAPACITY];
    private int[] current = new int[FIRST_CAPACITY];
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
      if (count == walkId.length) {
        grow();
      }
      walkId[count] = id;
      step[count] = nextStep;
      previous[count] = from;
      current[count] = at;
      count++;
    }

    /** Makes a batch of what was collected and starts again from nothing. */
    WalkerBatch seal(long wave) {
      UnsafeBuffer buffer = new UnsafeBuffer(new byte[WALKER_BYTES * count]);
      for (int k = 0; k < count; k++) {
        buffer.putLong(8 * k, walkId[k]);
        buffer.putInt(8 * count + 4 * k, step[k]);
        buffer.putInt(12 * count + 4 * k, previous[k]);
        buffer.putInt(16 * count + 4 * k, current[k]);
      }
      WalkerBatch batch = new WalkerBatch(wave, count, buffer);
      count = 0;
      return batch;
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
