package io.strider.runtime.progress;

import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageReport;

/**
 * One run of one stage on the calling thread: announced when begun, reported when finished. A stage that fails or is
 * cancelled never reports an end. Not thread-safe.
 */
public final class StageRun {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Monitor monitor;
  private final Stage stage;
  private final long startNanos;
  private final long startCpuNanos;
  private long items;

  private StageRun(Monitor monitor, Stage stage) {
    this.monitor = monitor;
    this.stage = stage;
    this.startNanos = monitor.clock().nanoTime();
    this.startCpuNanos = monitor.clock().processCpuNanos();
  }

  static StageRun begin(Monitor monitor, Stage stage, long plannedItems) {
    monitor.listener().started(stage, plannedItems);
    return new StageRun(monitor, stage);
  }

  /** Counts more items as done, tells the listener, and stops the work here if it was cancelled. */
  public void advance(long moreItems) {
    items += moreItems;
    monitor.listener().advanced(stage, items);
    monitor.check();
  }

  /** Reports the end of the stage. */
  public StageReport finish() {
    double seconds = (monitor.clock().nanoTime() - startNanos) / NANOS_PER_SECOND;
    double cpuSeconds = (monitor.clock().processCpuNanos() - startCpuNanos) / NANOS_PER_SECOND;
    StageReport report = new StageReport(stage, items, seconds, cpuSeconds);
    monitor.listener().finished(report);
    return report;
  }
}
