package io.strider.runtime.progress;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.time.Clock;

/**
 * What a long piece of work needs of the world around it.
 *
 * @param listener hears of progress
 * @param clock times the stage
 * @param cancellation asked now and then whether to stop
 */
public record Monitor(StageListener listener, Clock clock, Cancellation cancellation) {

  /** Tells nobody and is never cancelled. */
  public static final Monitor SILENT = new Monitor(StageListener.SILENT, Clock.SYSTEM, Cancellation.NEVER);

  /**
   * Announces a stage and starts its clock.
   *
   * @param stage which one
   * @param plannedItems how many items are expected, or −1 when unknown
   */
  public StageRun begin(Stage stage, long plannedItems) {
    return StageRun.begin(this, stage, plannedItems);
  }

  /** Throws {@link io.strider.runtime.common.CancelledException} once the work should stop. */
  public void check() {
    cancellation.check();
  }
}
