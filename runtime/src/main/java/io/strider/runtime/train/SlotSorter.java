package io.strider.runtime.train;

import java.util.Arrays;

/**
 * Renumbers the slots of a bundle by the shards of their rows, so that whoever works on a shard finds its slots side by
 * side and shares no cache line with another. A counting sort, of one thread; allocates only when built.
 */
final class SlotSorter {

  private final RowShards shards;
  private final int[] rows;
  private final int[] renumbered;

  /** For bundles of this shape. */
  SlotSorter(TrainingShape shape, RowShards shards) {
    this.shards = shards;
    int slots = shards.count() == 1 ? 0 : shape.maxTokens() + shape.maxPool();
    rows = new int[slots];
    renumbered = new int[slots];
  }

  /** Bytes of one. */
  static long bytes(TrainingShape shape, RowShards shards) {
    return shards.count() == 1 ? 0 : 2L * Integer.BYTES * (shape.maxTokens() + shape.maxPool());
  }

  /**
   * Renumbers the slots of a bundle that has been read: first those of tokens, then those of negatives alone.
   *
   * @param tokens in the bundle
   * @param pool entries of its pool
   */
  void sort(Bundle bundle, int tokens, int pool) {
    if (shards.count() == 1) {
      bundle.tokenSlots[1] = bundle.vertices;
      bundle.negativeSlots[0] = bundle.vertices;
      bundle.negativeSlots[1] = bundle.contexts;
      return;
    }
    System.arraycopy(bundle.rows, 0, rows, 0, bundle.contexts);
    sort(bundle, bundle.tokenSlots, 0, bundle.vertices);
    sort(bundle, bundle.negativeSlots, bundle.vertices, bundle.contexts);
    renumber(bundle.slotOfToken, tokens);
    renumber(bundle.slotOfPool, pool);
  }

  private void sort(Bundle bundle, int[] begins, int from, int to) {
    Arrays.fill(begins, 0);
    for (int slot = from; slot < to; slot++) {
      begins[shards.of(rows[slot])]++;
    }
    int end = to;
    for (int shard = shards.count() - 1; shard >= 0; shard--) {
      int size = begins[shard];
      begins[shard] = end;
      end -= size;
    }
    begins[shards.count()] = to;
    // Backwards, each shard from its end, which leaves the beginnings.
    for (int slot = to - 1; slot >= from; slot--) {
      int row = rows[slot];
      int number = --begins[shards.of(row)];
      renumbered[slot] = number;
      bundle.rows[number] = row;
    }
  }

  private void renumber(int[] slots, int count) {
    for (int i = 0; i < count; i++) {
      slots[i] = renumbered[slots[i]];
    }
  }
}
