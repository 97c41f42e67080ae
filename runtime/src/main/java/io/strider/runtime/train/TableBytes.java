package io.strider.runtime.train;

import io.strider.runtime.common.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A table as bytes, to be read back to the same bits; little-endian: int32 V, D and bytes of a number (4 or 2), then the V × D
 * numbers row by row, of bfloat16 the upper half of a float32. Takes a block of rows at a time, never the table. Stateless.
 */
final class TableBytes {

  private static final int BLOCK_BYTES = 1 << 20;
  private static final int BFLOAT16_SHIFT = 16;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private TableBytes() {}

  private static int numberBytes(EmbeddingTable table) {
    return switch (table) {
      case FloatTable floats -> Float.BYTES;
      case Bfloat16Table halves -> Short.BYTES;
    };
  }

  static void write(EmbeddingTable table, OutputStream out) throws IOException {
    int numberBytes = numberBytes(table);
    byte[] header = new byte[3 * Integer.BYTES];
    MemorySegment head = MemorySegment.ofArray(header);
    head.set(INT, 0, table.rows());
    head.set(INT, 4, table.dimensions());
    head.set(INT, 8, numberBytes);
    out.write(header);
    int rowBytes = table.dimensions() * numberBytes;
    int rowsPerBlock = rowsPerBlock(rowBytes);
    byte[] block = new byte[rowsPerBlock * rowBytes];
    float[] scratch = new float[table.stride()];
    for (long from = 0; from < table.rows(); from += rowsPerBlock) {
      int rows = (int) Math.min(rowsPerBlock, table.rows() - from);
      for (int i = 0; i < rows; i++) {
        table.read((int) from + i, scratch, 0);
        put(scratch, table.dimensions(), numberBytes, block, i * rowBytes);
      }
      out.write(block, 0, rows * rowBytes);
    }
  }

  static void read(EmbeddingTable table, InputStream in) throws IOException {
    int numberBytes = numberBytes(table);
    byte[] header = new byte[3 * Integer.BYTES];
    fill(in, header, header.length);
    MemorySegment head = MemorySegment.ofArray(header);
    require(head.get(INT, 0), table.rows(), "rows of a saved table");
    require(head.get(INT, 4), table.dimensions(), "dimensions of a saved table");
    require(head.get(INT, 8), numberBytes, "bytes of a number of a saved table");
    int rowBytes = table.dimensions() * numberBytes;
    int rowsPerBlock = rowsPerBlock(rowBytes);
    byte[] block = new byte[rowsPerBlock * rowBytes];
    float[] scratch = new float[table.stride()];
    for (long from = 0; from < table.rows(); from += rowsPerBlock) {
      int rows = (int) Math.min(rowsPerBlock, table.rows() - from);
      fill(in, block, rows * rowBytes);
      for (int i = 0; i < rows; i++) {
        get(block, i * rowBytes, numberBytes, table.dimensions(), scratch);
        // What is stored has no bits to round, so that it does not matter which way.
        table.put((int) from + i, scratch, 0, 0);
      }
    }
  }

  private static int rowsPerBlock(int rowBytes) {
    return Math.max(1, BLOCK_BYTES / rowBytes);
  }

  private static void put(float[] row, int count, int numberBytes, byte[] block, int at) {
    MemorySegment target = MemorySegment.ofArray(block);
    if (numberBytes == Float.BYTES) {
      MemorySegment.copy(row, 0, target, FLOAT, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      target.set(SHORT, at + (long) Short.BYTES * i, (short) (Float.floatToRawIntBits(row[i]) >>> BFLOAT16_SHIFT));
    }
  }

  private static void get(byte[] block, int at, int numberBytes, int count, float[] row) {
    MemorySegment source = MemorySegment.ofArray(block);
    if (numberBytes == Float.BYTES) {
      MemorySegment.copy(source, FLOAT, at, row, 0, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      row[i] = Float.intBitsToFloat(source.get(SHORT, at + (long) Short.BYTES * i) << BFLOAT16_SHIFT);
    }
  }

  private static void fill(InputStream in, byte[] target, int count) throws IOException {
    if (in.readNBytes(target, 0, count) < count) {
      throw new EOFException();
    }
  }

  private static void require(int found, int expected, String what) {
    if (found != expected) {
      throw InputException.at(what, String.valueOf(found), String.valueOf(expected));
    }
  }
}
