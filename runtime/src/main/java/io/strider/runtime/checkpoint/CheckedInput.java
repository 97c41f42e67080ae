package io.strider.runtime.checkpoint;

import io.strider.runtime.common.InputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The body of a file that {@link CheckedOutput} wrote. The whole file is read once and its checksum compared before the first
 * byte is given out, so that nothing is ever built from a damaged one. One thread.
 */
public final class CheckedInput extends InputStream {

  private static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;
  private static final int CHECKSUM_BYTES = Integer.BYTES;
  private static final int BUFFER_BYTES = 1 << 20;
  static final int MAX_TEXT_BYTES = 1 << 20;

  private final InputStream in;
  private long left;

  private CheckedInput(InputStream in, long left) {
    this.in = in;
    this.left = left;
  }

  /**
   * Opens a file. It is opened once, so that one that takes its name meanwhile is not mixed with it.
   *
   * @throws InputException when it is missing, cut off, damaged, of another version or another kind of file
   */
  public static CheckedInput open(Path file, FileKind kind) {
    try {
      FileChannel channel = FileChannel.open(file);
      try {
        long body = channel.size() - HEADER_BYTES - CHECKSUM_BYTES;
        require(body >= 0, file, "a file that was cut off", "a whole one");
        InputStream in = Channels.newInputStream(channel);
        verify(in, file, body, kind);
        channel.position(HEADER_BYTES);
        return new CheckedInput(new BufferedInputStream(in, BUFFER_BYTES), body);
      } catch (IOException | RuntimeException | Error failure) {
        channel.close();
        throw failure;
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** A file that could not be read to its end. */
  public static InputException unreadable(Path file, IOException e) {
    return InputException.at(file.toString(), "not readable: " + e, "a file of this run", e);
  }

  private static void verify(InputStream in, Path file, long body, FileKind kind) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] head = in.readNBytes(HEADER_BYTES);
    require(head.length == HEADER_BYTES, file, "a file that was cut off", "a whole one");
    ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    require(header.getLong() == kind.magic(), file, "another kind of file, or a damaged one", "a file of this run");
    int version = header.getInt();
    require(
        version == CheckedOutput.VERSION,
        file,
        "version " + version,
        "version " + CheckedOutput.VERSION + "; end the run with the Strider that began it");
    crc.update(head);
    byte[] buffer = new byte[BUFFER_BYTES];
    for (long left = body; left > 0; ) {
      int count = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
      require(count > 0, file, "a file that was cut off", "a whole one");
      crc.update(buffer, 0, count);
      left -= count;
    }
    byte[] stored = in.readNBytes(CHECKSUM_BYTES);
    require(stored.length == CHECKSUM_BYTES, file, "a file that was cut off", "a whole one");
    int checksum = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt();
    require(checksum == (int) crc.getValue(), file, "a damaged file: its checksum is wrong", "a whole one");
  }

  private static void require(boolean holds, Path file, String found, String expected) {
    if (!holds) {
      throw InputException.at(file.toString(), found, expected);
    }
  }

  @Override
  public int read() throws IOException {
    if (left == 0) {
      return -1;
    }
    left--;
    return in.read();
  }

  @Override
  public int read(byte[] target, int at, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int got = in.read(target, at, (int) Math.min(count, left));
    left -= Math.max(0, got);
    return got;
  }

  /** The next 4 bytes. */
  public int getInt() throws IOException {
    return number(Integer.BYTES).getInt();
  }

  /** The next 8 bytes. */
  public long getLong() throws IOException {
    return number(Long.BYTES).getLong();
  }

  double getDouble() throws IOException {
    return Double.longBitsToDouble(getLong());
  }

  /** The next text, of at most 1 MiB. */
  public String getText() throws IOException {
    int length = getInt();
    if (length < 0 || length > MAX_TEXT_BYTES) {
      throw new IOException("a text of " + length + " bytes");
    }
    return new String(bytes(length), StandardCharsets.UTF_8);
  }

  private ByteBuffer number(int bytes) throws IOException {
    return ByteBuffer.wrap(bytes(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
