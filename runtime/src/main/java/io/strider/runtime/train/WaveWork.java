package io.strider.runtime.train;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Wave;

/** How the workers of a team share the walks of a wave. */
interface WaveWork {

  /** See {@link SkipGramTrainer#walksPerRound}. */
  int walksPerRound();

  /** Called by one thread before the workers start on a wave. */
  void begin();

  /**
   * One worker's part; every worker of the team calls this once a wave.
   *
   * @param worker from 0
   * @param wave the walks
   * @param epoch from 0
   * @param cancellation asked by worker 0 now and then
   */
  void work(int worker, Wave wave, int epoch, Cancellation cancellation);
}
