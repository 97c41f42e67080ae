package io.strider.runtime.train;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Wave;

/**
 * Trains vertex and context tables on waves of walks. One caller at a time; an implementation may use threads of its
 * own inside {@link #train}. Where {@link #reproducible}, the tables are a pure function of the walks, the
 * vocabulary and the parameters: not of wave sizes, thread counts, species of vectors or compilation.
 */
public interface SkipGramTrainer extends AutoCloseable {

  /**
   * Trains on the walks of a wave, which must follow the wave before it without a gap (a new epoch starts again at
   * walk 0). Every wave but the last of an epoch must hold a multiple of {@link #walksPerRound} walks. Does not keep
   * the wave.
   *
   * @throws io.strider.runtime.common.TrainingException when a vector became NaN or too long
   * @throws io.strider.runtime.common.DeviceException when a device failed, maybe on an earlier wave
   * @throws io.strider.runtime.common.CancelledException when asked to stop; the tables are then unusable
   */
  void train(Wave wave, Cancellation cancellation);

  /** The number of consecutive walks whose changes are added together; see {@link #train}. */
  int walksPerRound();

  /**
   * Mean loss a positive pair and its negatives (nats) over a sample of the centres since the last call; NaN if
   * none.
   */
  double takeSampledLoss();

  /** Which arithmetic trains and why it was chosen, for reports. */
  String describe();

  /** Whether another run gives the same tables, bit for bit. A trainer that does not say so does not. */
  default boolean reproducible() {
    return false;
  }

  /** The vertex table, one row a vocabulary row. */
  EmbeddingTable vectors();

  /** The context table, one row a vocabulary row. */
  EmbeddingTable contexts();

  @Override
  void close();
}
