package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.WorkerPool;
import io.strider.runtime.ingest.IngestOptions.BadLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads inputs one after another into sinks and says where a bad line stands. The lines of an edge list are shared out to
 * threads by stretches; one thread at a time reads bytes, decompresses them and looks for the end of a line. A Matrix Market
 * file is read by one thread. Not thread-safe.
 */
final class PartReader {

  private final IngestOptions options;
  private final List<EdgeSink> sinks;
  private final WorkerPool pool;
  private final SharedLines.Listener progress;
  private final Cancellation cancellation;
  private long aloneEdges;
  private Runnable afterWindow = () -> {};
  private LinesAhead linesAhead = () -> 0;
  private long lines;
  private long badLines;
  private long edgesBefore;
  private long bytesBefore;

  /** How many lines of a file stand before the stretch that is read; asked only when one of them is bad. */
  @FunctionalInterface
  interface LinesAhead {
    long count() throws IOException;
  }

  /**
   * A reader.
   *
   * @param sinks one for each thread of the pool
   * @param progress hears of the edges and bytes of all inputs so far
   */
  PartReader(
      IngestOptions options,
      List<EdgeSink> sinks,
      WorkerPool pool,
      SharedLines.Listener progress,
      Cancellation cancellation) {
    this.options = options;
    this.sinks = sinks;
    this.pool = pool;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /** Has the calling thread read the first so many edges alone. */
  PartReader aloneFor(long firstEdges) {
    aloneEdges = firstEdges;
    return this;
  }

  /** Has something done after each stretch of lines, when no edge waits in the sink; with one thread only. */
  PartReader afterEachWindow(Runnable action) {
    afterWindow = action;
    return this;
  }

  /** Lines of all inputs that were read to their ends. */
  long lines() {
    return lines;
  }

  /** Lines skipped so far. */
  long badLines() {
    return badLines;
  }

  /**
   * Reads one input to its end.
   *
   * @throws InputException when it cannot be read or a line is bad; the message names input and line
   */
  InputFile read(GraphSource.Text part) {
    try (RawStream raw = new RawStream(part.opener().open())) {
      return read(part.name(), raw);
    } catch (IOException e) {
      throw InputException.at(part.name(), "a file that cannot be read (" + InputException.reason(e) + ")", "a readable file", e);
    }
  }

  /**
   * Reads the lines that begin in one stretch of a plain edge list.
   *
   * @param text those lines and no others
   * @throws InputException as {@link #read}
   */
  void readStretch(InputSplit split, InputStream text, LinesAhead ahead) throws IOException {
    linesAhead = ahead;
    SharedLines shared = share(text, () -> 0);
    LineWindow window = new LineWindow();
    if (shared.next(window)) {
      if (split.from() == 0) {
        window.skipByteOrderMark();
      }
      readEdgeList(shared, window);
    }
    try {
      end(split.name(), shared);
    } catch (LineStream.LineTooLongException e) {
      throw lineTooLong(split.name(), shared, e);
    }
  }

  private InputFile read(String name, RawStream raw) throws IOException {
    String kind = "plain";
    SharedLines shared = null;
    try {
      Decompression text = Decompression.of(raw);
      kind = text.kind();
      try (var stream = text.stream()) {
        shared = share(stream, raw::bytes);
        readLines(name, shared);
        end(name, shared);
        InputFile file = raw.finish(name);
        bytesBefore += file.bytes();
        return file;
      }
    } catch (LineStream.LineTooLongException e) {
      throw lineTooLong(name, shared, e);
    } catch (IOException e) {
      String found =
          kind.equals("plain") ? "an input that cannot be read on" : "a damaged or truncated " + kind + " stream";
      String place = name + ":" + ((shared == null ? 0 : shared.lines()) + 1);
      throw InputException.at(place, found + " (" + InputException.reason(e) + ")", "a complete " + kind + " file", e);
    }
  }

  private InputException lineTooLong(String name, @Nullable SharedLines shared, IOException e) throws IOException {
    return InputException.at(
        name + ":" + (linesAhead.count() + (shared == null ? 0 : shared.lines()) + 1),
        "a line of more than " + LineStream.MAX_LINE_BYTES + " bytes",
        "lines of at most that length",
        e);
  }

  private SharedLines share(InputStream text, LongSupplier position) {
    return new SharedLines(
        new LineStream(text),
        position,
        cancellation,
        (edges, bytes) -> progress.read(edgesBefore + edges, bytesBefore + bytes));
  }

  /** All threads are done with an input. */
  private void end(String name, SharedLines shared) throws IOException {
    LineFault fault = shared.fault();
    if (fault != null) {
      throw InputException.at(name + ":" + (linesAhead.count() + shared.faultyLine()), fault.found(), fault.expected());
    }
    shared.throwFailure();
    edgesBefore += shared.edges();
    lines += shared.lines();
    badLines += shared.badLines();
  }

  private void readLines(String name, SharedLines shared) throws IOException {
    LineWindow window = new LineWindow();
    if (!shared.next(window)) {
      return;
    }
    window.skipByteOrderMark();
    if (MatrixMarketFormat.isBanner(window.bytes(), window.from(), window.to())) {
      MatrixMarketFormat format = new MatrixMarketFormat(sinks.getFirst(), options);
      WindowReader reader = new WindowReader(shared, sinks.getFirst(), format);
      do {
        reader.read(window);
      } while (shared.next(window));
      if (shared.fault() == null) {
        shared.throwFailure();
        LineFault fault = format.finish();
        if (fault != null) {
          throw InputException.at(name + ":" + shared.lines(), fault.found(), fault.expected());
        }
      }
    } else {
      readEdgeList(shared, window);
    }
  }

  /** The calling thread reads until it has seen an edge, which tells what separates columns, and some more; then all do. */
  private void readEdgeList(SharedLines shared, LineWindow window) {
    EdgeListFormat first = new EdgeListFormat(sinks.getFirst(), options);
    WindowReader reader = new WindowReader(shared, sinks.getFirst(), first);
    boolean more;
    do {
      reader.read(window);
      more = shared.next(window);
    } while (more
        && (first.delimiter() == IngestOptions.Delimiter.AUTO || pool.threads() == 1 || edgesBefore + shared.edges() < aloneEdges));
    if (more) {
      IngestOptions decided = options.withDelimiter(first.delimiter());
      pool.forEachSlice(
          pool.threads(),
          (worker, from, to) -> readShare(shared, sinks.get(worker), decided, worker == 0 ? window : null));
    }
  }

  private void readShare(SharedLines shared, EdgeSink sink, IngestOptions decided, @Nullable LineWindow filled) {
    boolean done = false;
    try {
      WindowReader reader = new WindowReader(shared, sink, new EdgeListFormat(sink, decided));
      LineWindow window = filled == null ? new LineWindow() : filled;
      boolean more = filled != null || shared.next(window);
      while (more) {
        reader.read(window);
        more = shared.next(window);
      }
      done = true;
    } finally {
      if (!done) {
        shared.stop();
      }
    }
  }

  /** Reads stretches of lines on one thread. */
  private final class WindowReader {
    private final SharedLines shared;
    private final EdgeSink sink;
    private final LineFormat format;

    WindowReader(SharedLines shared, EdgeSink sink, LineFormat format) {
      this.shared = shared;
      this.sink = sink;
      this.format = format;
    }

    void read(LineWindow window) {
      byte[] bytes = window.bytes();
      long counted = sink.edgeLines();
      long line = 0;
      long bad = 0;
      for (int at = window.from(); at < window.to(); ) {
        int next = format.readIntegers(bytes, at);
        line++;
        if (next < 0) {
          next = at;
          while (bytes[next] != '\n') {
            next++;
          }
          LineFault fault = format.readLine(bytes, at, next);
          if (fault != null) {
            if (fault.fatal() || options.badLines() == BadLines.FAIL) {
              shared.fail(window, line, fault);
              return;
            }
            bad++;
          }
          next++;
        }
        at = next;
      }
      sink.flush();
      afterWindow.run();
      shared.read(window, line, bad, sink.edgeLines() - counted);
    }
  }
}
