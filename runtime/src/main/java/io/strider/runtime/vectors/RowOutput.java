package io.strider.runtime.vectors;

import io.strider.runtime.common.WorkerPool;
import io.strider.runtime.progress.StageRun;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes rows to a stream by several threads: each takes the next few rows, encodes them into a buffer of its own and hands
 * that over when all rows before are written. So the bytes are the same for any number of threads, nothing waits in a
 * queue, and the memory is one buffer a thread. The calling thread is one of them, tells of progress and hears of
 * cancellation.
 */
final class RowOutput {

  /** Appends one row to a piece; called by all threads at once. */
  @FunctionalInterface
  interface Encoder {
    void encode(int row, Piece piece);
  }

  /** More threads than this would wait for the disk, and take memory. */
  private static final int MAX_WORKERS = 16;

  /** About how many bytes a thread writes at once. */
  private static final int PIECE_BYTES = 1 << 18;

  private final int rows;
  private final int rowsPerPiece;
  private final Encoder encoder;
  private final OutputStream out;
  private final StageRun run;
  private final AtomicInteger taken = new AtomicInteger();
  private int written;
  private int told;
  private boolean abandoned;

  private RowOutput(int rows, int rowsPerPiece, Encoder encoder, OutputStream out, StageRun run) {
    this.rows = rows;
    this.rowsPerPiece = rowsPerPiece;
    this.encoder = encoder;
    this.out = out;
    this.run = run;
  }

  /**
   * Writes the rows 0 to {@code rows} − 1 in this order and counts each as an item.
   *
   * @param bytesPerRow about so many
   * @param threads that may be used
   */
  static void write(int rows, int bytesPerRow, Encoder encoder, int threads, OutputStream out, StageRun run)
      throws IOException {
    int rowsPerPiece = Math.max(1, PIECE_BYTES / bytesPerRow);
    int pieces = (rows - 1) / rowsPerPiece + 1;
    int workers = Math.clamp(pieces, 1, Math.min(threads, MAX_WORKERS));
    RowOutput output = new RowOutput(rows, rowsPerPiece, encoder, out, run);
    try (WorkerPool pool = new WorkerPool("strider-write", workers)) {
      pool.forEachSlice(workers, (worker, from, to) -> output.work(worker == 0));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    output.tell();
  }

  private void work(boolean caller) {
    boolean finished = false;
    try {
      Piece piece = new Piece(PIECE_BYTES + PIECE_BYTES / 4);
      for (int from = take(); from < rows; from = take()) {
        int to = Math.min(rows, from + rowsPerPiece);
        piece.clear();
        for (int row = from; row < to; row++) {
          encoder.encode(row, piece);
        }
        if (!append(piece, from, to)) {
          return;
        }
        if (caller) {
          tell();
        }
      }
      finished = true;
    } finally {
      if (!finished) {
        abandon();
      }
    }
  }

  /** The first row of the next piece that nobody has; from the number of rows on, there is none. */
  private int take() {
    return taken.getAndUpdate(row -> row < rows - rowsPerPiece ? row + rowsPerPiece : rows);
  }

  /** Writes a piece when those before it are written; false if one of them will not be. */
  private synchronized boolean append(Piece piece, int from, int to) {
    try {
      while (written < from && !abandoned) {
        wait();
      }
      if (abandoned) {
        return false;
      }
      out.write(piece.bytes(), 0, piece.length());
      written = to;
      notifyAll();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Somebody failed: nobody need wait for what he had taken. */
  private synchronized void abandon() {
    abandoned = true;
    notifyAll();
  }

  private void tell() {
    int now;
    synchronized (this) {
      now = written;
    }
    int more = now - told;
    told = now;
    run.advance(more);
  }
}
