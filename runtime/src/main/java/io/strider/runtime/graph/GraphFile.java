package io.strider.runtime.graph;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A graph as a file that any node can load any rows from. Little-endian: magic, version, flags, V, number of arcs, words
 * of edge filter, then V + 1 offsets, the targets, the weights (if any), the filter (if any), and a CRC-32C of all
 * before. Layout: docs/FORMATS.md.
 */
public final class GraphFile {

  private static final int HEADER_BYTES = GraphFileLayout.HEADER_BYTES;
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int VERTICES_PER_CHECK = 1 << 16;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** What a node has of a graph: rows of its own and the edge filter over all arcs, if the file has one. */
  public record Loaded(GraphSlab slab, @Nullable EdgeFilter filter) {}

  private GraphFile() {}

  /** Writes a whole graph; the caller publishes the file. */
  public static void write(Graph graph, @Nullable EdgeFilter filter, OutputStream out, Cancellation cancellation)
      throws IOException {
    Output output = new Output(out, cancellation);
    float[] weights = graph.weights();
    long[] words = filter == null ? new long[0] : filter.words();
    boolean deadEnds = GraphSlab.whole(graph).deadEnds();
    output.header(
        new GraphFileLayout(
            graph.directed(), weights != null, deadEnds, graph.vertexCount(), graph.arcCount(), words.length));
    output.ints(graph.offsets(), graph.vertexCount() + 1);
    output.ints(graph.targets(), graph.arcCount());
    if (weights != null) {
      output.floats(weights, graph.arcCount());
    }
    output.longs(words);
    output.finish();
  }

  /**
   * Loads the rows of some partitions.
   *
   * @throws InputException when the file is missing, cut off, of another version or damaged
   */
  public static Loaded read(Path file, RowsHere here, Cancellation cancellation) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new Input(file, bytes, cancellation).load(here);
    } catch (IOException e) {
      throw InputException.at(file.toString(), "not readable: " + e, "a graph file of this run");
    }
  }

  /** Columns into a stream, with a running checksum. */
  private static final class Output {
    private final OutputStream out;
    private final Cancellation cancellation;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    Output(OutputStream out, Cancellation cancellation) {
      this.out = out;
      this.cancellation = cancellation;
    }

    void header(GraphFileLayout layout) throws IOException {
      buffer.put(layout.header());
      flush();
    }

    void ints(int[] values, int count) throws IOException {
      for (int from = 0; from < count; ) {
        int n = Math.min(count - from, CHUNK_BYTES / Integer.BYTES);
        buffer.asIntBuffer().put(values, from, n);
        buffer.position(n * Integer.BYTES);
        flush();
        from += n;
      }
    }

    void floats(float[] values, int count) throws IOException {
      for (int from = 0; from < count; ) {
        int n = Math.min(count - from, CHUNK_BYTES / Float.BYTES);
        buffer.asFloatBuffer().put(values, from, n);
        buffer.position(n * Float.BYTES);
        flush();
        from += n;
      }
    }

    void longs(long[] values) throws IOException {
      for (int from = 0; from < values.length; ) {
        int n = Math.min(values.length - from, CHUNK_BYTES / Long.BYTES);
        buffer.asLongBuffer().put(values, from, n);
        buffer.position(n * Long.BYTES);
        flush();
        from += n;
      }
    }

    void finish() throws IOException {
      buffer.putLong(checksum.getValue());
      flush();
    }

    private void flush() throws IOException {
      cancellation.check();
      checksum.update(buffer.array(), 0, buffer.position());
      out.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
  }

  /** The mapped file. */
  private static final class Input {
    private final Path file;
    private final MemorySegment bytes;
    private final Cancellation cancellation;

    Input(Path file, MemorySegment bytes, Cancellation cancellation) {
      this.file = file;
      this.bytes = bytes;
      this.cancellation = cancellation;
    }

    Loaded load(RowsHere here) {
      require(bytes.byteSize() >= HEADER_BYTES + Long.BYTES, "length", bytes.byteSize(), "at least a header");
      require(bytes.get(LONG, 0) == GraphFileLayout.MAGIC, "magic", bytes.get(LONG, 0), "a graph file's");
      int version = bytes.get(INT, 8);
      require(version == GraphFileLayout.VERSION, "version", version, String.valueOf(GraphFileLayout.VERSION));
      GraphFileLayout layout = GraphFileLayout.of(bytes.asSlice(0, HEADER_BYTES).asByteBuffer());
      long checksumAt = layout.checksumAt();
      require(bytes.byteSize() == checksumAt + 8, "length", bytes.byteSize(), (checksumAt + 8) + " bytes");
      long checksum = checksum(checksumAt);
      require(bytes.get(LONG, checksumAt) == checksum, "checksum", checksum, "the stored one");
      Graph rows = rows(here, layout);
      int words = layout.words();
      EdgeFilter filter = null;
      if (words > 0) {
        long[] copy = new long[words];
        MemorySegment.copy(bytes, LONG, layout.filterAt(), copy, 0, words);
        filter = EdgeFilter.of(copy);
      }
      return new Loaded(new GraphSlab(rows, here, layout.deadEnds()), filter);
    }

    private Graph rows(RowsHere here, GraphFileLayout layout) {
      int vertices = layout.vertices();
      long targetsAt = layout.targetsAt();
      long weightsAt = layout.weightsAt();
      int[] offsets = new int[vertices + 1];
      for (int v = 0; v < vertices; v++) {
        offsets[v + 1] = offsets[v] + (here.holds(v) ? offset(v + 1) - offset(v) : 0);
      }
      int[] targets = new int[offsets[vertices]];
      float[] weights = !layout.weighted() ? null : new float[targets.length];
      for (int v = 0; v < vertices; v++) {
        if (v % VERTICES_PER_CHECK == 0) {
          cancellation.check();
        }
        int length = offsets[v + 1] - offsets[v];
        if (length > 0) {
          MemorySegment.copy(bytes, INT, targetsAt + 4L * offset(v), targets, offsets[v], length);
          if (weights != null) {
            MemorySegment.copy(bytes, FLOAT, weightsAt + 4L * offset(v), weights, offsets[v], length);
          }
        }
      }
      return new Graph(layout.directed(), offsets, targets, weights);
    }

    private int offset(int vertex) {
      return bytes.get(INT, HEADER_BYTES + 4L * vertex);
    }

    private long checksum(long end) {
      CRC32C crc = new CRC32C();
      for (long from = 0; from < end; from += CHUNK_BYTES) {
        cancellation.check();
        crc.update(bytes.asSlice(from, Math.min(CHUNK_BYTES, end - from)).asByteBuffer());
      }
      return crc.getValue();
    }

    private void require(boolean holds, String what, long found, String expected) {
      if (!holds) {
        throw InputException.at(file + ", " + what, String.valueOf(found), expected);
      }
    }
  }
}
