package io.strider.runtime.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Writes a file of a run: magic, version, body, CRC-32C of every byte before it; little-endian. One thread.
 */
public final class CheckedOutput extends OutputStream {

  /** Of all files of a run together. */
  static final int VERSION = 1;

  private final OutputStream out;
  private final CRC32C checksum = new CRC32C();
  private final ByteBuffer scratch = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /** Begins the file. */
  public CheckedOutput(OutputStream out, FileKind kind) throws IOException {
    this.out = out;
    putLong(kind.magic());
    putInt(VERSION);
  }

  @Override
  public void write(int b) throws IOException {
    checksum.update(b);
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    checksum.update(bytes, from, count);
    out.write(bytes, from, count);
  }

  /** Four bytes. */
  public void putInt(int value) throws IOException {
    scratch.clear().putInt(value);
    write(scratch.array(), 0, Integer.BYTES);
  }

  /** Eight bytes. */
  public void putLong(long value) throws IOException {
    scratch.clear().putLong(value);
    write(scratch.array(), 0, Long.BYTES);
  }

  void putDouble(double value) throws IOException {
    putLong(Double.doubleToRawLongBits(value));
  }

  /** Its length in UTF-8 bytes, and these; at most 1 MiB. */
  public void putText(String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > CheckedInput.MAX_TEXT_BYTES) {
      throw new IllegalArgumentException(
          "text: found %d bytes, expected at most %d".formatted(utf8.length, CheckedInput.MAX_TEXT_BYTES));
    }
    putInt(utf8.length);
    write(utf8);
  }

  /** Ends the file. */
  public void finish() throws IOException {
    putInt((int) checksum.getValue());
    out.flush();
  }
}
