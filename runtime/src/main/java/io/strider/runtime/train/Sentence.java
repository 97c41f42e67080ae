package io.strider.runtime.train;

import io.strider.runtime.corpus.NegativeTable;
import io.strider.runtime.corpus.Subsampling;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.random.Purpose;

/**
 * The next run of kept tokens of a walk and its pool of negatives, as slots of an {@link Arena}. Tokens of dropped
 * vertices and subsampled ones vanish before windows are laid, as in word2vec. One thread's; refilled by {@link #read};
 * allocates only when built.
 */
final class Sentence {

  private final TrainingTables tables;
  private final RowSlots slots;
  private final int[] positions;
  private final int[] slotOfToken;
  private final int[] slotOfPool;
  private final long[] poolBitsDrawn;
  private int tokens;
  private int poolBits;
  private long stream;

  Sentence(TrainingTables tables) {
    this.tables = tables;
    SentenceShape shape = tables.shape();
    slots = new RowSlots(shape.maxTokens() + shape.maxPool());
    positions = new int[shape.maxTokens()];
    slotOfToken = new int[shape.maxTokens()];
    slotOfPool = new int[shape.maxPool()];
    poolBitsDrawn = new long[shape.maxPool()];
  }

  /** Bytes of one sentence. */
  static long bytes(SentenceShape shape) {
    return RowSlots.bytes(shape.maxTokens() + shape.maxPool())
        + 2L * Integer.BYTES * shape.maxTokens()
        + (long) (Integer.BYTES + Long.BYTES) * shape.maxPool();
  }

  /** Kept tokens. */
  int tokens() {
    return tokens;
  }

  /** The stream of the walk's draws. */
  long stream() {
    return stream;
  }

  /** Where in the walk, as walked, a token stood. */
  int position(int token) {
    return positions[token];
  }

  /** The arena slot of a token. */
  int slot(int token) {
    return slotOfToken[token];
  }

  /** Bits that pick an entry of the pool. */
  int poolBits() {
    return poolBits;
  }

  /** The arena slot of a pool entry. */
  int poolSlot(int entry) {
    return slotOfPool[entry];
  }

  /**
   * Reads on from the arena's cursor, fills its {@code rows} and leaves the cursor after the last token read.
   *
   * @return false if fewer than two tokens were kept, so that there is nothing to train
   */
  boolean read(Wave wave, int index, int epoch, Arena arena) {
    TrainingParameters parameters = tables.parameters();
    long walk = wave.firstWalk() + index;
    slots.clear();
    readTokens(wave, index, epoch, arena);
    arena.vertices = slots.size();
    arena.contexts = slots.size();
    if (tokens < 2) {
      arena.vertices = 0;
      arena.contexts = 0;
      return false;
    }
    stream = TrainingDraws.walkStream(parameters.seed(), Purpose.TRAINER_DRAWS, tables.plan(), epoch, walk);
    poolBits = SentenceShape.poolBits(tokens, parameters.negatives());
    drawPool(arena);
    return true;
  }

  private void readTokens(Wave wave, int index, int epoch, Arena arena) {
    int[] vertices = wave.vertices();
    int begin = index * wave.stride();
    int length = wave.lengths()[index];
    int limit = tables.shape().maxTokens();
    int[] rowOfVertex = tables.rowOfVertex();
    Subsampling subsampling = tables.subsampling();
    boolean drops = subsampling.drops();
    long keepStream = drops ? keepStream(wave.firstWalk() + index, epoch) : 0;
    int at = arena.cursor;
    tokens = 0;
    for (; at < length && tokens < limit; at++) {
      int row = rowOfVertex[vertices[begin + at]];
      if (row == Vocabulary.DROPPED || drops && !subsampling.keeps(row, TrainingDraws.keep(keepStream, at))) {
        continue;
      }
      int slot = slots.slot(row);
      arena.rows[slot] = row;
      slotOfToken[tokens] = slot;
      positions[tokens] = at;
      tokens++;
    }
    arena.cursor = at;
    arena.sentence++;
  }

  private long keepStream(long walk, int epoch) {
    return TrainingDraws.walkStream(tables.parameters().seed(), Purpose.SUBSAMPLE, tables.plan(), epoch, walk);
  }

  /** Three short loops, so that the random look-ups of the second overlap. */
  private void drawPool(Arena arena) {
    int size = 1 << poolBits;
    int sentence = arena.sentence - 1;
    NegativeTable negatives = tables.negatives();
    for (int i = 0; i < size; i++) {
      poolBitsDrawn[i] = TrainingDraws.poolEntry(stream, sentence, i);
    }
    for (int i = 0; i < size; i++) {
      slotOfPool[i] = negatives.draw(poolBitsDrawn[i]);
    }
    for (int i = 0; i < size; i++) {
      int row = slotOfPool[i];
      int slot = slots.slot(row);
      arena.rows[slot] = row;
      slotOfPool[i] = slot;
    }
    arena.contexts = slots.size();
  }
}
