package io.strider.actors;

import io.strider.runtime.checkpoint.RunJournal;
import io.strider.runtime.common.InputException;
import java.time.Duration;

/**
 * How an embedding is made to survive the process that drives it. None of it changes a result.
 *
 * @param journal where the run is kept
 * @param interval from the end of one checkpoint to the next, which is written after the wave that is trained then; zero: after
 *     every wave
 */
public record Checkpoints(RunJournal journal, Duration interval) {

  /** The interval unless another is asked for. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);

  /** Checks the interval. */
  public Checkpoints {
    if (interval.isNegative()) {
      throw InputException.at("interval of checkpoints", interval.toString(), "zero or more");
    }
  }

  /** Every five minutes. */
  public static Checkpoints in(RunJournal journal) {
    return new Checkpoints(journal, DEFAULT_INTERVAL);
  }
}
