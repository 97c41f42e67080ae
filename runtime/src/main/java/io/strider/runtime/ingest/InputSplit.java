package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.ingest.IngestOptions.Delimiter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of an input that one task reads: the lines that begin in a stretch of a plain edge list, or a whole file.
 *
 * @param name the file as it is called in messages
 * @param path the file, absolute
 * @param from first byte of the stretch
 * @param to after its last byte; where both are those of the file, it is read as a whole
 * @param fileBytes size of the file
 * @param delimiter what separates the columns, decided for all stretches of a file alike
 */
public record InputSplit(String name, String path, long from, long to, long fileBytes, Delimiter delimiter) {

  /** Whether this is a whole file, of any kind. */
  public boolean whole() {
    return from == 0 && to == fileBytes;
  }

  /**
   * Cuts the files behind a path. A compressed file and a Matrix Market file are one split each, for nobody can begin to read
   * them in their middle.
   *
   * @param splitBytes bytes of a stretch at the most, at least 1
   * @throws InputException when there is no such path, no file in it, or one that is a pipe or cannot be read
   */
  public static List<InputSplit> of(Path source, IngestOptions options, long splitBytes, Cancellation cancellation) {
    List<InputSplit> splits = new ArrayList<>();
    for (Path file : GraphSource.filesOf(source)) {
      cancellation.check();
      if (!Files.isRegularFile(file)) {
        throw InputException.at(file.toString(), "a pipe or a device", "a regular file, which every node can read");
      }
      try {
        cut(file, options, splitBytes, splits);
      } catch (IOException e) {
        throw InputException.at(file.toString(), "a file that cannot be read (" + e + ")", "a readable file", e);
      }
    }
    return splits;
  }

  private static void cut(Path file, IngestOptions options, long splitBytes, List<InputSplit> splits)
      throws IOException {
    long bytes = Files.size(file);
    String path = file.toAbsolutePath().toString();
    Delimiter delimiter = options.delimiter();
    if (bytes > splitBytes) {
      try (RawStream raw = new RawStream(Files.newInputStream(file))) {
        Decompression text = Decompression.of(raw);
        try (InputStream lines = text.stream()) {
          LineStream stream = new LineStream(lines);
          LineWindow window = new LineWindow();
          boolean stretches = text.kind().equals("plain") && isEdgeList(stream, window);
          if (stretches) {
            Delimiter found = delimiter == Delimiter.AUTO ? decide(stream, window) : delimiter;
            for (long from = 0; from < bytes; from += splitBytes) {
              long to = Math.min(bytes, from + splitBytes);
              splits.add(new InputSplit(file.toString(), path, from, to, bytes, found));
            }
            return;
          }
        }
      } catch (LineStream.LineTooLongException e) {
        // Whoever reads the file as a whole says which line it is.
      }
    }
    splits.add(new InputSplit(file.toString(), path, 0, bytes, bytes, delimiter));
  }

  private static boolean isEdgeList(LineStream stream, LineWindow window) throws IOException {
    if (!stream.next(window)) {
      return false;
    }
    window.skipByteOrderMark();
    return !MatrixMarketFormat.isBanner(window.bytes(), window.from(), window.to());
  }

  /** By the first edge of the file; any, when it has none. */
  private static Delimiter decide(LineStream stream, LineWindow window) throws IOException {
    do {
      byte[] bytes = window.bytes();
      int at = window.from();
      while (at < window.to()) {
        int end = at;
        while (bytes[end] != '\n') {
          end++;
        }
        Delimiter found = EdgeListFormat.delimiterOf(bytes, at, end);
        if (found != null) {
          return found;
        }
        at = end + 1;
      }
    } while (stream.next(window));
    return Delimiter.BLANK;
  }
}
