package io.strider.actors.api;

import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/** What a job has told about itself so far, and who wants to know of news. Safe from any thread. */
final class ProgressBoard implements StageListener {

  /** Where a stage stood when it began again. */
  private record Earlier(@Nullable StageProgress end) {}

  private final Map<Stage, StageProgress> stages = new LinkedHashMap<>();
  private final Map<Stage, Earlier> earlier = new EnumMap<>(Stage.class);
  private final Set<Runnable> watchers = new CopyOnWriteArraySet<>();
  private volatile Progress latest = new Progress(Progress.State.RUNNING, List.of());

  /** The state at this moment. */
  Progress latest() {
    return latest;
  }

  /** Calls {@code watcher} after each change, on whatever thread made it; it must be quick. */
  void watch(Runnable watcher) {
    watchers.add(watcher);
  }

  void unwatch(Runnable watcher) {
    watchers.remove(watcher);
  }

  /** The job has ended; nothing changes any more. */
  void end(Progress.State state) {
    publish(state);
  }

  /** All stages as somebody else has counted them, in place of what was told before. */
  void replace(List<StageProgress> all) {
    synchronized (this) {
      stages.clear();
      all.forEach(stage -> stages.put(stage.stage(), stage));
    }
    publish(Progress.State.RUNNING);
  }

  @Override
  public void started(Stage stage, long plannedItems) {
    synchronized (this) {
      StageProgress before = stages.get(stage);
      earlier.put(stage, new Earlier(before));
      boolean unknown = plannedItems < 0 || (before != null && before.plannedItems() < 0);
      long planned = unknown ? -1 : plannedItems + (before == null ? 0 : before.plannedItems());
      stages.put(stage, new StageProgress(stage, planned, done(before), null));
    }
    publish(Progress.State.RUNNING);
  }

  @Override
  public void planned(Stage stage, long plannedItems) {
    synchronized (this) {
      Earlier runs = earlier.get(stage);
      long before = runs == null || runs.end() == null ? 0 : Math.max(0, runs.end().plannedItems());
      stages.computeIfPresent(
          stage, (each, now) -> new StageProgress(each, before + plannedItems, now.itemsDone(), null));
    }
    publish(Progress.State.RUNNING);
  }

  @Override
  public void advanced(Stage stage, long itemsDone) {
    synchronized (this) {
      stages.computeIfPresent(
          stage, (each, now) -> new StageProgress(each, now.plannedItems(), itemsBefore(each) + itemsDone, null));
    }
    publish(Progress.State.RUNNING);
  }

  @Override
  public void finished(StageReport report) {
    synchronized (this) {
      stages.computeIfPresent(
          report.stage(),
          (each, now) -> {
            StageReport all = plus(report, earlier.get(each));
            return new StageProgress(each, now.plannedItems(), all.items(), all);
          });
    }
    publish(Progress.State.RUNNING);
  }

  private long itemsBefore(Stage stage) {
    Earlier runs = earlier.get(stage);
    return runs == null ? 0 : done(runs.end());
  }

  private static long done(@Nullable StageProgress progress) {
    return progress == null ? 0 : progress.itemsDone();
  }

  /** What all runs of a stage took: writing, for example, runs once a file. */
  private static StageReport plus(StageReport run, @Nullable Earlier runs) {
    StageReport before = runs == null || runs.end() == null ? null : runs.end().ended();
    return before == null
        ? run
        : new StageReport(
            run.stage(),
            before.items() + run.items(),
            before.seconds() + run.seconds(),
            before.cpuSeconds() + run.cpuSeconds());
  }

  private void publish(Progress.State state) {
    synchronized (this) {
      if (latest.state().ended()) {
        return;
      }
      latest = new Progress(state, new ArrayList<>(stages.values()));
    }
    watchers.forEach(Runnable::run);
  }
}
