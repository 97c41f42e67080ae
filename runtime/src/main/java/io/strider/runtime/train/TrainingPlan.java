package io.strider.runtime.train;

import io.strider.runtime.common.InputException;

/**
 * How much corpus an epoch will bring, known before the first wave: it fixes the learning rate of every walk and the
 * size of the arenas.
 *
 * @param walks walks of one epoch; at least 1
 * @param walkLength most vertices in a walk; at least 1
 */
public record TrainingPlan(long walks, int walkLength) {

  /**
   * Every trainer's {@link SkipGramTrainer#walksPerRound} divides this, so waves may be planned before the
   * trainer is made.
   */
  public static final int WALKS_MULTIPLE = 64;

  /** Checks both ranges. */
  public TrainingPlan {
    if (walks < 1) {
      throw InputException.at("walks an epoch", String.valueOf(walks), "at least 1");
    }
    if (walkLength < 1) {
      throw InputException.at("walk length", String.valueOf(walkLength), "at least 1");
    }
  }

  /**
   * The learning rate of a walk: falls linearly over the walks of all epochs, and depends on nothing else.
   *
   * @param parameters give the first rate and the number of epochs
   * @param epoch from 0
   * @param walk id of the walk, from 0
   */
  public double learningRate(TrainingParameters parameters, int epoch, long walk) {
    double progress = ((double) epoch * walks + walk) / ((double) parameters.epochs() * walks);
    double first = parameters.learningRate();
    double last = TrainingParameters.MIN_LEARNING_RATE;
    return Math.max(last, first + (last - first) * progress);
  }
}
