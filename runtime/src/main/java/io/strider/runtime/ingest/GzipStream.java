package io.strider.runtime.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decompresses gzip (RFC 1952) with any number of members. Stricter than {@code GZIPInputStream}, which takes a cut
 * header of a second member for trailing garbage and drops it silently: here only zero bytes may follow the last
 * member. Not thread-safe.
 */
final class GzipStream extends InputStream {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;

  private final RawStream raw;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final byte[] single = new byte[1];
  private int position;
  private int limit;
  private boolean insideMember;

  GzipStream(RawStream raw) {
    this.raw = raw;
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (true) {
      if (insideMember && inflater.finished()) {
        endMember();
      }
      if (!insideMember && !beginMember()) {
        return -1;
      }
      int count = inflate(target, offset, length);
      checksum.update(target, offset, count);
      if (count > 0) {
        return count;
      }
    }
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    raw.close();
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    try {
      while (true) {
        int count = inflater.inflate(target, offset, length);
        if (count > 0 || inflater.finished()) {
          return count;
        }
        if (inflater.needsDictionary()) {
          throw new ZipException("a preset dictionary, which gzip does not have");
        }
        if (!refill()) {
          throw new EOFException("it ends inside a member");
        }
        inflater.setInput(buffer, position, limit - position);
      }
    } catch (DataFormatException e) {
      throw new ZipException(String.valueOf(e.getMessage()));
    }
  }

  private boolean beginMember() throws IOException {
    int first = next();
    while (first == 0) {
      first = next();
    }
    if (first < 0) {
      return false;
    }
    if (first != 0x1F || required() != 0x8B || required() != 8) {
      throw new ZipException("something that is not gzip follows a member");
    }
    skipHeader(required());
    inflater.reset();
    inflater.setInput(buffer, position, limit - position);
    checksum.reset();
    insideMember = true;
    return true;
  }

  private void skipHeader(int flags) throws IOException {
    if ((flags & RESERVED) != 0) {
      throw new ZipException("reserved header flags are set");
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(required() | required() << 8);
    }
    for (int flag = NAME; flag <= COMMENT; flag <<= 1) {
      while ((flags & flag) != 0 && required() != 0) {
        // Text that ends with a zero byte.
      }
    }
    skip((flags & HEADER_CRC) != 0 ? 2 : 0);
  }

  private void endMember() throws IOException {
    position = limit - inflater.getRemaining();
    insideMember = false;
    if (required4() != (int) checksum.getValue()) {
      throw new ZipException("the checksum does not fit the data");
    }
    if (required4() != (int) inflater.getBytesWritten()) {
      throw new ZipException("the length does not fit the data");
    }
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      required();
    }
  }

  private int required4() throws IOException {
    return required() | required() << 8 | required() << 16 | required() << 24;
  }

  private int required() throws IOException {
    int value = next();
    if (value < 0) {
      throw new EOFException("it ends inside a header or trailer");
    }
    return value;
  }

  private int next() throws IOException {
    return position < limit || refill() ? buffer[position++] & 0xFF : -1;
  }

  private boolean refill() throws IOException {
    position = 0;
    limit = Math.max(0, raw.read(buffer, 0, buffer.length));
    return limit > 0;
  }
}
