package io.strider.runtime.checkpoint;

/**
 * A place between two waves of training: everything before it is trained, nothing behind it.
 *
 * @param epoch of the next wave, from 0; the number of epochs when all is trained
 * @param firstWalk id of the next wave's first walk
 * @param lossSum what was summed up so far for the reported loss: a wave's mean times its walks, in nats
 * @param lossWalks walks behind that sum
 */
public record TrainingPosition(int epoch, long firstWalk, double lossSum, long lossWalks) {

  /** Before the first wave. */
  public static final TrainingPosition START = new TrainingPosition(0, 0, 0, 0);
}
