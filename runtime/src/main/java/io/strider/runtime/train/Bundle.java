package io.strider.runtime.train;

import io.strider.runtime.corpus.Wave;
import java.util.Arrays;

/**
 * A few consecutive walks that are trained one after the other with one pool of negatives: the next sentence (run of
 * kept tokens) of each, and where the rows are that it trains. The distinct rows are numbered by slots; those below
 * {@code vertices} are tokens and have a vertex row and a context row, the others up to {@code contexts} are
 * negatives with a context row only; both are in the order of the shards of their rows. Filled by {@link BundleReader}, placed by {@link RoundChanges} or {@link
 * HogwildWork}, then trained by {@link BundleTrainer}; each step by one thread at a time.
 */
final class Bundle {

  /** Table row of each slot. */
  final int[] rows;

  /** Float offset in the {@link RowSpace} at which each slot's vertex row is trained: in the table or a copy. */
  final int[] vertexAt;

  /** The same of context rows. */
  final int[] contextAt;

  /** For {@link RoundChanges}: what follows each slot in the chain of its row. */
  final int[] vertexNext;

  final int[] contextNext;

  /** In how many pairs each slot's vertex row and context row were trained; 0 means unchanged. */
  final int[] vertexPairs;

  final int[] contextPairs;

  int vertices;
  int contexts;

  /** Where the slots of each shard begin among those of tokens; behind them, where the last shard's end. */
  final int[] tokenSlots;

  /** The same of those that are negatives alone. */
  final int[] negativeSlots;

  /** Where in its walk, as walked, each token stood. */
  final int[] positions;

  final int[] slotOfToken;

  /** Slot of each entry of the pool of negatives; the first 2^{@code poolBits} are in use. */
  final int[] slotOfPool;

  int poolBits;

  /** Number after the last token of each walk. */
  final int[] ends;

  /** Where the next sentence of each walk begins. */
  final int[] cursors;

  /** Number of the next sentence of every walk. */
  int sentence;

  /** The stream by which what this pass over the walks changes is rounded. */
  long rounding;

  /** Sampled loss (nats), over so many positive pairs. */
  double loss;

  long lossPairs;

  private final TrainingShape shape;
  private final int arena;

  /**
   * An empty bundle.
   *
   * @param arena float offset of the room for its copies
   */
  Bundle(TrainingShape shape, RowShards shards, int arena) {
    this.shape = shape;
    this.arena = arena;
    int slots = shape.maxTokens() + shape.maxPool();
    rows = new int[slots];
    vertexAt = new int[shape.maxTokens()];
    contextAt = new int[slots];
    vertexNext = new int[shape.maxTokens()];
    contextNext = new int[slots];
    vertexPairs = new int[shape.maxTokens()];
    contextPairs = new int[slots];
    tokenSlots = new int[shards.count() + 1];
    negativeSlots = new int[shards.count() + 1];
    positions = new int[shape.maxTokens()];
    slotOfToken = new int[shape.maxTokens()];
    slotOfPool = new int[shape.maxPool()];
    ends = new int[shape.walksPerBundle()];
    cursors = new int[shape.walksPerBundle()];
  }

  /** Bytes of one. */
  static long bytes(TrainingShape shape, RowShards shards) {
    long slots = (long) shape.maxTokens() + shape.maxPool();
    return Integer.BYTES
        * (4 * slots + 5L * shape.maxTokens() + shape.maxPool() + 2L * shape.walksPerBundle() + 2L * shards.count() + 2);
  }

  /** Number of the first token of a walk of the bundle. */
  int begin(int walk) {
    return walk == 0 ? 0 : ends[walk - 1];
  }

  /** Goes to the beginning of its walks. */
  void start() {
    Arrays.fill(cursors, 0);
    sentence = 0;
  }

  /** Goes to where another bundle of the same walks stopped reading. */
  void continueFrom(Bundle before) {
    System.arraycopy(before.cursors, 0, cursors, 0, cursors.length);
    sentence = before.sentence;
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

  /** Slots in use on one side. */
  int slots(boolean vertexSide) {
    return vertexSide ? vertices : contexts;
  }

  /** In how many pairs each slot was trained on one side. */
  int[] pairs(boolean vertexSide) {
    return vertexSide ? vertexPairs : contextPairs;
  }

  /** Where each slot is trained on one side. */
  int[] at(boolean vertexSide) {
    return vertexSide ? vertexAt : contextAt;
  }

  /** What follows each slot in its row's chain on one side. */
  int[] next(boolean vertexSide) {
    return vertexSide ? vertexNext : contextNext;
  }

  /** Float offset of the room for a slot's copy. */
  int copyAt(boolean vertexSide, int slot) {
    return arena + copyIndex(vertexSide, slot);
  }

  /** The same, from the beginning of the bundle's arena. */
  int copyIndex(boolean vertexSide, int slot) {
    return (vertexSide ? slot : shape.maxTokens() + slot) * shape.stride();
  }
}
