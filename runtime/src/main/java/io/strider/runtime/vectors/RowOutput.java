package io.strider.runtime.vectors;

import io.strider.runtime.common.WorkerPool;
import io.strider.runtime.progress.StageRun;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows to a stream by several threads: each takes the next few rows and encodes them into a buffer. Whoever
 * finishes the buffer that is next in the stream writes it, and what the others have put behind it meanwhile. So the bytes
 * are the same for any number of threads, and the memory is two buffers a thread: one to encode into while another waits
 * for its turn. The calling thread is one of them, tells of progress and hears of cancellation.
 */
final class RowOutput {

  /** Appends one row to a piece; called by all threads at once. */
  @FunctionalInterface
  interface Encoder {
    void encode(int row, Piece piece);
  }

  /** More threads than this would wait for the disk, and take memory. */
  private static final int MAX_WORKERS = 16;

  private static final int BUFFERS_PER_WORKER = 2;

  /** About how many bytes a thread writes at once. */
  private static final int PIECE_BYTES = 1 << 18;

  /** A few consecutive rows and their bytes. */
  private static final class Part {
    private final Piece piece = new Piece(PIECE_BYTES + PIECE_BYTES / 4);
    private int number;
    private int from;
    private int to;
  }

  private final int rows;
  private final int rowsPerPart;
  private final int parts;
  private final Encoder encoder;
  private final OutputStream out;
  private final StageRun run;
  private final Deque<Part> free = new ArrayDeque<>();

  /** Parts that wait for those before them, by number modulo their count. */
  private final @Nullable Part[] finished;

  private int taken;
  private int writtenParts;
  private int writtenRows;
  private int told;
  private boolean writing;
  private boolean abandoned;

  private RowOutput(int rows, int rowsPerPart, int workers, Encoder encoder, OutputStream out, StageRun run) {
    this.rows = rows;
    this.rowsPerPart = rowsPerPart;
    this.parts = Math.ceilDiv(rows, rowsPerPart);
    this.encoder = encoder;
    this.out = out;
    this.run = run;
    finished = new Part[Math.clamp(parts, 1, BUFFERS_PER_WORKER * workers)];
    for (int i = 0; i < finished.length; i++) {
      free.add(new Part());
    }
  }

  /**
   * Writes the rows 0 to {@code rows} − 1 in this order and counts each as an item.
   *
   * @param bytesPerRow about so many
   * @param threads that may be used
   */
  static void write(int rows, int bytesPerRow, Encoder encoder, int threads, OutputStream out, StageRun run)
      throws IOException {
    int rowsPerPart = Math.max(1, PIECE_BYTES / bytesPerRow);
    int workers = Math.clamp(Math.ceilDiv(rows, rowsPerPart), 1, Math.min(threads, MAX_WORKERS));
    RowOutput output = new RowOutput(rows, rowsPerPart, workers, encoder, out, run);
    try (WorkerPool pool = new WorkerPool("strider-write", workers)) {
      pool.forEachSlice(workers, (worker, from, to) -> output.work(worker == 0));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    output.tell();
  }

  private void work(boolean caller) {
    boolean done = false;
    try {
      for (Part part = take(); part != null; part = take()) {
        for (int row = part.from; row < part.to; row++) {
          encoder.encode(row, part.piece);
        }
        if (finish(part)) {
          writeInOrder(caller);
        }
        if (caller) {
          tell();
        }
      }
      done = true;
    } finally {
      if (!done) {
        abandon();
      }
    }
  }

  /** The next rows, with a buffer for them; nothing where all are taken or somebody failed. */
  private synchronized @Nullable Part take() {
    try {
      while (free.isEmpty() && taken < parts && !abandoned) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abandon();
    }
    if (taken == parts || abandoned) {
      return null;
    }
    Part part = free.pop();
    part.number = taken++;
    part.from = part.number * rowsPerPart;
    part.to = (int) Math.min(rows, (long) part.from + rowsPerPart);
    part.piece.clear();
    return part;
  }

  /** Hands over an encoded part; is the caller to write? Nobody else does then. */
  private synchronized boolean finish(Part part) {
    finished[part.number % finished.length] = part;
    if (writing) {
      return false;
    }
    writing = true;
    return true;
  }

  private void writeInOrder(boolean caller) {
    try {
      for (Part part = next(); part != null; part = next()) {
        out.write(part.piece.bytes(), 0, part.piece.length());
        release(part);
        if (caller) {
          tell();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The part whose turn it is, or nothing: whoever finishes that one writes on. */
  private synchronized @Nullable Part next() {
    int at = writtenParts % finished.length;
    Part part = abandoned ? null : finished[at];
    finished[at] = null;
    writing = part != null;
    return part;
  }

  private synchronized void release(Part part) {
    writtenParts++;
    writtenRows = part.to;
    free.push(part);
    notifyAll();
  }

  /** Somebody failed: nobody need wait for what he had taken. */
  private synchronized void abandon() {
    abandoned = true;
    notifyAll();
  }

  private void tell() {
    int now;
    synchronized (this) {
      now = writtenRows;
    }
    int more = now - told;
    told = now;
    run.advance(more);
  }
}
