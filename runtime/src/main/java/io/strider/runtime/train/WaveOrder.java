package io.strider.runtime.train;

import io.strider.runtime.common.InputException;
import io.strider.runtime.corpus.Wave;

/**
 * Holds waves to the order that {@link SkipGramTrainer#train} asks for, and counts epochs. Not thread-safe.
 */
public final class WaveOrder {

  private final TrainingParameters parameters;
  private final TrainingPlan plan;
  private final int walksPerRound;
  private int epoch;
  private long nextWalk;

  /** Before the first wave. */
  public WaveOrder(TrainingParameters parameters, TrainingPlan plan, int walksPerRound) {
    this.parameters = parameters;
    this.plan = plan;
    this.walksPerRound = walksPerRound;
  }

  /** The epoch that the next wave belongs to, from 0. */
  public int epoch() {
    return epoch;
  }

  /**
   * Checks that a wave is the next one.
   *
   * @throws InputException when it is not
   */
  public void requireNext(Wave wave) {
    long walks = plan.walks();
    long end = wave.firstWalk() + wave.walks();
    require(epoch < parameters.epochs(), "epoch", epoch, "fewer than " + parameters.epochs());
    require(wave.firstWalk() == nextWalk, "first walk of a wave", wave.firstWalk(), String.valueOf(nextWalk));
    require(end <= walks, "end of a wave", end, "at most the planned " + walks);
    require(
        end == walks || wave.walks() % walksPerRound == 0,
        "walks of a wave",
        wave.walks(),
        "a multiple of " + walksPerRound);
    int longest = plan.walkLength();
    require(wave.stride() <= longest, "longest walk of a wave", wave.stride(), "at most the planned " + longest);
  }

  /**
   * Goes on behind waves that were trained elsewhere.
   *
   * @throws InputException when no wave can begin there
   */
  public void skipTo(int skippedEpochs, long firstWalk) {
    int epochs = parameters.epochs();
    require(skippedEpochs >= 0 && skippedEpochs <= epochs, "epoch", skippedEpochs, "0 to " + epochs);
    long end = skippedEpochs == epochs ? 1 : plan.walks();
    require(firstWalk >= 0 && firstWalk < end, "first walk of a wave", firstWalk, "0 to " + (end - 1));
    require(firstWalk % walksPerRound == 0, "first walk of a wave", firstWalk, "a multiple of " + walksPerRound);
    epoch = skippedEpochs;
    nextWalk = firstWalk;
  }

  /** Counts a wave that was trained; true if it was the last of its epoch. */
  public boolean advance(Wave wave) {
    nextWalk += wave.walks();
    if (nextWalk < plan.walks()) {
      return false;
    }
    epoch++;
    nextWalk = 0;
    return true;
  }

  private static void require(boolean holds, String place, long found, String expected) {
    if (!holds) {
      throw InputException.at(place, String.valueOf(found), expected);
    }
  }
}
