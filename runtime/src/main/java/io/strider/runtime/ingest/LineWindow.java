package io.strider.runtime.ingest;

import java.util.Arrays;

/**
 * A stretch of whole lines, in place: {@code bytes()[from(), to())}, the last byte of which is a newline, so that scanning
 * loops need no bounds: they always meet it; {@link IntegerLine#PADDING_BYTES} readable bytes follow. Filled again and
 * again by a {@link LineStream}. Not thread-safe.
 */
final class LineWindow {

  private static final int START_BYTES = 1 << 17;
  private static final int PADDING = IntegerLine.PADDING_BYTES;

  private byte[] bytes = new byte[START_BYTES + PADDING];
  private long number;
  private int from;
  private int to;
  private long inputEnd;

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** Which stretch of its stream it is, from 0. */
  long number() {
    return number;
  }

  /** How far the input was read, in bytes as they are stored, when its lines came. */
  long inputEnd() {
    return inputEnd;
  }

  void inputEnd(long bytes) {
    inputEnd = bytes;
  }

  /** Drops a byte order mark; only right after the first stretch of a stream was filled in. */
  void skipByteOrderMark() {
    boolean marked =
        to - from >= 3
            && bytes[from] == (byte) 0xEF
            && bytes[from + 1] == (byte) 0xBB
            && bytes[from + 2] == (byte) 0xBF;
    from += marked ? 3 : 0;
  }

  /** Bytes that fit it as it is. */
  int capacity() {
    return bytes.length - PADDING;
  }

  /** Makes room for more bytes, keeps what is there. */
  void grow(int capacity) {
    bytes = Arrays.copyOf(bytes, capacity + PADDING);
  }

  /** Says what its lines are. */
  void set(long ofStream, int end) {
    number = ofStream;
    from = 0;
    to = end;
  }
}
