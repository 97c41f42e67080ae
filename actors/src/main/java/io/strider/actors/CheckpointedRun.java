package io.strider.actors;

import io.strider.runtime.checkpoint.RunJournal;
import java.time.Duration;

/**
 * An embedding that this process has claimed; closing it leaves the run to be gone on with.
 *
 * @param run what is kept of it
 * @param interval as of {@link Checkpoints}
 */
public record CheckpointedRun(RunJournal.Run run, Duration interval) implements AutoCloseable {

  @Override
  public void close() {
    run.close();
  }
}
