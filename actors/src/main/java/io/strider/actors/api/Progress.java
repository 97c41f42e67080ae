package io.strider.actors.api;

import io.strider.runtime.common.Stage;
import java.util.List;
import java.util.Optional;

/**
 * The state of a job at one moment. Immutable.
 *
 * @param state whether it runs still, or how it ended
 * @param stages every stage that has begun, in the order of their beginnings; some run side by side
 */
public record Progress(State state, List<StageProgress> stages) {

  /** Running, or one of three ends. */
  public enum State {
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** Whether the job has ended. */
    public boolean ended() {
      return this != RUNNING;
    }
  }

  /** Copies the list. */
  public Progress {
    stages = List.copyOf(stages);
  }

  /** How far a stage is, unless it has not begun. */
  public Optional<StageProgress> stage(Stage stage) {
    return stages.stream().filter(each -> each.stage() == stage).findFirst();
  }
}
