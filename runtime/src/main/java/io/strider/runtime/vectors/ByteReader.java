package io.strider.runtime.vectors;

import io.strider.runtime.common.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a file of bytes by line or by length through one buffer. Failures name the file. Not thread-safe. */
final class ByteReader implements AutoCloseable {

  /** The longest line; one of 4,096 floats has under 100 kB. */
  static final int MAX_LINE_BYTES = 1 << 24;

  private static final int BUFFER_BYTES = 1 << 20;

  private final Path file;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private byte[] line = new byte[1 << 12];
  private int lineLength;

  ByteReader(Path file) {
    this.file = file;
    try {
      this.in = Files.newInputStream(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Whether there is another byte. */
  boolean hasMore() {
    return from < to || fill();
  }

  /** The next byte without taking it, or −1 at the end. */
  int peek() {
    return hasMore() ? buffer[from] : -1;
  }

  /**
   * The bytes that come next, without taking them; as many as the buffer holds after it was filled at most once.
   *
   * @return a copy
   */
  byte[] peekMany() {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    try {
      to += Math.max(0, in.readNBytes(buffer, to, buffer.length - to));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return Arrays.copyOfRange(buffer, from, to);
  }

  /** Takes bytes up to and without {@code end}, or all that are left; they are in {@link #line()}. False at the end. */
  boolean readUntil(byte end) {
    lineLength = 0;
    if (!hasMore()) {
      return false;
    }
    while (hasMore()) {
      int stop = from;
      while (stop < to && buffer[stop] != end) {
        stop++;
      }
      append(stop - from);
      boolean found = stop < to;
      from = found ? stop + 1 : stop;
      if (found) {
        return true;
      }
    }
    return true;
  }

  /** What {@link #readUntil} took; valid up to {@link #lineLength} and until the next call. */
  byte[] line() {
    return line;
  }

  int lineLength() {
    return lineLength;
  }

  /**
   * Takes exactly this many bytes.
   *
   * @throws EOFException when the file ends before
   */
  void readFully(byte[] target) throws EOFException {
    int done = 0;
    while (done < target.length) {
      if (!hasMore()) {
        throw new EOFException();
      }
      int count = Math.min(to - from, target.length - done);
      System.arraycopy(buffer, from, target, done, count);
      from += count;
      done += count;
    }
  }

  /** Takes one byte that {@link #peek} has shown. */
  void skip() {
    from++;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static InputException unreadable(Path file, IOException e) {
    return InputException.at(
        file.toString(), "a file that cannot be read (" + InputException.reason(e) + ")", "a readable file", e);
  }

  private void append(int count) {
    if (count > MAX_LINE_BYTES - lineLength) {
      throw InputException.at(
          file.toString(), "a line of more than " + MAX_LINE_BYTES + " bytes", "vectors in a known format");
    }
    if (lineLength + count > line.length) {
      line = Arrays.copyOf(line, Math.max(lineLength + count, 2 * line.length));
    }
    System.arraycopy(buffer, from, line, lineLength, count);
    lineLength += count;
  }

  private boolean fill() {
    try {
      int count = in.read(buffer, 0, buffer.length);
      from = 0;
      to = Math.max(0, count);
      return count > 0;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }
}
