package io.strider.runtime.train;

import io.strider.runtime.corpus.NegativeTable;
import io.strider.runtime.corpus.Subsampling;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.random.Purpose;

/**
 * The next sentence (run of kept tokens) of each walk of a bundle, and their pool of negatives, as slots of an
 * {@link Arena}. Tokens of dropped vertices and subsampled ones vanish before windows are laid, as in word2vec.
 * One thread's; refilled by {@link #read}; allocates only when built.
 */
final class Bundle {

  private final TrainingTables tables;
  private final RowSlots slots;
  private final int[] positions;
  private final int[] slotOfToken;
  private final int[] slotOfPool;
  private final long[] drawn;
  private final int[] ends;
  private int poolBits;

  Bundle(TrainingTables tables) {
    this.tables = tables;
    TrainingShape shape = tables.shape();
    slots = new RowSlots(shape.maxTokens() + shape.maxPool());
    positions = new int[shape.maxTokens()];
    slotOfToken = new int[shape.maxTokens()];
    slotOfPool = new int[shape.maxPool()];
    drawn = new long[shape.maxPool()];
    ends = new int[shape.walksPerBundle()];
  }

  /** Bytes of one. */
  static long bytes(TrainingShape shape) {
    return RowSlots.bytes(shape.maxTokens() + shape.maxPool())
        + Integer.BYTES * (2L * shape.maxTokens() + shape.walksPerBundle())
        + (long) (Integer.BYTES + Long.BYTES) * shape.maxPool();
  }

  /** Number of the first token of a walk of the bundle. */
  int begin(int walk) {
    return walk == 0 ? 0 : ends[walk - 1];
  }

  /** Number after the last token of a walk of the bundle. */
  int end(int walk) {
    return ends[walk];
  }

  /** Where in its walk, as walked, a token stood. */
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
   * Reads each walk on from the arena's cursors, fills the arena's {@code rows} and moves the cursors.
   *
   * @param first row of the bundle's first walk in the wave
   * @param walks in the bundle
   * @return false if no sentence has two tokens, so that there is nothing to train
   */
  boolean read(Wave wave, int first, int walks, int epoch, Arena arena) {
    slots.clear();
    int tokens = 0;
    int longest = 0;
    for (int walk = 0; walk < walks; walk++) {
      int end = readTokens(wave, first + walk, walk, tokens, epoch, arena);
      longest = Math.max(longest, end - tokens);
      ends[walk] = end;
      tokens = end;
    }
    arena.sentence++;
    boolean trains = longest >= 2;
    arena.vertices = trains ? slots.size() : 0;
    arena.contexts = arena.vertices;
    if (trains) {
      poolBits = TrainingShape.poolBits(longest, tables.parameters().negatives());
      drawPool(stream(Purpose.TRAINER_DRAWS, epoch, wave.firstWalk() + first), arena);
    }
    return trains;
  }

  private long stream(Purpose purpose, int epoch, long walk) {
    return TrainingDraws.walkStream(tables.parameters().seed(), purpose, tables.plan(), epoch, walk);
  }

  /** Appends a walk's next sentence after token {@code token}; returns where it ends. */
  private int readTokens(Wave wave, int index, int walk, int token, int epoch, Arena arena) {
    int[] vertices = wave.vertices();
    int begin = index * wave.stride();
    int length = wave.lengths()[index];
    int limit = token + tables.shape().sentenceTokens();
    int[] rowOfVertex = tables.rowOfVertex();
    Subsampling subsampling = tables.subsampling();
    boolean drops = subsampling.drops();
    long keepStream = drops ? stream(Purpose.SUBSAMPLE, epoch, wave.firstWalk() + index) : 0;
    int at = arena.cursors[walk];
    int end = token;
    for (; at < length && end < limit; at++) {
      int row = rowOfVertex[vertices[begin + at]];
      if (row == Vocabulary.DROPPED || (drops && !subsampling.keeps(row, TrainingDraws.keep(keepStream, at)))) {
        continue;
      }
      int slot = slots.slot(row);
      arena.rows[slot] = row;
      slotOfToken[end] = slot;
      positions[end] = at;
      end++;
    }
    arena.cursors[walk] = at;
    return end;
  }

  /** Three short loops, so that the random look-ups of the second overlap. */
  private void drawPool(long stream, Arena arena) {
    int size = 1 << poolBits;
    int sentence = arena.sentence - 1;
    NegativeTable negatives = tables.negatives();
    for (int i = 0; i < size; i++) {
      drawn[i] = TrainingDraws.poolEntry(stream, sentence, i);
    }
    for (int i = 0; i < size; i++) {
      slotOfPool[i] = negatives.draw(drawn[i]);
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
