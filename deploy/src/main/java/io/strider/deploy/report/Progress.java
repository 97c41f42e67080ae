package io.strider.deploy.report;

import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.time.Clock;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows how the stages get on: on a terminal one line that is refreshed, elsewhere a plain line now and then; one line
 * for each finished stage. Draws when it is told something, so it needs no thread of its own. Thread-safe.
 */
public final class Progress implements StageListener {

  private static final long TERMINAL_NANOS = 100_000_000L;
  private static final long PLAIN_NANOS = 10_000_000_000L;
  private static final int LINE_WIDTH = 79;

  /** A stage at work. */
  private static final class Running {
    private long plannedItems;
    private final long startNanos;
    private long itemsDone;

    Running(long plannedItems, long startNanos) {
      this.plannedItems = plannedItems;
      this.startNanos = startNanos;
    }
  }

  private final PrintWriter err;
  private final boolean terminal;
  private final boolean quiet;
  private final @Nullable Echo echo;
  private final Clock clock;
  private final Map<Stage, Running> running = new EnumMap<>(Stage.class);
  private final List<StageReport> finished = new ArrayList<>();
  private long lastDrawnNanos;
  private boolean lineOpen;

  /** Shows on the session's standard error, or only collects the reports when {@code quiet}. */
  public Progress(Session session, boolean quiet) {
    this(session, quiet, null);
  }

  /** As {@link #Progress(Session, boolean)}; {@code echo} hears everything too. */
  public Progress(Session session, boolean quiet, @Nullable Echo echo) {
    this.echo = echo;
    this.err = session.err();
    this.terminal = session.terminal();
    this.clock = session.clock();
    this.quiet = quiet;
    this.lastDrawnNanos = clock.nanoTime();
  }

  @Override
  public synchronized void started(Stage stage, long plannedItems) {
    if (echo != null) {
      echo.started(stage, plannedItems);
    }
    running.put(stage, new Running(plannedItems, clock.nanoTime()));
  }

  @Override
  public synchronized void planned(Stage stage, long plannedItems) {
    if (echo != null) {
      echo.planned(stage, plannedItems);
    }
    Running state = running.get(stage);
    if (state != null) {
      state.plannedItems = plannedItems;
    }
  }

  @Override
  public synchronized void advanced(Stage stage, long itemsDone) {
    Running state = running.get(stage);
    if (state == null) {
      return;
    }
    state.itemsDone = itemsDone;
    if (echo != null) {
      echo.advanced(stage, itemsDone);
    }
    long now = clock.nanoTime();
    if (!quiet && now - lastDrawnNanos >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
      lastDrawnNanos = now;
      draw(now);
    }
  }

  @Override
  public synchronized void finished(StageReport report) {
    running.remove(report.stage());
    finished.add(report);
    if (echo != null) {
      echo.finished(report);
    }
    show(finishedLine(report));
  }

  /** The reports of the stages that have ended, in the order of their ends. */
  public synchronized List<StageReport> reports() {
    return List.copyOf(finished);
  }

  /** Prints a line of its own among the progress. */
  public synchronized void line(String text) {
    if (echo != null) {
      echo.said(text);
    }
    show(text);
  }

  private void show(String text) {
    if (!quiet) {
      clear();
      err.println(text);
      err.flush();
    }
  }

  /** Takes an unfinished line off the terminal, before something else is printed there. */
  public synchronized void clear() {
    if (lineOpen) {
      err.print("\r" + " ".repeat(LINE_WIDTH) + "\r");
      err.flush();
      lineOpen = false;
    }
  }

  private void draw(long now) {
    for (Stage stage : Stage.values()) {
      Running state = running.get(stage);
      if (state == null || hasLaterStage(stage)) {
        continue;
      }
      String text = runningLine(stage, state, (now - state.startNanos) / 1e9);
      if (terminal) {
        String cut = text.length() > LINE_WIDTH ? text.substring(0, LINE_WIDTH) : text;
        err.print("\r" + cut + " ".repeat(LINE_WIDTH - cut.length()));
        lineOpen = true;
      } else {
        err.println(text);
      }
      err.flush();
    }
  }

  /** Of stages that overlap, the terminal's one line shows the one that data reach last. */
  private boolean hasLaterStage(Stage stage) {
    return terminal && running.keySet().stream().anyMatch(other -> other.compareTo(stage) > 0);
  }

  private static String runningLine(Stage stage, Running state, double seconds) {
    StringBuilder text = new StringBuilder(String.format("%-10s ", stage.label()));
    double rate = seconds > 0 ? state.itemsDone / seconds : 0;
    if (state.plannedItems > 0) {
      text.append(String.format("%3d %%  ", Math.min(100, 100 * state.itemsDone / state.plannedItems)))
          .append(Figures.rough((double) state.itemsDone))
          .append(" of ")
          .append(Figures.rough((double) state.plannedItems));
    } else {
      text.append("       ").append(Figures.rough((double) state.itemsDone));
    }
    text.append(' ').append(stage.unit()).append("  ").append(Figures.rough(rate)).append("/s");
    if (state.plannedItems > 0 && rate > 0) {
      double left = Math.max(0, state.plannedItems - state.itemsDone) / rate;
      text.append("  ").append(Figures.duration(left)).append(" left");
    }
    return text.toString();
  }

  private static String finishedLine(StageReport report) {
    double rate = report.seconds() > 0 ? report.items() / report.seconds() : 0;
    return String.format(
        "%-10s %s %s in %s (%s/s)",
        report.stage().label(),
        Figures.exact(report.items()),
        report.stage().unit(),
        Figures.duration(report.seconds()),
        Figures.rough(rate));
  }
}
