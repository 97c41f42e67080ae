package io.strider.runtime.ingest;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a stream into stretches of whole lines. A final line without newline gets one. What was read behind a stretch's last
 * line is kept for the next, so the stretches may be in different windows. Not thread-safe.
 */
final class LineStream {

  /** The longest line that is read, without its newline. */
  static final int MAX_LINE_BYTES = 1 << 20;

  /** A line beyond {@link #MAX_LINE_BYTES}. */
  static final class LineTooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static final int MAX_BYTES = MAX_LINE_BYTES + 1;

  private final InputStream in;
  private byte[] left = new byte[0];
  private int leftBytes;
  private long windows;
  private boolean ended;

  LineStream(InputStream in) {
    this.in = in;
  }

  /**
   * Fills a window with the next whole lines; false at the end of the stream.
   *
   * @throws LineTooLongException when a line does not fit
   */
  boolean next(LineWindow window) throws IOException {
    while (window.capacity() < leftBytes) {
      grow(window);
    }
    System.arraycopy(left, 0, window.bytes(), 0, leftBytes);
    int filled = leftBytes;
    leftBytes = 0;
    while (!ended) {
      if (filled == window.capacity()) {
        grow(window);
      }
      int count = in.read(window.bytes(), filled, window.capacity() - filled);
      if (count < 0) {
        ended = true;
      } else {
        filled += count;
        int to = lastLineEnd(window.bytes(), filled - count, filled);
        if (to > 0) {
          keep(window.bytes(), to, filled);
          window.set(windows++, to);
          return true;
        }
      }
    }
    if (filled == 0) {
      return false;
    }
    if (filled == window.capacity()) {
      grow(window);
    }
    window.bytes()[filled++] = '\n';
    window.set(windows++, filled);
    return true;
  }

  private void keep(byte[] bytes, int from, int to) {
    if (left.length < to - from) {
      left = new byte[bytes.length];
    }
    leftBytes = to - from;
    System.arraycopy(bytes, from, left, 0, leftBytes);
  }

  private static void grow(LineWindow window) throws LineTooLongException {
    if (window.capacity() == MAX_BYTES) {
      throw new LineTooLongException();
    }
    window.grow(Math.min(2 * window.capacity(), MAX_BYTES));
  }

  private static int lastLineEnd(byte[] bytes, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }
}
