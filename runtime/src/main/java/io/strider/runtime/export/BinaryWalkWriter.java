package io.strider.runtime.export;

import io.strider.runtime.graph.Labels;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Walks as numbers, all little-endian:
 *
 * <pre>
 * 8 bytes   "STRIDERW"
 * int32     version, 1
 * int32     V, the number of vertices
 * V times   int32 length of the label in bytes, the label in UTF-8; the k-th is that of vertex id k
 * walks     int32 length of the walk (at least 1), then an int32 vertex id for each
 * int32     0, the end of the walks
 * int64     number of walks
 * int32     CRC-32C of every byte before it
 * </pre>
 */
final class BinaryWalkWriter extends WalkWriter {

  private static final byte[] MAGIC = "STRIDERW".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  private final OutputStream out;
  private final Labels labels;
  private final CRC32C checksum = new CRC32C();
  private ByteBuffer buffer = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);
  private long walks;

  BinaryWalkWriter(OutputStream out, Labels labels) {
    this.out = out;
    this.labels = labels;
  }

  @Override
  public void begin() throws IOException {
    put(MAGIC);
    buffer.putInt(VERSION).putInt(labels.size());
    flush();
    for (int v = 0; v < labels.size(); v++) {
      byte[] label = labels.utf8(v);
      buffer.putInt(label.length);
      flush();
      put(label);
    }
  }

  @Override
  void write(int[] vertices, int from, int length) throws IOException {
    int bytes = Integer.BYTES * (length + 1);
    if (buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
    buffer.putInt(length);
    for (int i = from; i < from + length; i++) {
      buffer.putInt(vertices[i]);
    }
    flush();
    walks++;
  }

  @Override
  public void end() throws IOException {
    buffer.putInt(0).putLong(walks);
    flush();
    buffer.putInt((int) checksum.getValue());
    flush();
  }

  private void put(byte[] bytes) throws IOException {
    checksum.update(bytes);
    out.write(bytes);
  }

  private void flush() throws IOException {
    checksum.update(buffer.array(), 0, buffer.position());
    out.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
