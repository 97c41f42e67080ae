package io.strider.runtime.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;

/**
 * The lines of a file that begin in a stretch of its bytes, whole, and no others: stretches that follow each other have every
 * line once. Not thread-safe.
 */
final class StretchStream extends InputStream {

  private static final int BUFFER_BYTES = 1 << 16;

  private final RandomAccessFile file;
  private final InputStream in;
  private final long start;
  private final long to;
  private final byte[] single = new byte[1];
  private long position;
  private boolean ended;

  /** Opens the file and goes to the first line that begins in [from, to). */
  StretchStream(String path, long from, long to) throws IOException {
    this.file = new RandomAccessFile(path, "r");
    this.to = to;
    file.seek(Math.max(0, from - 1));
    this.in = new BufferedInputStream(new FullReads(Channels.newInputStream(file.getChannel())), BUFFER_BYTES);
    position = Math.max(0, from - 1);
    if (from > 0) {
      int skipped;
      do {
        skipped = in.read();
        position++;
      } while (skipped >= 0 && skipped != '\n' && position <= to);
    }
    start = position;
    ended = position >= to;
  }

  /** The lines before the first of these. */
  long linesAhead() throws IOException {
    long lines = 0;
    long left = start;
    try (InputStream head = new BufferedInputStream(new java.io.FileInputStream(file.getFD()), BUFFER_BYTES)) {
      file.seek(0);
      byte[] buffer = new byte[BUFFER_BYTES];
      while (left > 0) {
        int count = head.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (count < 0) {
          break;
        }
        for (int i = 0; i < count; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
        left -= count;
      }
    }
    return lines;
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (ended || length == 0) {
      return length == 0 ? 0 : -1;
    }
    boolean lastLine = position >= to - 1;
    int wanted = lastLine ? length : (int) Math.min(length, to - 1 - position);
    int count = in.read(target, offset, wanted);
    if (count < 0) {
      ended = true;
      return -1;
    }
    position += count;
    if (lastLine) {
      for (int i = offset; i < offset + count; i++) {
        if (target[i] == '\n') {
          ended = true;
          return i + 1 - offset;
        }
      }
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
