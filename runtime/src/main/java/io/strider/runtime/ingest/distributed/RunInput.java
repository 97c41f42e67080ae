package io.strider.runtime.ingest.distributed;

import io.strider.runtime.common.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Reads a {@link RunFormat} file from anywhere in it; holds one page. One thread. */
final class RunInput implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;
  private final long payload;
  private final byte[] pageBytes = new byte[RunFormat.STORED_PAGE_BYTES];
  private final ByteBuffer page = ByteBuffer.wrap(pageBytes).order(ByteOrder.LITTLE_ENDIAN);
  private long pageAt = -1;

  /**
   * Opens a file.
   *
   * @throws InputException when it is cut off, of another version or another kind of file
   */
  RunInput(Path file) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      payload = checkedPayload();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private long checkedPayload() throws IOException {
    long bytes = channel.size();
    require(bytes >= RunFormat.fileBytes(0), bytes + " bytes", "a whole file");
    ByteBuffer header = RunFormat.buffer(RunFormat.HEADER_BYTES);
    read(header, 0);
    require(header.getLong() == RunFormat.MAGIC, "another kind of file", "a file of this run");
    int version = header.getInt();
    require(version == RunFormat.VERSION, "version " + version, "version " + RunFormat.VERSION);
    ByteBuffer trailer = RunFormat.buffer(RunFormat.TRAILER_BYTES);
    read(trailer, bytes - RunFormat.TRAILER_BYTES);
    long length = trailer.getLong();
    boolean whole = trailer.getLong() == ~length && RunFormat.fileBytes(length) == bytes;
    require(whole, "a file that was cut off", "a whole one");
    return length;
  }

  /** Bytes of the payload. */
  long payload() {
    return payload;
  }

  int getInt(long at) throws IOException {
    return page.getInt(seek(at));
  }

  long getLong(long at) throws IOException {
    return page.getLong(seek(at));
  }

  float getFloat(long at) throws IOException {
    return page.getFloat(seek(at));
  }

  double getDouble(long at) throws IOException {
    return page.getDouble(seek(at));
  }

  void get(long at, byte[] target, int from, int count) throws IOException {
    for (int done = 0; done < count; ) {
      int offset = seek(at + done);
      int some = Math.min(count - done, page.limit() - offset);
      page.get(offset, target, from + done, some);
      done += some;
    }
  }

  /** Makes the page hold a place of the payload; where in it. */
  private int seek(long at) throws IOException {
    long number = at / RunFormat.PAGE_BYTES;
    if (number != pageAt) {
      load(number);
    }
    return (int) (at - number * RunFormat.PAGE_BYTES);
  }

  private void load(long number) throws IOException {
    long left = payload - number * RunFormat.PAGE_BYTES;
    if (number < 0 || left <= 0) {
      throw new EOFException(file + " has " + payload + " bytes, and page " + number + " is beyond them");
    }
    int bytes = (int) Math.min(left, RunFormat.PAGE_BYTES);
    pageAt = -1;
    page.clear().limit(bytes + Integer.BYTES);
    read(page, RunFormat.HEADER_BYTES + number * RunFormat.STORED_PAGE_BYTES);
    CRC32C crc = new CRC32C();
    crc.update(pageBytes, 0, bytes);
    require(page.getInt(bytes) == (int) crc.getValue(), "a damaged page " + number, "the checksum that was stored");
    page.limit(bytes);
    pageAt = number;
  }

  /** Fills a buffer from a place of the file. */
  private void read(ByteBuffer into, long at) throws IOException {
    while (into.hasRemaining()) {
      int count = channel.read(into, at + into.position());
      if (count < 0) {
        throw new EOFException(file + " ends at " + (at + into.position()));
      }
    }
    into.flip();
  }

  private void require(boolean holds, String found, String expected) {
    if (!holds) {
      throw InputException.at(file.toString(), found, expected);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
