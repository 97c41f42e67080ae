package io.strider.runtime.train;

import io.strider.runtime.corpus.NegativeTable;
import io.strider.runtime.corpus.Subsampling;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.random.Purpose;
import java.util.Arrays;

/**
 * Reads sentences into bundles and draws their pools of negatives. Tokens of dropped vertices and subsampled ones
 * vanish before windows are laid, as in word2vec. One thread's; allocates only when built.
 */
final class BundleReader {

  private final TrainingTables tables;
  private final RowSlots slots;
  private final SlotSorter sorter;
  private final long[] drawn;

  BundleReader(TrainingTables tables, RowShards shards) {
    this.tables = tables;
    TrainingShape shape = tables.shape();
    slots = new RowSlots(shape.maxTokens() + shape.maxPool());
    sorter = new SlotSorter(shape, shards);
    drawn = new long[shape.maxPool()];
  }

  /** Bytes of one. */
  static long bytes(TrainingShape shape, RowShards shards) {
    return RowSlots.bytes(shape.maxTokens() + shape.maxPool())
        + SlotSorter.bytes(shape, shards)
        + (long) Long.BYTES * shape.maxPool();
  }

  /**
   * Reads each walk on from the bundle's cursors and moves them. A bundle in which no sentence has two tokens, so that
   * there is nothing to train, gets no slots.
   *
   * @param first row of the bundle's first walk in the wave
   * @param walks in the bundle
   * @param epoch from 0
   */
  void read(Wave wave, int first, int walks, int epoch, Bundle bundle) {
    slots.clear();
    int tokens = 0;
    int longest = 0;
    for (int walk = 0; walk < walks; walk++) {
      int end = readTokens(wave, first + walk, walk, tokens, epoch, bundle);
      longest = Math.max(longest, end - tokens);
      bundle.ends[walk] = end;
      tokens = end;
    }
    int sentence = bundle.sentence++;
    boolean trains = longest >= 2;
    bundle.vertices = trains ? slots.size() : 0;
    if (trains) {
      bundle.poolBits = TrainingShape.poolBits(longest, tables.parameters().negatives());
      drawPool(stream(Purpose.TRAINER_DRAWS, epoch, wave.firstWalk() + first), sentence, bundle);
    }
    bundle.contexts = trains ? slots.size() : 0;
    sorter.sort(bundle, trains ? tokens : 0, trains ? 1 << bundle.poolBits : 0);
    bundle.rounding =
        TrainingDraws.roundingStream(
            tables.parameters().seed(), tables.plan(), epoch, wave.firstWalk() + first, sentence);
    bundle.loss = 0;
    bundle.lossPairs = 0;
    Arrays.fill(bundle.vertexPairs, 0, bundle.vertices, 0);
    Arrays.fill(bundle.contextPairs, 0, bundle.contexts, 0);
  }

  private long stream(Purpose purpose, int epoch, long walk) {
    return TrainingDraws.walkStream(tables.parameters().seed(), purpose, tables.plan(), epoch, walk);
  }

  /** Appends a walk's next sentence after token {@code token}; returns where it ends. */
  private int readTokens(Wave wave, int index, int walk, int token, int epoch, Bundle bundle) {
    int[] vertices = wave.vertices();
    int begin = index * wave.stride();
    int length = wave.lengths()[index];
    int limit = token + tables.shape().sentenceTokens();
    int[] rowOfVertex = tables.rowOfVertex();
    Subsampling subsampling = tables.subsampling();
    boolean drops = subsampling.drops();
    long keepStream = drops ? stream(Purpose.SUBSAMPLE, epoch, wave.firstWalk() + index) : 0;
    int at = bundle.cursors[walk];
    int end = token;
    for (; at < length && end < limit; at++) {
      int row = rowOfVertex[vertices[begin + at]];
      if (row == Vocabulary.DROPPED || (drops && !subsampling.keeps(row, TrainingDraws.keep(keepStream, at)))) {
        continue;
      }
      int slot = slots.slot(row);
      bundle.rows[slot] = row;
      bundle.slotOfToken[end] = slot;
      bundle.positions[end] = at;
      end++;
    }
    bundle.cursors[walk] = at;
    return end;
  }

  /** Three short loops, so that the random look-ups of the second overlap. */
  private void drawPool(long stream, int sentence, Bundle bundle) {
    int size = 1 << bundle.poolBits;
    int[] slotOfPool = bundle.slotOfPool;
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
      bundle.rows[slot] = row;
      slotOfPool[i] = slot;
    }
  }
}
