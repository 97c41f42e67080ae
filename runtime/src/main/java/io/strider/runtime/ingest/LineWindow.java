package io.strider.runtime.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A stretch of whole lines of a stream, in place: {@code bytes()[from(), to())}, the last byte of which is a newline.
 * A final line without newline gets one, so that scanning loops need no bounds: they always meet it; {@link IntegerLine#PADDING_BYTES} readable bytes follow. Not thread-safe.
 */
final class LineWindow {

  /** The longest line that is read, without its newline. */
  static final int MAX_LINE_BYTES = 1 << 20;

  /** A line beyond {@link #MAX_LINE_BYTES}. */
  static final class LineTooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static final int START_BYTES = 1 << 17;
  private static final int MAX_BYTES = MAX_LINE_BYTES + 1;
  private static final int PADDING = IntegerLine.PADDING_BYTES;

  private final InputStream in;
  private byte[] bytes = new byte[START_BYTES + PADDING];
  private int from;
  private int to;
  private int filled;
  private boolean ended;

  LineWindow(InputStream in) {
    this.in = in;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** Drops a byte order mark; only right after the first {@link #next}. */
  void skipByteOrderMark() {
    boolean marked =
        to - from >= 3
            && bytes[from] == (byte) 0xEF
            && bytes[from + 1] == (byte) 0xBB
            && bytes[from + 2] == (byte) 0xBF;
    from += marked ? 3 : 0;
  }

  /**
   * Moves on to the next whole lines; false at the end of the stream.
   *
   * @throws LineTooLongException when a line does not fit
   */
  boolean next() throws IOException {
    filled -= to;
    System.arraycopy(bytes, to, bytes, 0, filled);
    from = 0;
    to = 0;
    while (!ended) {
      if (filled == bytes.length - PADDING) {
        grow();
      }
      int count = in.read(bytes, filled, bytes.length - PADDING - filled);
      if (count < 0) {
        ended = true;
      } else {
        filled += count;
        to = lastLineEnd(filled - count);
        if (to > 0) {
          return true;
        }
      }
    }
    if (filled == 0) {
      return false;
    }
    if (filled == bytes.length - PADDING) {
      grow();
    }
    bytes[filled++] = '\n';
    to = filled;
    return true;
  }

  private void grow() throws LineTooLongException {
    int size = bytes.length - PADDING;
    if (size == MAX_BYTES) {
      throw new LineTooLongException();
    }
    bytes = Arrays.copyOf(bytes, Math.min(2 * size, MAX_BYTES) + PADDING);
  }

  private int lastLineEnd(int searchedUpTo) {
    for (int i = filled - 1; i >= searchedUpTo; i--) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }
}
