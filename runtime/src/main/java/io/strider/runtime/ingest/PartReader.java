package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.ingest.IngestOptions.BadLines;
import java.io.IOException;
import java.io.InputStream;

/** Reads inputs one after another into a sink and says where a bad line stands. Not thread-safe. */
final class PartReader {

  private final IngestOptions options;
  private final EdgeSink sink;
  private final StageListener listener;
  private final Cancellation cancellation;
  private final Runnable afterWindow;
  private LinesAhead linesAhead = () -> 0;
  private long linesBefore;
  private long line;
  private long badLines;

  /** How many lines of a file stand before the stretch that is read; asked only when one of them is bad. */
  @FunctionalInterface
  interface LinesAhead {
    long count() throws IOException;
  }

  PartReader(IngestOptions options, EdgeSink sink, StageListener listener, Cancellation cancellation) {
    this(options, sink, listener, cancellation, () -> {});
  }

  /** With something to be done after each stretch of lines, when no edge waits in the sink. */
  PartReader(
      IngestOptions options,
      EdgeSink sink,
      StageListener listener,
      Cancellation cancellation,
      Runnable afterWindow) {
    this.options = options;
    this.sink = sink;
    this.listener = listener;
    this.cancellation = cancellation;
    this.afterWindow = afterWindow;
  }

  /** Lines of all inputs so far. */
  long lines() {
    return linesBefore + line;
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
    linesBefore += line;
    line = 0;
    try (RawStream raw = new RawStream(part.opener().open())) {
      return read(part.name(), raw);
    } catch (IOException e) {
      throw InputException.at(part.name(), "a file that cannot be read (" + InputException.reason(e) + ")", "a readable file", e);
    }
  }

  /**
   * Reads the lines that begin in one stretch of a plain edge list.
   *
   * @param lines those lines and no others
   * @throws InputException as {@link #read}
   */
  void readStretch(InputSplit split, InputStream lines, LinesAhead ahead) throws IOException {
    linesAhead = ahead;
    try {
      LineWindow window = new LineWindow(lines);
      if (window.next()) {
        if (split.from() == 0) {
          window.skipByteOrderMark();
        }
        readLines(split.name(), window, new EdgeListFormat(sink, options));
      }
    } catch (LineWindow.LineTooLongException e) {
      throw lineTooLong(split.name(), e);
    }
  }

  private InputException lineTooLong(String name, LineWindow.LineTooLongException e) throws IOException {
    return InputException.at(
        name + ":" + (linesAhead.count() + line + 1),
        "a line of more than " + LineWindow.MAX_LINE_BYTES + " bytes",
        "lines of at most that length",
        e);
  }

  private InputFile read(String name, RawStream raw) throws IOException {
    String kind = "plain";
    try {
      Decompression text = Decompression.of(raw);
      kind = text.kind();
      try (var stream = text.stream()) {
        readLines(name, new LineWindow(stream));
        return raw.finish(name);
      }
    } catch (LineWindow.LineTooLongException e) {
      throw lineTooLong(name, e);
    } catch (IOException e) {
      String found =
          kind.equals("plain") ? "an input that cannot be read on" : "a damaged or truncated " + kind + " stream";
      String place = name + ":" + (line + 1);
      throw InputException.at(place, found + " (" + InputException.reason(e) + ")", "a complete " + kind + " file", e);
    }
  }

  private void readLines(String name, LineWindow window) throws IOException {
    if (!window.next()) {
      return;
    }
    window.skipByteOrderMark();
    LineFormat format =
        MatrixMarketFormat.isBanner(window.bytes(), window.from(), window.to())
            ? new MatrixMarketFormat(sink, options)
            : new EdgeListFormat(sink, options);
    readLines(name, window, format);
  }

  private void readLines(String name, LineWindow window, LineFormat format) throws IOException {
    do {
      cancellation.check();
      readWindow(name, format, window);
      sink.flush();
      afterWindow.run();
      listener.advanced(Stage.INGEST, sink.edgeLines());
    } while (window.next());
    LineFault fault = format.finish();
    if (fault != null) {
      throw InputException.at(name + ":" + line, fault.found(), fault.expected());
    }
  }

  private void readWindow(String name, LineFormat format, LineWindow window) throws IOException {
    byte[] bytes = window.bytes();
    int at = window.from();
    int to = window.to();
    while (at < to) {
      int next = format.readIntegers(bytes, at);
      line++;
      if (next < 0) {
        next = at;
        while (bytes[next] != '\n') {
          next++;
        }
        LineFault fault = format.readLine(bytes, at, next);
        if (fault != null) {
          handle(name, fault);
        }
        next++;
      }
      at = next;
    }
  }

  private void handle(String name, LineFault fault) throws IOException {
    if (fault.fatal() || options.badLines() == BadLines.FAIL) {
      throw InputException.at(name + ":" + (linesAhead.count() + line), fault.found(), fault.expected());
    }
    badLines++;
  }
}
