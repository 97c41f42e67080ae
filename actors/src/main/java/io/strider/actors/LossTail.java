package io.strider.actors;

import io.strider.runtime.checkpoint.TrainingPosition;

/**
 * The mean of the losses of waves over the last tenth of all walks; of the last wave where that is more. Not thread-safe.
 */
final class LossTail {

  private final long walksAnEpoch;
  private final long from;
  private long walks;
  private double sum;
  private long weight;

  /** Goes on from a position. */
  LossTail(TrainingPosition position, long walksAnEpoch, int epochs) {
    this.walksAnEpoch = walksAnEpoch;
    this.from = walksAnEpoch * epochs - walksAnEpoch * epochs / 10;
    this.walks = position.epoch() * walksAnEpoch + position.firstWalk();
    this.sum = position.lossSum();
    this.weight = position.lossWalks();
  }

  /** Adds a wave; {@code loss} is NaN where none was sampled. */
  void add(int waveWalks, double loss) {
    walks += waveWalks;
    if (walks > from && !Double.isNaN(loss)) {
      sum += loss * waveWalks;
      weight += waveWalks;
    }
  }

  /** Behind the waves that were added. */
  TrainingPosition position() {
    return new TrainingPosition((int) (walks / walksAnEpoch), walks % walksAnEpoch, sum, weight);
  }

  double mean() {
    return weight == 0 ? Double.NaN : sum / weight;
  }
}
