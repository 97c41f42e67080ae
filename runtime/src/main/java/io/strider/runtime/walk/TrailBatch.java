package io.strider.runtime.walk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Segments of walks on their way to the wave that collects them. In one little-endian buffer: the walk id of the first segment
 * (8 bytes); a column of walk ids less that one (4 bytes each), of first steps (4), of lengths with the end marker in the sign
 * bit (4), then the vertices of all segments one after the other, unless they are already where they belong, in the
 * {@link WaveRows}. Never written after it was made, so it may be handed to any thread; taking one in twice changes
 * nothing.
 */
public final class TrailBatch {

  /** Bytes before the columns. */
  public static final int HEADER_BYTES = 8;

  /** Bytes of a segment beside its vertices. */
  public static final int SEGMENT_BYTES = 12;

  /** In a length: the walk ends with this segment. */
  static final int ENDED = Integer.MIN_VALUE;

  private static final int ROWS_AT_ONCE = 16;

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final long wave;
  private final int count;
  private final int vertices;
  private final boolean placed;
  private final MemorySegment columns;

  private TrailBatch(long wave, int count, int vertices, boolean placed, MemorySegment columns) {
    this.wave = wave;
    this.count = count;
    this.vertices = vertices;
    this.placed = placed;
    this.columns = columns;
  }

  /**
   * The columns themselves, for the wire; do not write.
   *
   * @throws IllegalStateException when the vertices are in the wave's rows, which are of this process
   */
  public byte[] bytes() {
    if (placed) {
      throw new IllegalStateException("a trail whose vertices are in the wave's rows cannot travel");
    }
    return (byte[]) columns.heapBase().orElseThrow();
  }

  /**
   * A batch from the wire.
   *
   * @throws IllegalArgumentException when count and length do not fit each other
   */
  public static TrailBatch of(long wave, int count, byte[] bytes) {
    MemorySegment columns = MemorySegment.ofArray(bytes);
    long expected = verticesAt(Math.max(0, count));
    for (int s = 0; s < count && expected <= bytes.length; s++) {
      expected += 4L * (columns.get(INT, lengthsAt(count) + 4L * s) & ~ENDED);
    }
    if (count < 0 || bytes.length != expected) {
      throw new IllegalArgumentException(bytes.length + " bytes for " + count + " segments");
    }
    return new TrailBatch(wave, count, (int) ((bytes.length - verticesAt(count)) / 4), false, columns);
  }

  private static long stepsAt(int count) {
    return HEADER_BYTES + 4L * count;
  }

  private static long lengthsAt(int count) {
    return HEADER_BYTES + 8L * count;
  }

  private static long verticesAt(int count) {
    return HEADER_BYTES + (long) SEGMENT_BYTES * count;
  }

  /** Number of the wave that these segments belong to. */
  public long wave() {
    return wave;
  }

  /** Number of segments. */
  public int count() {
    return count;
  }

  /** Vertices in all segments together. */
  public int vertices() {
    return vertices;
  }

  /** Whether the vertices are already in the wave's rows. */
  boolean placed() {
    return placed;
  }

  /**
   * Copies the rows of a block's trail that hold a vertex or an end marker.
   *
   * @param rows takes the vertices; null when the wave is collected elsewhere, and the batch brings them there
   */
  static TrailBatch of(long wave, WalkerBlock block, @Nullable WaveRows rows) {
    int segments = 0;
    int vertices = 0;
    for (int r = 0; r < block.trailRows; r++) {
      if (dropped(block, r)) {
        segments++;
        vertices += block.trailLength[r];
      }
    }
    MemorySegment columns = MemorySegment.ofArray(new byte[(int) verticesAt(segments) + (rows == null ? 4 * vertices : 0)]);
    long first = block.trailRows == 0 ? 0 : block.trailWalk[0];
    columns.set(LONG, 0, first);
    int s = 0;
    for (int r = 0; r < block.trailRows; r++) {
      if (dropped(block, r)) {
        columns.set(INT, HEADER_BYTES + 4L * s, (int) (block.trailWalk[r] - first));
        columns.set(INT, stepsAt(segments) + 4L * s, block.trailStep[r]);
        int length = block.trailLength[r];
        columns.set(INT, lengthsAt(segments) + 4L * s, block.trailEnded[r] ? length | ENDED : length);
        s++;
      }
    }
    if (rows == null) {
      copyVertices(block, columns, verticesAt(segments));
    } else {
      copyVertices(block, rows);
    }
    return new TrailBatch(wave, segments, vertices, rows != null, columns);
  }

  /** Single vertices, decided where a question was answered. Owned by one thread; reused after {@link #seal}. */
  static final class Singles {
    private long[] walkId = new long[64];
    private int[] step = new int[64];
    private int[] vertex = new int[64];
    private int count;

    int count() {
      return count;
    }

    void add(long id, int number, int at) {
      if (count == walkId.length) {
        walkId = Arrays.copyOf(walkId, 2 * count);
        step = Arrays.copyOf(step, 2 * count);
        vertex = Arrays.copyOf(vertex, 2 * count);
      }
      walkId[count] = id;
      step[count] = number;
      vertex[count++] = at;
    }

    TrailBatch seal(long wave) {
      MemorySegment columns = MemorySegment.ofArray(new byte[(int) verticesAt(count) + 4 * count]);
      columns.set(LONG, 0, walkId[0]);
      for (int s = 0; s < count; s++) {
        columns.set(INT, HEADER_BYTES + 4L * s, (int) (walkId[s] - walkId[0]));
        columns.set(INT, lengthsAt(count) + 4L * s, 1);
      }
      MemorySegment.copy(step, 0, columns, INT, stepsAt(count), count);
      MemorySegment.copy(vertex, 0, columns, INT, verticesAt(count), count);
      TrailBatch batch = new TrailBatch(wave, count, count, false, columns);
      count = 0;
      return batch;
    }
  }

  private static boolean dropped(WalkerBlock block, int r) {
    return block.trailLength[r] > 0 || block.trailEnded[r];
  }

  private static void copyVertices(WalkerBlock block, MemorySegment columns, long from) {
    int[] rows = new int[ROWS_AT_ONCE * block.maxHops];
    long at = from;
    for (int first = 0; first < block.trailRows; first += ROWS_AT_ONCE) {
      int n = transpose(block, first, rows);
      for (int k = 0; k < n; k++) {
        int length = block.trailLength[first + k];
        MemorySegment.copy(rows, k * block.maxHops, columns, INT, at, length);
        at += 4L * length;
      }
    }
  }

  private static void copyVertices(WalkerBlock block, WaveRows wave) {
    int[] rows = new int[ROWS_AT_ONCE * block.maxHops];
    for (int first = 0; first < block.trailRows; first += ROWS_AT_ONCE) {
      int n = transpose(block, first, rows);
      for (int k = 0; k < n; k++) {
        int r = first + k;
        int to = wave.at(block.trailWalk[r], block.trailStep[r]);
        System.arraycopy(rows, k * block.maxHops, wave.vertices(), to, block.trailLength[r]);
      }
    }
  }

  /**
   * Turns the block's hop-major trail into rows, sixteen at a time: a cache line of each hop is read once.
   *
   * @return how many rows there were
   */
  private static int transpose(WalkerBlock block, int first, int[] rows) {
    int[] trail = block.trail;
    int n = Math.min(ROWS_AT_ONCE, block.trailRows - first);
    int longest = 0;
    for (int k = 0; k < n; k++) {
      longest = Math.max(longest, block.trailLength[first + k]);
    }
    for (int hop = 0; hop < longest; hop++) {
      int line = hop * block.capacity + first;
      for (int k = 0; k < n; k++) {
        rows[k * block.maxHops + hop] = trail[line + k];
      }
    }
    return n;
  }

  /** The walk of the first segment. */
  long firstWalk() {
    return count == 0 ? 0 : columns.get(LONG, 0);
  }

  /** Ints that {@link #copyTo} writes. */
  int words() {
    return SEGMENT_BYTES / 4 * count + (placed ? 0 : vertices);
  }

  /**
   * Copies everything behind the first walk: of segment s the walk less the first one at [s], the step of its first vertex at [count +
   * s], its length, with the end marker in the sign bit, at [2 count + s]; then all vertices, unless they are {@link #placed}. From the
   * wire walks and steps may be any numbers; lengths fit the vertices.
   */
  void copyTo(int[] target) {
    MemorySegment.copy(columns, INT, HEADER_BYTES, target, 0, words());
  }
}
