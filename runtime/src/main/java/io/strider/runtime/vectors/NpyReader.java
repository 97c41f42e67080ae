package io.strider.runtime.vectors;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.train.FloatTable;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NumPy's npy, versions 1 to 3, little-endian float32 in C order, with the labels beside it. */
final class NpyReader {

  private static final int ROWS_PER_CHECK = 1 << 12;
  private static final int MAX_DICTIONARY_BYTES = 1 << 16;
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'<f4'");
  private static final Pattern C_ORDER = Pattern.compile("'fortran_order':\\s*False");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\((\\d{1,10}),\\s*(\\d{1,10})\\)");

  private NpyReader() {}

  static VectorSet read(Path file, ByteReader in, Cancellation cancellation) {
    try {
      String dictionary = dictionary(file, in);
      Matcher shape = SHAPE.matcher(dictionary);
      if (!TYPE.matcher(dictionary).find() || !C_ORDER.matcher(dictionary).find() || !shape.find()) {
        throw InputException.at(
            file.toString(),
            VectorReader.printable(dictionary.strip()),
            "little-endian float32 ('<f4') in C order with two dimensions");
      }
      int rows = count(file, shape.group(1));
      int dimensions = count(file, shape.group(2));
      VectorReader.checkSize(file, rows, dimensions, (long) Float.BYTES * dimensions);
      FloatTable table = table(file, in, rows, dimensions, cancellation);
      return new VectorSet(labels(VectorFormat.labelsFile(file), rows, cancellation), table);
    } catch (EOFException e) {
      throw InputException.at(file.toString(), "the end of the file", "more bytes, as its header says", e);
    }
  }

  private static int count(Path file, String digits) {
    long count = Long.parseLong(digits);
    if (count > Integer.MAX_VALUE) {
      throw InputException.at(file.toString(), "an axis of " + count, "at most " + Integer.MAX_VALUE);
    }
    return (int) count;
  }

  private static String dictionary(Path file, ByteReader in) throws EOFException {
    byte[] start = new byte[8];
    in.readFully(start);
    boolean magic = new String(start, 1, 5, StandardCharsets.ISO_8859_1).equals("NUMPY");
    if (!magic || start[6] < 1 || start[6] > 3) {
      throw InputException.at(file.toString(), "an unknown kind of npy file", "npy of version 1 to 3");
    }
    byte[] length = new byte[start[6] == 1 ? 2 : 4];
    in.readFully(length);
    ByteBuffer buffer = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN);
    int bytes = length.length == 2 ? Short.toUnsignedInt(buffer.getShort()) : buffer.getInt();
    if (bytes < 0 || bytes > MAX_DICTIONARY_BYTES) {
      throw InputException.at(
          file.toString(), "a header of " + bytes + " bytes", "at most " + MAX_DICTIONARY_BYTES + " bytes");
    }
    byte[] dictionary = new byte[bytes];
    in.readFully(dictionary);
    return new String(dictionary, StandardCharsets.UTF_8);
  }

  private static FloatTable table(Path file, ByteReader in, int rows, int dimensions, Cancellation cancellation)
      throws EOFException {
    if (dimensions < 1) {
      throw InputException.at(file.toString(), "vectors of 0 dimensions", "at least 1 dimension");
    }
    FloatTable table = new FloatTable(rows, dimensions);
    byte[] bytes = new byte[Float.BYTES * dimensions];
    FloatBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    for (int row = 0; row < rows; row++) {
      if (row % ROWS_PER_CHECK == 0) {
        cancellation.check();
      }
      in.readFully(bytes);
      floats.get(0, table.chunk(row), table.offset(row), dimensions);
      Word2VecReader.checkFinite(file + " row " + row, table, row);
    }
    if (in.hasMore()) {
      throw InputException.at(file.toString(), "bytes behind the last row", rows + " rows as its header says");
    }
    return table;
  }

  private static LabelStore labels(Path file, int rows, Cancellation cancellation) {
    if (!Files.isRegularFile(file)) {
      throw InputException.at(file.toString(), "no file", "the labels of the npy file, one a line");
    }
    LabelStore labels = new LabelStore();
    try (ByteReader in = new ByteReader(file)) {
      for (int row = 0; row < rows; row++) {
        if (row % ROWS_PER_CHECK == 0) {
          cancellation.check();
        }
        if (!in.readUntil((byte) '\n')) {
          throw InputException.at(file.toString(), row + " labels", rows + " as the npy file has rows");
        }
        Word2VecReader.addLabel(file + ":" + (row + 1L), labels, in.line(), 0, in.lineLength(), row);
      }
      if (in.hasMore()) {
        throw InputException.at(file.toString(), "more than " + rows + " labels", rows + " as the npy file has rows");
      }
    }
    return labels;
  }
}
