package io.strider.runtime.graph;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Labels in a memory-mapped file that {@link LabelFileWriter} wrote: nothing on the heap. Looks a label up by binary
 * search over the sorted ids, log V reads that may miss the cache. Safe to read from any thread until closed; an access
 * after that throws {@link IllegalStateException}.
 */
public final class MappedLabels implements Labels {

  private static final ValueLayout.OfLong OFFSET =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt VERTEX =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment file;
  private final int size;
  private final Arena arena;

  MappedLabels(MemorySegment file, int size, Arena arena) {
    this.file = file;
    this.size = size;
    this.arena = arena;
  }

  /**
   * Maps a whole file; it may lose its name afterwards where the system allows that.
   *
   * @param size labels in it
   * @throws IOException when it cannot be mapped, or is too short for so many labels
   */
  public static MappedLabels open(Path path, int size) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.size() < textAt(size)) {
        throw new IOException(path + " has " + channel.size() + " bytes, too few for " + size + " labels");
      }
      Arena arena = Arena.ofShared();
      try {
        MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        return new MappedLabels(bytes, size, arena);
      } catch (IOException | RuntimeException e) {
        arena.close();
        throw e;
      }
    }
  }

  /** Where in a file of {@code size} labels the sorted ids begin. */
  public static long sortedAt(int size) {
    return (size + 1L) * Long.BYTES;
  }

  /** Where in a file of {@code size} labels their text begins. */
  public static long textAt(int size) {
    return sortedAt(size) + (long) size * Integer.BYTES;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public byte[] utf8(int vertex) {
    long start = start(Objects.checkIndex(vertex, size));
    byte[] bytes = new byte[(int) (start(vertex + 1) - start)];
    MemorySegment.copy(file, ValueLayout.JAVA_BYTE, start, bytes, 0, bytes.length);
    return bytes;
  }

  @Override
  public long byteCount() {
    return start(size) - textAt(size);
  }

  @Override
  public int find(byte[] utf8) {
    MemorySegment wanted = MemorySegment.ofArray(utf8);
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int vertex = file.get(VERTEX, sortedAt(size) + (long) middle * Integer.BYTES);
      int order = compare(vertex, wanted);
      if (order == 0) {
        return vertex;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** Unmaps the file, which then is gone. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  private int compare(int vertex, MemorySegment wanted) {
    long start = start(vertex);
    long end = start(vertex + 1);
    long at = MemorySegment.mismatch(file, start, end, wanted, 0, wanted.byteSize());
    if (at < 0) {
      return 0;
    }
    if (at == end - start || at == wanted.byteSize()) {
      return Long.compare(end - start, wanted.byteSize());
    }
    return Byte.compareUnsigned(file.get(ValueLayout.JAVA_BYTE, start + at), wanted.get(ValueLayout.JAVA_BYTE, at));
  }

  private long start(int vertex) {
    return textAt(size) + file.get(OFFSET, (long) vertex * Long.BYTES);
  }
}
