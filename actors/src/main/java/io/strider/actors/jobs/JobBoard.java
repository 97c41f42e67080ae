package io.strider.actors.jobs;

import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Hears how a job gets on and keeps the latest state of it. Thread-safe. */
public final class JobBoard implements StageListener {

  /** What is said beyond these is not passed on: they travel with each report. */
  private static final int MAX_NOTES = 100;

  private final Map<Stage, StageView> stages = new EnumMap<>(Stage.class);
  private final List<String> notes = new ArrayList<>();

  /** Nothing was begun. */
  public JobBoard() {}

  @Override
  public synchronized void started(Stage stage, long plannedItems) {
    stages.put(stage, new StageView(stage.label(), plannedItems, 0, false, 0, 0));
  }

  @Override
  public synchronized void planned(Stage stage, long plannedItems) {
    stages.computeIfPresent(
        stage,
        (same, view) ->
            view.finished() ? view : new StageView(view.stage(), plannedItems, view.done(), false, 0, 0));
  }

  @Override
  public synchronized void advanced(Stage stage, long itemsDone) {
    stages.computeIfPresent(
        stage,
        (same, view) -> view.finished() ? view : new StageView(view.stage(), view.planned(), itemsDone, false, 0, 0));
  }

  @Override
  public synchronized void finished(StageReport report) {
    StageView before = stages.get(report.stage());
    long planned = before == null ? report.items() : before.planned();
    stages.put(
        report.stage(),
        new StageView(report.stage().label(), planned, report.items(), true, report.seconds(), report.cpuSeconds()));
  }

  /** Something was said of the job. */
  public synchronized void note(String text) {
    if (notes.size() < MAX_NOTES) {
      notes.add(text);
    }
  }

  /** How far the job is. */
  synchronized JobProgress progress() {
    return new JobProgress(new ArrayList<>(stages.values()), new ArrayList<>(notes));
  }
}
