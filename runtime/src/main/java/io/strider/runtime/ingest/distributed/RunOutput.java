package io.strider.runtime.ingest.distributed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Writes a {@link RunFormat} file under a temporary name that no other process has, and gives it its name when it is whole:
 * whoever writes the same file at the same time writes the same bytes. Closed without {@link #publish}, it leaves nothing. One
 * thread.
 */
final class RunOutput implements AutoCloseable {

  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private final byte[] pageBytes = new byte[RunFormat.STORED_PAGE_BYTES];
  private final ByteBuffer page = ByteBuffer.wrap(pageBytes).order(ByteOrder.LITTLE_ENDIAN);
  private long flushed;
  private boolean published;

  RunOutput(Path target) throws IOException {
    this.target = target;
    temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    page.limit(RunFormat.PAGE_BYTES);
    write(RunFormat.header());
  }

  void putInt(int value) throws IOException {
    reserve(Integer.BYTES);
    page.putInt(value);
  }

  void putLong(long value) throws IOException {
    reserve(Long.BYTES);
    page.putLong(value);
  }

  void putFloat(float value) throws IOException {
    reserve(Float.BYTES);
    page.putFloat(value);
  }

  void putDouble(double value) throws IOException {
    reserve(Double.BYTES);
    page.putDouble(value);
  }

  void put(byte[] bytes, int from, int count) throws IOException {
    for (int done = 0; done < count; ) {
      reserve(1);
      int some = Math.min(count - done, page.remaining());
      page.put(bytes, from + done, some);
      done += some;
    }
  }

  /** Gives the file its name. */
  void publish() throws IOException {
    flushPage();
    write(RunFormat.buffer(RunFormat.TRAILER_BYTES).putLong(flushed).putLong(~flushed).flip());
    channel.close();
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    published = true;
  }

  @Override
  public void close() throws IOException {
    if (!published) {
      channel.close();
      Files.deleteIfExists(temporary);
    }
  }

  /** Numbers never lie across two pages: text before them may leave a page with too little room for that only at its end. */
  private void reserve(int bytes) throws IOException {
    if (page.remaining() == 0) {
      flushPage();
    }
    if (page.remaining() < bytes) {
      throw new IllegalStateException("a number of " + bytes + " bytes at a place that is no multiple of them");
    }
  }

  private void flushPage() throws IOException {
    int bytes = page.position();
    if (bytes > 0) {
      CRC32C crc = new CRC32C();
      crc.update(pageBytes, 0, bytes);
      page.limit(bytes + Integer.BYTES).putInt((int) crc.getValue()).flip();
      write(page);
      flushed += bytes;
      page.clear().limit(RunFormat.PAGE_BYTES);
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
