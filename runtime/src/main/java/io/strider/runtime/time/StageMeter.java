package io.strider.runtime.time;

import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageReport;

/** Adds up elapsed and processor time of a stage over the stretches in which it ran. One thread at a time. */
public final class StageMeter {

  private final Clock clock;
  private final Stage stage;
  private long items;
  private long nanos;
  private long cpuNanos;
  private long startedAt;
  private long cpuStartedAt;

  /** A meter at zero. */
  public StageMeter(Clock clock, Stage stage) {
    this.clock = clock;
    this.stage = stage;
  }

  /** A stretch begins. */
  public void resume() {
    startedAt = clock.nanoTime();
    cpuStartedAt = clock.processCpuNanos();
  }

  /** The stretch ends, having worked through so many items. */
  public void pause(long itemsDone) {
    nanos += clock.nanoTime() - startedAt;
    cpuNanos += clock.processCpuNanos() - cpuStartedAt;
    items += itemsDone;
  }

  /** Items so far. */
  public long items() {
    return items;
  }

  /** What the stage did so far. */
  public StageReport report() {
    return new StageReport(stage, items, nanos * 1e-9, cpuNanos * 1e-9);
  }
}
