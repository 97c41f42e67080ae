package io.strider.runtime.ingest;

import io.strider.runtime.common.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The bytes of an input as they are stored: buffered, counted and hashed on their way. {@link #available} is more
 * than 0 unless the end was reached. Not thread-safe.
 */
final class RawStream extends InputStream {

  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final MessageDigest digest = Sha256.start();
  private int position;
  private int limit;
  private long bytes;
  private boolean ended;

  RawStream(InputStream in) {
    this.in = in;
  }

  /** Whether the next bytes are these; looks no further than they reach. */
  boolean startsWith(int... expected) throws IOException {
    while (limit - position < expected.length && fill()) {
      // More may come: a pipe can deliver single bytes.
    }
    if (limit - position < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if ((buffer[position + i] & 0xFF) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** Bytes so far, some of them perhaps not yet read from here. */
  long bytes() {
    return bytes;
  }

  @Override
  public int read() throws IOException {
    return available() == 0 ? -1 : buffer[position++] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (available() == 0) {
      return length == 0 ? 0 : -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() throws IOException {
    return position < limit || fill() ? limit - position : 0;
  }

  /** Reads to the end, so that the hash covers every byte, and describes the input. */
  InputFile finish(String name) throws IOException {
    do {
      position = limit;
    } while (fill());
    return new InputFile(name, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (position == limit) {
      position = 0;
      limit = 0;
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count < 0) {
      ended = true;
      return false;
    }
    digest.update(buffer, limit, count);
    limit += count;
    bytes += count;
    return true;
  }
}
