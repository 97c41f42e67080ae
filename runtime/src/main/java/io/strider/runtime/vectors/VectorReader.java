package io.strider.runtime.vectors;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the files that {@link VectorWriter}, word2vec, gensim and NumPy write. The format is told from the content: npy by
 * its magic; word2vec is text when the first line behind the header ends in as many numbers as a vector has, or when as
 * many bytes as a binary vector has (256 at least) are printable ASCII, and binary otherwise. So broken text is still
 * reported as text, and random binary vectors of four or more dimensions are told right but once in a million. Numbers must be finite, labels must
 * differ, and the counts of the header must hold.
 */
public final class VectorReader {

  private static final int MAX_HEADER_BYTES = 64;
  private static final int LEAST_PROBE_BYTES = 256;
  private static final byte NPY_MAGIC = (byte) 0x93;

  private VectorReader() {}

  /**
   * Reads a file in whatever format it has.
   *
   * @throws InputException naming file, place, what was found and what was expected
   * @throws io.strider.runtime.common.CancelledException when asked to stop
   */
  public static VectorSet read(Path file, Cancellation cancellation) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      String found = Files.isDirectory(file) ? "a directory" : "a device or a pipe";
      throw InputException.at(file.toString(), found, "a file of vectors");
    }
    try (ByteReader in = new ByteReader(file)) {
      if (in.peek() == NPY_MAGIC) {
        return NpyReader.read(file, in, cancellation);
      }
      WordHeader header = header(file, in);
      return isText(in.peekMany(), header.dimensions)
          ? Word2VecReader.readText(file, in, header.rows, header.dimensions, cancellation)
          : Word2VecReader.readBinary(file, in, header.rows, header.dimensions, cancellation);
    }
  }

  private record WordHeader(int rows, int dimensions) {}

  private static WordHeader header(Path file, ByteReader in) {
    in.readUntil((byte) '\n');
    int length = Math.min(in.lineLength(), MAX_HEADER_BYTES);
    String line = new String(in.line(), 0, length, StandardCharsets.UTF_8).strip();
    String[] fields = line.split("[ \t]+", -1);
    long rows = fields.length == 2 ? count(fields[0]) : -1;
    long dimensions = fields.length == 2 ? count(fields[1]) : -1;
    if (rows < 0 || dimensions < 1) {
      throw InputException.at(
          file + ":1", "'" + printable(line) + "'", "the number of vectors, a blank, their dimensions");
    }
    checkSize(file, rows, dimensions, 2 * dimensions + 1);
    return new WordHeader((int) rows, (int) dimensions);
  }

  /** Refuses counts that the file is too small for, before memory is asked for. */
  static void checkSize(Path file, long rows, long dimensions, long leastBytesPerRow) {
    long size;
    try {
      size = Files.size(file);
    } catch (IOException e) {
      throw ByteReader.unreadable(file, e);
    }
    if (rows > 0 && size / rows < leastBytesPerRow) {
      throw InputException.at(
          file.toString(),
          size + " bytes",
          "at least " + leastBytesPerRow + " bytes for each of " + rows + " vectors of " + dimensions + " dimensions");
    }
  }

  /** Text as it may stand in a message: control characters and what is not ASCII become '?'. */
  static String printable(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  private static long count(String digits) {
    return digits.matches("[0-9]{1,10}") && Long.parseLong(digits) < Integer.MAX_VALUE ? Long.parseLong(digits) : -1;
  }

  /** Whether the rows that begin like this are text; either test alone is enough. */
  private static boolean isText(byte[] start, int dimensions) {
    int labelEnd = 0;
    while (labelEnd < start.length && !isBlank(start[labelEnd])) {
      labelEnd++;
    }
    int lineEnd = labelEnd;
    while (lineEnd < start.length && start[lineEnd] != '\n') {
      lineEnd++;
    }
    return isPrintable(start, labelEnd, Math.max(Float.BYTES * dimensions, LEAST_PROBE_BYTES))
        || holdsNumbers(new String(start, labelEnd, lineEnd - labelEnd, StandardCharsets.ISO_8859_1), dimensions);
  }

  private static boolean isPrintable(byte[] bytes, int from, int count) {
    for (int i = from; i < Math.min(bytes.length, from + count); i++) {
      if (bytes[i] > '~' || (bytes[i] < ' ' && !isBlank(bytes[i]))) {
        return false;
      }
    }
    return true;
  }

  private static boolean holdsNumbers(String line, int count) {
    String[] tokens = line.strip().split("[ \t\r]+", -1);
    try {
      for (String token : tokens) {
        Float.parseFloat(token);
      }
      return tokens.length == count;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }
}
