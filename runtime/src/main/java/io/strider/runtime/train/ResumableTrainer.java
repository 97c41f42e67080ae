package io.strider.runtime.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A trainer whose state between two waves can be written down, and taken up by another trainer of the same vocabulary,
 * parameters and plan in another process. Where it is {@link #reproducible}, both end with the same tables, bit for bit.
 */
public interface ResumableTrainer extends SkipGramTrainer {

  /**
   * Writes all that later waves depend on, but for the vocabulary, the parameters and the plan. Called between two waves;
   * changes nothing. Needs no memory that grows with the tables.
   *
   * @param out need not be buffered; stays open
   */
  void save(OutputStream out) throws IOException;

  /**
   * Takes up what {@link #save} wrote, before any wave was trained.
   *
   * @param epoch of the next wave, from 0; the number of epochs when nothing is left to train
   * @param firstWalk id of the first walk of the next wave, a multiple of {@link #walksPerRound}
   * @throws io.strider.runtime.common.InputException when it was not written for this vocabulary and these parameters
   */
  void restore(InputStream in, int epoch, long firstWalk) throws IOException;
}
