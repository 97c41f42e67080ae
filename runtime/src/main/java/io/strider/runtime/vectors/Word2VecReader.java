package io.strider.runtime.vectors;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.train.FloatTable;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The rows of the two word2vec formats, behind their header. */
final class Word2VecReader {

  private static final int ROWS_PER_CHECK = 1 << 12;

  private Word2VecReader() {}

  static VectorSet readText(Path file, ByteReader in, int rows, int dimensions, Cancellation cancellation) {
    FloatTable table = new FloatTable(rows, dimensions);
    LabelStore labels = new LabelStore();
    for (int row = 0; row < rows; row++) {
      if (row % ROWS_PER_CHECK == 0) {
        cancellation.check();
      }
      if (!in.readUntil((byte) '\n')) {
        throw tooFew(file, row, rows);
      }
      parseLine(file + ":" + (row + 2L), in, labels, table, row);
    }
    expectEnd(file, in, rows);
    return new VectorSet(labels, table);
  }

  static VectorSet readBinary(Path file, ByteReader in, int rows, int dimensions, Cancellation cancellation) {
    VectorReader.checkSize(file, rows, dimensions, (long) Float.BYTES * dimensions + 2);
    FloatTable table = new FloatTable(rows, dimensions);
    LabelStore labels = new LabelStore();
    byte[] bytes = new byte[Float.BYTES * dimensions];
    FloatBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    for (int row = 0; row < rows; row++) {
      if (row % ROWS_PER_CHECK == 0) {
        cancellation.check();
      }
      skipLineFeeds(in);
      if (!in.readUntil((byte) ' ')) {
        throw tooFew(file, row, rows);
      }
      String place = file + " vector " + (row + 1L);
      addLabel(place, labels, in.line(), 0, in.lineLength(), row);
      try {
        in.readFully(bytes);
      } catch (EOFException e) {
        throw InputException.at(place, "the end of the file", dimensions + " float32 numbers", e);
      }
      floats.get(0, table.chunk(row), table.offset(row), dimensions);
      checkFinite(place, table, row);
    }
    skipLineFeeds(in);
    expectEnd(file, in, rows);
    return new VectorSet(labels, table);
  }

  /** Refuses not-a-number and infinity. */
  static void checkFinite(String place, FloatTable table, int row) {
    float[] chunk = table.chunk(row);
    int at = table.offset(row);
    for (int d = 0; d < table.dimensions(); d++) {
      if (!Float.isFinite(chunk[at + d])) {
        throw InputException.at(place, chunk[at + d] + " as number " + (d + 1), "a finite number");
      }
    }
  }

  /** Adds the label of a row, which no row before may have. */
  static void addLabel(String place, LabelStore labels, byte[] bytes, int from, int length, int row) {
    int found = labels.add(bytes, from, length);
    if (found != row) {
      String label = new String(bytes, from, length, StandardCharsets.UTF_8);
      throw InputException.at(
          place, "the label '" + VectorReader.printable(label) + "' of vector " + -found + " again", "a new label");
    }
  }

  static InputException tooFew(Path file, int found, int expected) {
    return InputException.at(file.toString(), found + " vectors", expected + " as its header says");
  }

  private static void parseLine(String place, ByteReader in, LabelStore labels, FloatTable table, int row) {
    byte[] line = in.line();
    int end = in.lineLength();
    while (end > 0 && isBlank(line[end - 1])) {
      end--;
    }
    int at = tokenEnd(line, 0, end);
    if (at == 0) {
      throw InputException.at(place, end == 0 ? "an empty line" : "no label", "a label and " + table.dimensions() + " numbers");
    }
    addLabel(place, labels, line, 0, at, row);
    float[] chunk = table.chunk(row);
    int target = table.offset(row);
    int count = 0;
    while (at < end) {
      int from = at + 1;
      at = tokenEnd(line, from, end);
      if (at == from) {
        continue;
      }
      if (count < table.dimensions()) {
        chunk[target + count] = number(place, line, from, at);
      }
      count++;
    }
    if (count != table.dimensions()) {
      throw InputException.at(place, count + " numbers", table.dimensions() + " numbers");
    }
    checkFinite(place, table, row);
  }

  private static float number(String place, byte[] line, int from, int to) {
    try {
      return FloatParser.parse(line, from, to);
    } catch (NumberFormatException e) {
      String text = new String(line, from, Math.min(to - from, 40), StandardCharsets.UTF_8);
      throw InputException.at(place, "'" + VectorReader.printable(text) + "'", "a number", e);
    }
  }

  private static int tokenEnd(byte[] line, int from, int end) {
    int at = from;
    while (at < end && !isBlank(line[at])) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  private static void skipLineFeeds(ByteReader in) {
    while (in.peek() == '\n') {
      in.skip();
    }
  }

  private static void expectEnd(Path file, ByteReader in, int rows) {
    skipLineFeeds(in);
    if (in.hasMore()) {
      throw InputException.at(file.toString(), "more than " + rows + " vectors", rows + " as its header says");
    }
  }
}
