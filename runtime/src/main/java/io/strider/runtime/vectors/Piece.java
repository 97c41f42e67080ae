package io.strider.runtime.vectors;

import java.util.Arrays;

/** Bytes that are being put together for an output; grows. Used by one thread. */
final class Piece {

  private byte[] bytes;
  private int length;
  private float[] numbers = new float[0];
  private final FloatFormatter formatter = new FloatFormatter();

  Piece(int capacity) {
    bytes = new byte[capacity];
  }

  /** The bytes so far are the first {@link #length} of these; what was reserved may be written behind them. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** What was written into {@link #bytes} is part of it up to here. */
  void length(int value) {
    length = value;
  }

  void clear() {
    length = 0;
  }

  /** Makes room for so many more bytes; {@link #bytes} may be another array afterwards. */
  void reserve(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), Math.min(2 * length, 1 << 30)));
    }
  }

  /** Room for the numbers of a row; the same array for the same {@code count}. */
  float[] numbers(int count) {
    if (numbers.length != count) {
      numbers = new float[count];
    }
    return numbers;
  }

  void add(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  void add(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
  }

  /** Adds the text of numbers, a blank before each. */
  void add(float[] floats) {
    reserve(Math.multiplyExact(FloatFormatter.MAX_BYTES, floats.length));
    length = formatter.write(floats, bytes, length);
  }
}
