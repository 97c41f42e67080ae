package io.strider.runtime.train;

import io.strider.runtime.common.LimitException;
import io.strider.runtime.corpus.Wave;
import java.util.Arrays;

/**
 * The private copies of the rows that a bundle of walks touches, where it is trained. Row 0 is blank (zeros, never
 * moves); vertex row of slot s is row 1 + s, context row of slot s is row 1 + maxTokens + s. Slots below {@code
 * vertices} have both, the rest up to {@code contexts} are negatives only. Written by the thread that trains, then
 * read by all after a barrier.
 */
final class Arena {

  /** Float offset of the blank row. */
  static final int BLANK = 0;

  final float[] floats;

  /** The rows of {@code floats} as they were copied, for changes that are added while others write; else empty. */
  final float[] originals;

  /** Table row of each slot. */
  final int[] rows;

  /** In how many pairs each slot's vertex row and context row were trained; 0 means unchanged. */
  final int[] vertexPairs;

  final int[] contextPairs;

  int vertices;
  int contexts;

  /** Where the next sentence of each walk begins. */
  final int[] cursors;

  /** Number of the next sentence of every walk. */
  int sentence;

  /** Sampled loss of the bundle (nats), over so many positive pairs. */
  double loss;

  long lossPairs;

  private final TrainingShape shape;

  /**
   * An empty arena.
   *
   * @param keepsOriginals whether rows are kept as they were copied
   */
  Arena(TrainingShape shape, boolean keepsOriginals) {
    if (shape.arenaFloats() > Integer.MAX_VALUE - 64) {
      throw new LimitException(
          "a bundle of walks needs "
              + shape.arenaFloats()
              + " floats, over the limit of 2^31: lower the dimensions or the walk length");
    }
    this.shape = shape;
    int slots = shape.maxTokens() + shape.maxPool();
    floats = new float[(int) shape.arenaFloats()];
    originals = new float[keepsOriginals ? floats.length : 0];
    rows = new int[slots];
    cursors = new int[shape.walksPerBundle()];
    vertexPairs = new int[shape.maxTokens()];
    contextPairs = new int[slots];
  }

  /** Bytes of one arena. */
  static long bytes(TrainingShape shape, boolean keepsOriginals) {
    long slots = (long) shape.maxTokens() + shape.maxPool();
    return Float.BYTES * shape.arenaFloats() * (keepsOriginals ? 2 : 1)
        + Integer.BYTES * (2 * slots + shape.maxTokens() + shape.walksPerBundle());
  }

  /** Are any of the walks, which stand in the wave from row {@code first} on, not read to their ends? */
  boolean unfinished(Wave wave, int first, int walks) {
    for (int walk = 0; walk < walks; walk++) {
      if (cursors[walk] < wave.lengths()[first + walk]) {
        return true;
      }
    }
    return false;
  }

  /** Forgets the bundle before; nothing is trained yet. */
  void start() {
    vertices = 0;
    contexts = 0;
    Arrays.fill(cursors, 0);
    sentence = 0;
    loss = 0;
    lossPairs = 0;
  }

  int vertexOffset(int slot) {
    return (1 + slot) * shape.stride();
  }

  int contextOffset(int slot) {
    return (1 + shape.maxTokens() + slot) * shape.stride();
  }

  /** Slots in use on one side. */
  int slots(boolean vertexSide) {
    return vertexSide ? vertices : contexts;
  }

  /** In how many pairs each slot was trained on one side. */
  int[] pairs(boolean vertexSide) {
    return vertexSide ? vertexPairs : contextPairs;
  }

  int offset(boolean vertexSide, int slot) {
    return vertexSide ? vertexOffset(slot) : contextOffset(slot);
  }

  /** Copies the rows of all slots from the tables, with nothing trained in them yet. */
  void copyRows(EmbeddingTable vectors, EmbeddingTable contextTable) {
    int stride = shape.stride();
    for (int slot = 0; slot < vertices; slot++) {
      int row = rows[slot];
      System.arraycopy(vectors.chunk(row), vectors.offset(row), floats, vertexOffset(slot), stride);
    }
    for (int slot = 0; slot < contexts; slot++) {
      int row = rows[slot];
      System.arraycopy(contextTable.chunk(row), contextTable.offset(row), floats, contextOffset(slot), stride);
    }
    if (originals.length > 0) {
      System.arraycopy(floats, vertexOffset(0), originals, vertexOffset(0), vertices * stride);
      System.arraycopy(floats, contextOffset(0), originals, contextOffset(0), contexts * stride);
    }
    Arrays.fill(vertexPairs, 0, vertices, 0);
    Arrays.fill(contextPairs, 0, contexts, 0);
  }
}
