package io.strider.runtime.graph;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Goes through the rows of a graph file one by one, for who need not hold them: one row is on the heap. Stateless. */
public final class GraphFileRows {

  private static final int VERTICES_PER_CHECK = 1 << 12;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Takes rows. */
  @FunctionalInterface
  public interface RowSink {

    /**
     * Takes the row of the next vertex, from 0 on.
     *
     * @param targets the first {@code count} are the row; used again afterwards
     * @param weights of the same, or null when every arc weighs 1
     */
    void row(int vertex, int[] targets, float @Nullable [] weights, int count);
  }

  private GraphFileRows() {}

  /**
   * Hands every row to a sink.
   *
   * @param layout of the file
   * @throws InputException when the file cannot be read or has another length
   */
  public static void forEach(Path file, GraphFileLayout layout, RowSink sink, Cancellation cancellation) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      if (channel.size() != layout.checksumAt() + Long.BYTES) {
        throw InputException.at(
            file.toString(), channel.size() + " bytes", (layout.checksumAt() + Long.BYTES) + " bytes");
      }
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      forEach(bytes, layout, sink, cancellation);
    } catch (IOException e) {
      throw InputException.at(file.toString(), "not readable: " + e, "a graph file of this run", e);
    }
  }

  private static void forEach(MemorySegment bytes, GraphFileLayout layout, RowSink sink, Cancellation cancellation) {
    int[] targets = new int[0];
    float[] weights = layout.weighted() ? new float[0] : null;
    for (int v = 0; v < layout.vertices(); v++) {
      if (v % VERTICES_PER_CHECK == 0) {
        cancellation.check();
      }
      int from = bytes.get(INT, layout.offsetAt(v));
      int count = bytes.get(INT, layout.offsetAt(v + 1)) - from;
      if (count > targets.length) {
        targets = new int[Math.max(count, targets.length + (targets.length >> 1))];
        weights = weights == null ? null : new float[targets.length];
      }
      MemorySegment.copy(bytes, INT, layout.targetsAt() + (long) Integer.BYTES * from, targets, 0, count);
      if (weights != null) {
        MemorySegment.copy(bytes, FLOAT, layout.weightsAt() + (long) Float.BYTES * from, weights, 0, count);
      }
      sink.row(v, targets, weights, count);
    }
  }
}
