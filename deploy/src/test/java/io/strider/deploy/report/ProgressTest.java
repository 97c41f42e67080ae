package io.strider.deploy.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.time.Clock;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final StringWriter err = new StringWriter();
  private final HandClock clock = new HandClock();

  /** A clock that stands until it is moved. */
  private static final class HandClock implements Clock {
    private long nanos;

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public long processCpuNanos() {
      return nanos;
    }

    void moveSeconds(double seconds) {
      nanos += (long) (seconds * 1e9);
    }
  }

  @Test
  void shouldPrintPlainLinesNowAndThen() {
    Progress progress = new Progress(session(false), false);
    progress.started(Stage.TRAIN, 1_000_000);
    for (int i = 1; i <= 50; i++) {
      clock.moveSeconds(0.5);
      progress.advanced(Stage.TRAIN, i * 10_000L);
    }
    progress.finished(new StageReport(Stage.TRAIN, 1_000_000, 50, 99));
    assertThat(err.toString().lines())
        .containsExactly(
            "train       20 %  200 k of 1.00 M tokens  20.0 k/s  40.0 s left",
            "train       40 %  400 k of 1.00 M tokens  20.0 k/s  30.0 s left",
            "train      1,000,000 tokens in 50.0 s (20.0 k/s)");
  }

  @Test
  void shouldSayHowLongItTakesOnceAStageKnows() {
    Progress progress = new Progress(session(false), false);
    progress.planned(Stage.INGEST, 3);
    progress.started(Stage.INGEST, -1);
    progress.planned(Stage.INGEST, 2_000_000);
    clock.moveSeconds(11);
    progress.advanced(Stage.INGEST, 550_000);
    progress.planned(Stage.INGEST, 1_100_000);
    clock.moveSeconds(11);
    progress.advanced(Stage.INGEST, 1_000_000);
    assertThat(err.toString().lines())
        .containsExactly(
            "ingest      27 %  550 k of 2.00 M edges  50.0 k/s  29.0 s left",
            "ingest      90 %  1.00 M of 1.10 M edges  45.5 k/s  2.20 s left");
  }

  @Test
  void shouldRefreshOneLineOnATerminal() {
    Progress progress = new Progress(session(true), false);
    progress.started(Stage.WALK, -1);
    clock.moveSeconds(1);
    progress.advanced(Stage.WALK, 500);
    assertThat(err.toString()).startsWith("\rwalk").contains("500 steps  500/s").doesNotContain("\n");
    progress.finished(new StageReport(Stage.WALK, 1000, 2, 2));
    assertThat(err.toString()).endsWith("walk       1,000 steps in 2.00 s (500/s)" + System.lineSeparator());
  }

  @Test
  void shouldCollectInSilence() {
    Progress progress = new Progress(session(true), true);
    progress.started(Stage.WALK, 10);
    clock.moveSeconds(100);
    progress.advanced(Stage.WALK, 5);
    progress.finished(new StageReport(Stage.WALK, 10, 2, 2));
    assertThat(err.toString()).isEmpty();
    assertThat(progress.reports()).hasSize(1);
  }

  @Test
  void shouldWriteFiguresAsPeopleReadThem() {
    assertThat(Figures.rough(999)).isEqualTo("999");
    assertThat(Figures.rough(999_999)).isEqualTo("1.00 M");
    assertThat(Figures.rough(12_345)).isEqualTo("12.3 k");
    assertThat(Figures.duration(0.5)).isEqualTo("0.50 s");
    assertThat(Figures.duration(125)).isEqualTo("2:05 min");
    assertThat(Figures.duration(3725)).isEqualTo("1:02:05 h");
    assertThat(Figures.bytes(1023)).isEqualTo("1023 B");
    assertThat(Figures.bytes(1_610_612_736)).isEqualTo("1.5 GiB");
    assertThat(Figures.exact(1_234_567)).isEqualTo("1,234,567");
  }

  private Session session(boolean terminal) {
    return new Session(
        new PrintWriter(new StringWriter()),
        new PrintWriter(err),
        InputStream.nullInputStream(),
        terminal,
        clock,
        InstantSource.system(),
        Cancellation.NEVER);
  }
}
