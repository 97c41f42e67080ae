package io.strider.runtime.walk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides when which wave is walked and when it goes to its consumer: waves are opened in order, each when the one
 * before is ending or walked and a buffer is free, and delivered in order, one at a time. So no more waves are in memory than there are buffers, however slow the
 * consumer is; with one buffer, walking and consuming take turns on the same cores. Maps events to effects; no threads.
 */
public final class WaveScheduleLogic {

  /** What is to be done about an event. */
  public sealed interface Effect {

    /** Walk ids [firstWalk, firstWalk + walks) as wave {@code number} in buffer {@code buffer}. */
    record Open(long number, int buffer, long firstWalk, int walks) implements Effect {}

    /** Hand complete wave {@code number}, which lies in {@code buffer}, to the consumer. */
    record Deliver(long number, int buffer) implements Effect {}

    /** Every wave was consumed. */
    record Finish() implements Effect {}
  }

  private final long firstWalk;
  private final long totalWalks;
  private final int walksPerWave;
  private final long waves;
  private final int buffers;
  private final Set<Long> complete = new HashSet<>();
  private long opened;
  private long ending;
  private long delivered;
  private long consumed;

  /**
   * A schedule of the walks from some id on, once.
   *
   * @param firstWalk id of the first walk, below {@code totalWalks}
   * @param totalWalks walks of a pass over the whole corpus
   * @param walksPerWave walks of every wave but the last
   * @param buffers waves that may be in memory at once
   */
  public WaveScheduleLogic(long firstWalk, long totalWalks, int walksPerWave, int buffers) {
    this.firstWalk = firstWalk;
    this.totalWalks = totalWalks;
    this.walksPerWave = walksPerWave;
    this.waves = (totalWalks - firstWalk + walksPerWave - 1) / walksPerWave;
    this.buffers = buffers;
  }

  /** The first effects. */
  public List<Effect> start() {
    return next();
  }

  /** So much of a wave is walked that lanes begin to run out of walkers; heard any number of times, or never. */
  public List<Effect> onEnding(long number) {
    ending = Math.max(ending, number + 1);
    return next();
  }

  /** Every walk of a wave is known. */
  public List<Effect> onComplete(long number) {
    complete.add(number);
    return onEnding(number);
  }

  /** The consumer is through with the wave that was delivered last; its buffer is free. */
  public List<Effect> onConsumed(long number) {
    if (number != consumed) {
      throw new IllegalStateException("wave " + number + " was consumed while " + consumed + " was due");
    }
    consumed++;
    return next();
  }

  /** Whether walkers are on their way. */
  public boolean walking() {
    return opened > delivered + complete.size();
  }

  private List<Effect> next() {
    List<Effect> effects = new ArrayList<>();
    if (delivered == consumed && complete.remove(delivered)) {
      effects.add(new Effect.Deliver(delivered, (int) (delivered % buffers)));
      delivered++;
    }
    if (opened < waves && opened - consumed < buffers && opened == ending) {
      long first = firstWalk + opened * walksPerWave;
      int walks = (int) Math.min(walksPerWave, totalWalks - first);
      effects.add(new Effect.Open(opened, (int) (opened % buffers), first, walks));
      opened++;
    }
    if (consumed == waves) {
      effects.add(new Effect.Finish());
    }
    return effects;
  }
}
