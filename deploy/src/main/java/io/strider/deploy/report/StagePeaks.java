package io.strider.deploy.report;

import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notes the most memory that the process has had resident when each stage ends, and passes everything on. Thread-safe. */
public final class StagePeaks implements StageListener {

  private final StageListener listener;
  private final Map<Stage, Long> peaks = new EnumMap<>(Stage.class);

  /** Passes on to {@code listener}. */
  public StagePeaks(StageListener listener) {
    this.listener = listener;
  }

  @Override
  public void started(Stage stage, long plannedItems) {
    listener.started(stage, plannedItems);
  }

  @Override
  public void planned(Stage stage, long plannedItems) {
    listener.planned(stage, plannedItems);
  }

  @Override
  public void advanced(Stage stage, long itemsDone) {
    listener.advanced(stage, itemsDone);
  }

  @Override
  public void finished(StageReport report) {
    Long peak = PeakMemory.residentBytes();
    if (peak != null) {
      synchronized (peaks) {
        peaks.put(report.stage(), peak);
      }
    }
    listener.finished(report);
  }

  /** Bytes at the end of a stage of this name; null if it did not end, or the system does not tell. */
  public @Nullable Long residentBytes(String name) {
    synchronized (peaks) {
      return peaks.entrySet().stream()
          .filter(entry -> entry.getKey().label().equals(name))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElse(null);
    }
  }
}
