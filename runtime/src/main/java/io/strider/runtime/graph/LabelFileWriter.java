package io.strider.runtime.graph;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes the dictionary file behind {@link MappedLabels}: V + 1 offsets of 8 bytes, V ids in the order of their labels
 * of 4 bytes, then the labels back to back; little endian. Written through a channel and mapped only when complete,
 * because a full disk is then an exception and not a crash. The file loses its name as soon as it is open (on
 * systems that allow it), so that not even a killed process leaves it behind. One thread may add
 * labels while another adds their order; otherwise not thread-safe.
 */
public final class LabelFileWriter implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 18;

  private final FileChannel file;
  private final int size;
  private final Region offsets;
  private final Region sorted;
  private final Region text;
  private long textBytes;

  private LabelFileWriter(FileChannel file, int size) throws IOException {
    this.file = file;
    this.size = size;
    this.offsets = new Region(0);
    this.sorted = new Region(MappedLabels.sortedAt(size));
    this.text = new Region(MappedLabels.textAt(size));
    offsets.putLong(0);
  }

  /** Opens a file for {@code size} labels in the folder that {@code java.io.tmpdir} names. */
  public static LabelFileWriter create(int size) throws IOException {
    Path path = Files.createTempFile("strider-labels-", ".tmp");
    try {
      FileChannel file =
          FileChannel.open(
              path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
      try {
        return new LabelFileWriter(file, size);
      } catch (IOException | RuntimeException | Error e) {
        file.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /** Adds the label of the next vertex, UTF-8 bytes [from, from + length). */
  public void append(byte[] bytes, int from, int length) throws IOException {
    text.put(bytes, from, length);
    textBytes += length;
    offsets.putLong(textBytes);
  }

  /** Adds the next vertex in the order of the labels as unsigned bytes. */
  public void appendSorted(int vertex) throws IOException {
    sorted.putInt(vertex);
  }

  /** Maps the file once all labels and the whole order are in it. */
  public MappedLabels finish() throws IOException {
    offsets.flush();
    sorted.flush();
    text.flush();
    Arena arena = Arena.ofShared();
    try {
      MemorySegment bytes =
          file.map(FileChannel.MapMode.READ_ONLY, 0, MappedLabels.textAt(size) + textBytes, arena);
      return new MappedLabels(bytes, size, arena);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** Closes the file; labels that were mapped stay. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  /** A part of the file that is written from its beginning to its end. */
  private final class Region {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long position;

    Region(long position) {
      this.position = position;
    }

    void putLong(long value) throws IOException {
      reserve(Long.BYTES);
      buffer.putLong(value);
    }

    void putInt(int value) throws IOException {
      reserve(Integer.BYTES);
      buffer.putInt(value);
    }

    void put(byte[] bytes, int from, int length) throws IOException {
      int done = 0;
      while (done < length) {
        reserve(1);
        int count = Math.min(length - done, buffer.remaining());
        buffer.put(bytes, from + done, count);
        done += count;
      }
    }

    void flush() throws IOException {
      buffer.flip();
      while (buffer.hasRemaining()) {
        position += file.write(buffer, position);
      }
      buffer.clear();
    }

    private void reserve(int bytes) throws IOException {
      if (buffer.remaining() < bytes) {
        flush();
      }
    }
  }
}
