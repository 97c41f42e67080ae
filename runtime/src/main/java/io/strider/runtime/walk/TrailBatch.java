package io.strider.runtime.walk;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Segments of walks on their way to the wave that collects them. In one buffer: a column of walk ids (8 bytes each), of
 * first steps (4), of lengths with the end marker in the sign bit (4), then the vertices of all segments one after the
 * other. Never written after it was made, so it may be handed to any thread; taking one in twice changes nothing.
 */
public final class TrailBatch {

  /** Bytes of a segment beside its vertices. */
  public static final int SEGMENT_BYTES = 16;

  private static final int ENDED = Integer.MIN_VALUE;

  private final long wave;
  private final int count;
  private final UnsafeBuffer buffer;

  private TrailBatch(long wave, int count, UnsafeBuffer buffer) {
    this.wave = wave;
    this.count = count;
    this.buffer = buffer;
  }

  /** Number of the wave that these segments belong to. */
  public long wave() {
    return wave;
  }

  /** Number of segments. */
  public int count() {
    return count;
  }

  /** Copies the rows of a block's trail that hold a vertex or an end marker. */
  static TrailBatch of(long wave, WalkerBlock block) {
    int segments = 0;
    int vertices = 0;
    for (int r = 0; r < block.trailRows; r++) {
      if (block.trailLength[r] > 0 || block.trailEnded[r]) {
        segments++;
        vertices += block.trailLength[r];
      }
    }
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[SEGMENT_BYTES * segments + 4 * vertices]);
    int s = 0;
    int at = SEGMENT_BYTES * segments;
    for (int r = 0; r < block.trailRows; r++) {
      int length = block.trailLength[r];
      if (length == 0 && !block.trailEnded[r]) {
        continue;
      }
      buffer.putLong(8 * s, block.trailWalk[r]);
      buffer.putInt(8 * segments + 4 * s, block.trailStep[r]);
      buffer.putInt(12 * segments + 4 * s, block.trailEnded[r] ? length | ENDED : length);
      int from = r * block.trailStride;
      for (int k = 0; k < length; k++) {
        buffer.putInt(at + 4 * k, block.trail[from + k]);
      }
      at += 4 * length;
      s++;
    }
    return new TrailBatch(wave, segments, buffer);
  }

  /** Hands every segment to a reader. */
  void forEach(SegmentReader reader) {
    int at = SEGMENT_BYTES * count;
    for (int s = 0; s < count; s++) {
      int marked = buffer.getInt(8 * count + 4 * s);
      int lengthAndEnd = buffer.getInt(12 * count + 4 * s);
      int length = lengthAndEnd & ~ENDED;
      reader.segment(buffer.getLong(8 * s), marked, length, lengthAndEnd < 0, buffer, at);
      at += 4 * length;
    }
  }

  /** Takes one segment: {@code length} vertices of 4 bytes at byte {@code at} of the buffer. */
  @FunctionalInterface
  interface SegmentReader {
    void segment(long walkId, int firstStep, int length, boolean ended, UnsafeBuffer buffer, int at);
  }
}
