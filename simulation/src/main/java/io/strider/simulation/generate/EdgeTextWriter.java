package io.strider.simulation.generate;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes edges as lines {@code u TAB v}. Digits go straight into a byte buffer, two at a time from a table, and the
 * digits of the first vertex are kept for as long as it stays the same. Not thread-safe.
 */
final class EdgeTextWriter implements EdgeSink {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_DIGITS = 10;
  private static final int MAX_LINE_BYTES = 2 * MAX_DIGITS + 2;
  private static final byte[] TENS = new byte[100];
  private static final byte[] ONES = new byte[100];

  static {
    for (int i = 0; i < 100; i++) {
      TENS[i] = (byte) ('0' + i / 10);
      ONES[i] = (byte) ('0' + i % 10);
    }
  }

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final byte[] prefix = new byte[MAX_DIGITS + 1];
  private int prefixLength;
  private int prefixVertex = -1;
  private int size;

  EdgeTextWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void accept(long[] edges, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      line((int) (edges[i] >>> 32), (int) edges[i]);
    }
  }

  /** Writes one line of two numbers that are not negative. */
  void line(int first, int second) throws IOException {
    if (size > BUFFER_BYTES - MAX_LINE_BYTES) {
      flush();
    }
    if (first != prefixVertex) {
      prefixLength = digits(first, prefix, 0);
      prefix[prefixLength++] = '\t';
      prefixVertex = first;
    }
    System.arraycopy(prefix, 0, buffer, size, prefixLength);
    size = digits(second, buffer, size + prefixLength);
    buffer[size++] = '\n';
  }

  /** Hands what is buffered to the stream. */
  void flush() throws IOException {
    out.write(buffer, 0, size);
    size = 0;
  }

  /** Writes a number that is not negative in decimal; returns the position behind it. */
  private static int digits(int number, byte[] target, int at) {
    int end = at + width(number);
    int left = number;
    int to = end;
    while (left >= 10) {
      int pair = left % 100;
      left /= 100;
      target[--to] = ONES[pair];
      target[--to] = TENS[pair];
    }
    if (to > at) {
      target[at] = (byte) ('0' + left);
    }
    return end;
  }

  private static int width(int number) {
    int width = 1;
    for (long bound = 10; number >= bound; bound *= 10) {
      width++;
    }
    return width;
  }
}
