package io.strider.runtime.train;

import io.strider.runtime.common.LimitException;
import java.util.Arrays;

/**
 * The private copies of the rows that one sentence touches, where it is trained. Row 0 is blank (zeros, never moves);
 * vertex row of slot s is row 1 + s, context row of slot s is row 1 + maxTokens + s. Slots below {@code vertices} have both, the rest up to
 * {@code contexts} are negatives only. Written by the thread that trains, then read by all after a barrier.
 */
final class Arena {

  /** Float offset of the blank row; see {@link EmbeddingTable#FIRST}. */
  static final int BLANK = EmbeddingTable.FIRST;

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

  /** Where the walk's next sentence begins. */
  int cursor;

  /** Number of the walk's next sentence. */
  int sentence;

  /** Sampled loss of the walk (nats), over so many positive pairs. */
  double loss;

  long lossPairs;

  private final SentenceShape shape;

  /**
   * An empty arena.
   *
   * @param keepsOriginals whether rows are kept as they were copied
   */
  Arena(SentenceShape shape, boolean keepsOriginals) {
    if (shape.arenaFloats() > Integer.MAX_VALUE - 64) {
      throw new LimitException(
          "a sentence needs " + shape.arenaFloats() + " floats, over the limit of 2^31: lower the dimensions or the walk length");
    }
    this.shape = shape;
    int slots = shape.maxTokens() + shape.maxPool();
    floats = new float[(int) shape.arenaFloats()];
    originals = new float[keepsOriginals ? floats.length : 0];
    rows = new int[slots];
    vertexPairs = new int[shape.maxTokens()];
    contextPairs = new int[slots];
  }

  /** Bytes of one arena. */
  static long bytes(SentenceShape shape, boolean keepsOriginals) {
    long slots = shape.maxTokens() + shape.maxPool();
    return Float.BYTES * shape.arenaFloats() * (keepsOriginals ? 2 : 1) + Integer.BYTES * (2 * slots + shape.maxTokens());
  }

  /** Forgets the walk before; nothing is trained yet. */
  void startWalk() {
    vertices = 0;
    contexts = 0;
    cursor = 0;
    sentence = 0;
    loss = 0;
    lossPairs = 0;
  }

  int vertexOffset(int slot) {
    return BLANK + (1 + slot) * shape.stride();
  }

  int contextOffset(int slot) {
    return BLANK + (1 + shape.maxTokens() + slot) * shape.stride();
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
