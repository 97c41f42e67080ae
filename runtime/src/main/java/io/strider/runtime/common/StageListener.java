package io.strider.runtime.common;

/**
 * Hears how a run gets on. Calls for one stage come in order; calls for different stages may come from different
 * threads at the same time, so implementations must be thread-safe and quick.
 */
public interface StageListener {

  /** Hears nothing. */
  StageListener SILENT =
      new StageListener() {
        @Override
        public void started(Stage stage, long plannedItems) {}

        @Override
        public void advanced(Stage stage, long itemsDone) {}

        @Override
        public void finished(StageReport report) {}
      };

  /**
   * A stage has begun.
   *
   * @param stage which one
   * @param plannedItems how many items it expects to work through, or −1 when unknown
   */
  void started(Stage stage, long plannedItems);

  /**
   * A stage knows better now how many items it will work through; it may say so any number of times. Ignored unless overridden.
   *
   * @param stage which one, begun and not ended
   * @param plannedItems how many
   */
  default void planned(Stage stage, long plannedItems) {}

  /**
   * A stage got on.
   *
   * @param stage which one
   * @param itemsDone items done since the stage began; never falls
   */
  void advanced(Stage stage, long itemsDone);

  /** A stage has ended. */
  void finished(StageReport report);
}
