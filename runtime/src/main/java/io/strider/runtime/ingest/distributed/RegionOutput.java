package io.strider.runtime.ingest.distributed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Writes a region of a file that exists and has its full length. Whoever writes the same region at the same time writes the
 * same bytes. One thread.
 */
final class RegionOutput implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final FileChannel channel;
  private final byte[] waiting = new byte[BUFFER_BYTES];
  private final ByteBuffer buffer = ByteBuffer.wrap(waiting).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private long position;
  private long bytes;

  RegionOutput(Path file, long position) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.WRITE);
    this.position = position;
  }

  void putInt(int value) throws IOException {
    reserve(Integer.BYTES);
    buffer.putInt(value);
  }

  void putLong(long value) throws IOException {
    reserve(Long.BYTES);
    buffer.putLong(value);
  }

  void putFloat(float value) throws IOException {
    reserve(Float.BYTES);
    buffer.putFloat(value);
  }

  void put(byte[] text) throws IOException {
    for (int done = 0; done < text.length; ) {
      reserve(1);
      int some = Math.min(text.length - done, buffer.remaining());
      buffer.put(text, done, some);
      done += some;
    }
  }

  /** Writes what waits; the CRC-32C of the region and its bytes. */
  long[] finish() throws IOException {
    flush();
    return new long[] {crc.getValue(), bytes};
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void reserve(int count) throws IOException {
    if (buffer.remaining() < count) {
      flush();
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    crc.update(waiting, 0, buffer.limit());
    bytes += buffer.limit();
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
    buffer.clear();
  }
}
