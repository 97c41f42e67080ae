package io.strider.runtime.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.progress.Monitor;
import io.strider.runtime.progress.StageRun;
import io.strider.runtime.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RowOutputTest {

  /** So wide that a piece is one row: the most handing over. */
  private static final int WIDE = 1 << 20;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void shouldWriteRowsInOrderHoweverLongEachTakes(int threads) throws IOException {
    int rows = 2_000;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RowOutput.write(rows, WIDE, RowOutputTest::encode, threads, out, run(Monitor.SILENT));
    Piece expected = new Piece(1);
    for (int row = 0; row < rows; row++) {
      encode(row, expected);
    }
    assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(expected.bytes(), expected.length()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void shouldPassOnTheFailureOfTheStreamWhoeverMeetsIt(int threads) {
    IOException full = new IOException("No space left on device");
    for (int good = 0; good < 20; good++) {
      OutputStream out = fullAfter(good, full);
      assertThatThrownBy(() -> RowOutput.write(100, WIDE, RowOutputTest::encode, threads, out, run(Monitor.SILENT)))
          .isSameAs(full);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void shouldPassOnTheFailureOfAnEncoderWhoeverMeetsIt(int threads) {
    for (int bad = 0; bad < 20; bad++) {
      int broken = bad;
      RowOutput.Encoder encoder =
          (row, piece) -> {
            if (row == broken) {
              throw new IllegalStateException("no row " + row);
            }
          };
      assertThatThrownBy(() -> RowOutput.write(100, WIDE, encoder, threads, OutputStream.nullOutputStream(), run(Monitor.SILENT)))
          .hasMessage("no row " + broken);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void shouldStopEveryThreadWhenCancelled(int threads) {
    AtomicInteger asked = new AtomicInteger();
    Monitor monitor = new Monitor(StageListener.SILENT, Clock.SYSTEM, () -> asked.incrementAndGet() > 3);
    assertThatThrownBy(
            () ->
                RowOutput.write(
                    Integer.MAX_VALUE, WIDE, RowOutputTest::encode, threads, OutputStream.nullOutputStream(), run(monitor)))
        .isInstanceOf(CancelledException.class);
  }

  @Test
  void shouldCountEveryRowOnce() throws IOException {
    for (int rows : new int[] {0, 1, 999}) {
      StageRun run = run(Monitor.SILENT);
      RowOutput.write(rows, 1000, RowOutputTest::encode, 3, OutputStream.nullOutputStream(), run);
      assertThat(run.finish().items()).isEqualTo(rows);
    }
  }

  private static OutputStream fullAfter(int pieces, IOException full) {
    return new OutputStream() {
      private int written;

      @Override
      public void write(int b) {
        throw new AssertionError("byte by byte");
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        if (written++ == pieces) {
          throw full;
        }
      }
    };
  }

  private static StageRun run(Monitor monitor) {
    return monitor.begin(Stage.WRITE, 0);
  }

  /** Rows of very different lengths. */
  private static void encode(int row, Piece piece) {
    for (int i = 0; i < (row % 17 == 0 ? 5_000 : row % 5); i++) {
      piece.add((char) ('a' + (row + i) % 26));
    }
    piece.add('\n');
  }
}
