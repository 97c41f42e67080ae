package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands the stretches of lines of one input out to the threads that read them, and keeps account: how many lines were read,
 * and which is the first that cannot be. Whoever takes a stretch must say what became of it. After a fault no more are
 * handed out, but those before it are read to their ends, so that the first fault is the same for any number of threads.
 * Safe from any thread.
 */
final class SharedLines {

  private final LineStream stream;
  private final LongSupplier position;
  private final Cancellation cancellation;
  private final Listener listener;
  private final Map<Long, Long> linesAhead = new HashMap<>();
  private long complete;
  private long lines;
  private long badLines;
  private long edges;
  private long bytes;
  private boolean stopped;
  private @Nullable IOException failure;
  private @Nullable LineFault fault;
  private long faultyWindow = Long.MAX_VALUE;
  private long faultyLine;

  /** Hears of edges that were read, and of about how many bytes they took. */
  @FunctionalInterface
  interface Listener {
    void read(long edges, long bytes);
  }

  /**
   * All lines of a stream.
   *
   * @param position how many bytes of the input, as it is stored, the stream has taken
   * @param listener told of the sums so far, of one input, by one thread at a time
   */
  SharedLines(LineStream stream, LongSupplier position, Cancellation cancellation, Listener listener) {
    this.stream = stream;
    this.position = position;
    this.cancellation = cancellation;
    this.listener = listener;
  }

  /** Fills a window with the next lines; false at the end, and when nothing more is to be read. */
  synchronized boolean next(LineWindow window) {
    cancellation.check();
    try {
      boolean more = !stopped && stream.next(window);
      window.inputEnd(position.getAsLong());
      return more;
    } catch (IOException e) {
      failure = e;
      stopped = true;
      return false;
    }
  }

  /** A stretch was read to its end. */
  synchronized void read(LineWindow window, long itsLines, long itsBadLines, long itsEdges) {
    badLines += itsBadLines;
    linesAhead.put(window.number(), itsLines);
    for (Long next = linesAhead.remove(complete); next != null; next = linesAhead.remove(complete)) {
      lines += next;
      complete++;
    }
    edges += itsEdges;
    bytes = Math.max(bytes, window.inputEnd());
    listener.read(edges, bytes);
  }

  /** A line of a stretch, counted from 1, cannot be read, and the rest of the stretch was not. */
  synchronized void fail(LineWindow window, long line, LineFault why) {
    stopped = true;
    if (window.number() < faultyWindow) {
      faultyWindow = window.number();
      faultyLine = line;
      fault = why;
    }
  }

  /** Hands out no more, because a thread has failed. */
  synchronized void stop() {
    stopped = true;
  }

  /** Edges that were read. */
  synchronized long edges() {
    return edges;
  }

  /** Lines of the stretches that were read, up to the first that was not. */
  synchronized long lines() {
    return lines;
  }

  synchronized long badLines() {
    return badLines;
  }

  /** Why the first bad line cannot be read, once all threads are done; or null. */
  synchronized @Nullable LineFault fault() {
    return fault;
  }

  /** The number of that line, from 1. */
  synchronized long faultyLine() {
    return lines + faultyLine;
  }

  /** Throws what the stream threw when nothing before it was bad. */
  synchronized void throwFailure() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }
}
