package io.strider.runtime.train;

/**
 * One table's side of a round. Before it, {@link #place} says where each bundle trains each of its rows: in the table
 * itself, if no other bundle of the round has the row, else in a copy. After it, {@link #apply} adds what the copies
 * learned, each row by the one thread that has its shard, in walk order, so that neither the number of threads nor their
 * timing shows. A row that one bundle alone trained becomes that bundle's copy: as if trained in place. Otherwise the
 * row moves by the sum of the copies' differences from it, times min(1, cap / pairs): a hub that all bundles pull the
 * same way would otherwise be thrown as many times as far as one meant, and grow without bound (a star graph gave
 * NaN). The cap is {@link #HUB_CAP} windows' worth of pairs, and at least what any single bundle did.
 *
 * <p>Slots of the bundles that share a row form a chain, threaded through {@code head} (one entry a row) and the
 * bundles' {@code next} (one a slot), from {@code place} to {@code apply}. Shards may be worked on at the same time; the
 * calls for one shard alternate.
 */
final class RoundChanges {

  /**
   * Uses of a row in a round, in full windows, up to which changes add up undamped. Measured: see
   * docs/DECISIONS.md.
   */
  static final int HUB_CAP = 32;

  private static final int END = 0;

  /** Where in {@code head} the first row's chain begins: a line, so that shards share none. */
  private static final int HEADS = CacheLines.LEAD_INTS;

  private final EmbeddingTable table;
  private final boolean vertexSide;
  private final RowKernel kernel;
  private final RowSpace space;
  private final long capPairs;
  private final int slotBits;
  private final int[] head;

  /**
   * Changes of one table.
   *
   * @param vertexSide true for the vertex table, false for the context table
   */
  RoundChanges(TrainingTables tables, boolean vertexSide, RowKernel kernel) {
    this.space = tables.space();
    this.table = vertexSide ? tables.vectors() : tables.contexts();
    this.vertexSide = vertexSide;
    this.kernel = kernel;
    this.capPairs = (long) HUB_CAP * (tables.parameters().window() + 1);
    this.slotBits = slotBits(tables.shape(), vertexSide);
    this.head = new int[HEADS + table.rows()];
  }

  private static int slotBits(TrainingShape shape, boolean vertexSide) {
    int slots = vertexSide ? shape.maxTokens() : shape.maxTokens() + shape.maxPool();
    return Integer.SIZE - Integer.numberOfLeadingZeros(slots);
  }

  /** Bytes of both tables' changes for a vocabulary of so many rows. */
  static long bytes(long rows) {
    return Integer.BYTES * 2 * rows;
  }

  /**
   * Places the rows of one shard.
   *
   * @param bundles of the round
   * @param count the first so many bundles are in use
   */
  void place(Bundle[] bundles, int count, int shard) {
    // Each slot is put in front of its row's chain, last bundle first, so that chains are in walk order.
    for (int number = count - 1; number >= 0; number--) {
      Bundle bundle = bundles[number];
      place(bundles, number, bundle.tokenSlots[shard], bundle.tokenSlots[shard + 1]);
      if (!vertexSide) {
        place(bundles, number, bundle.negativeSlots[shard], bundle.negativeSlots[shard + 1]);
      }
    }
  }

  private void place(Bundle[] bundles, int number, int from, int to) {
    Bundle bundle = bundles[number];
    int[] places = bundle.at(vertexSide);
    int[] next = bundle.next(vertexSide);
    for (int slot = from; slot < to; slot++) {
      int row = bundle.rows[slot];
      int after = head[HEADS + row];
      next[slot] = after;
      head[HEADS + row] = link(number, slot);
      if (after == END && space.holds(row)) {
        places[slot] = table.at(row);
      } else {
        places[slot] = bundle.copyAt(vertexSide, slot);
        useCopy(bundles, after);
      }
    }
  }

  private void useCopy(Bundle[] bundles, int link) {
    if (link != END) {
      Bundle bundle = bundle(bundles, link);
      bundle.at(vertexSide)[slot(link)] = bundle.copyAt(vertexSide, slot(link));
    }
  }

  /**
   * Adds the changes to the rows of one shard; the bundles are those that were placed last.
   *
   * @param scratch of the worker
   */
  void apply(Bundle[] bundles, int count, int shard, RowScratch scratch) {
    for (int number = 0; number < count; number++) {
      Bundle bundle = bundles[number];
      apply(bundles, number, bundle.tokenSlots[shard], bundle.tokenSlots[shard + 1], scratch);
      if (!vertexSide) {
        apply(bundles, number, bundle.negativeSlots[shard], bundle.negativeSlots[shard + 1], scratch);
      }
    }
  }

  private void apply(Bundle[] bundles, int number, int from, int to, RowScratch scratch) {
    Bundle bundle = bundles[number];
    int[] places = bundle.at(vertexSide);
    for (int slot = from; slot < to; slot++) {
      int row = bundle.rows[slot];
      int link = link(number, slot);
      if (head[HEADS + row] == link) {
        head[HEADS + row] = END;
        if (places[slot] == bundle.copyAt(vertexSide, slot)) {
          applyChain(bundles, row, link, scratch);
        }
      }
    }
  }

  private void applyChain(Bundle[] bundles, int row, int chain, RowScratch scratch) {
    int first = trained(bundles, chain);
    if (first == END) {
      return;
    }
    float[] floats = space.floats;
    int stride = table.stride();
    int copy = copyAt(bundles, first);
    DivergenceCheck.checkElement(floats[copy], row);
    long draw = TrainingDraws.rounding(bundle(bundles, first).rounding, row, vertexSide);
    int link = trained(bundles, next(bundles, first));
    if (link == END) {
      table.put(row, floats, copy, draw);
      return;
    }
    float[] delta = scratch.delta();
    float[] base = table.array(row, scratch.row());
    int at = table.at(row);
    kernel.startDelta(delta, floats, copy, base, at, stride);
    long sum = pairs(bundles, first);
    long most = sum;
    for (; link != END; link = trained(bundles, next(bundles, link))) {
      kernel.addDelta(delta, floats, copyAt(bundles, link), base, at, stride);
      int pairs = pairs(bundles, link);
      sum += pairs;
      most = Math.max(most, pairs);
    }
    kernel.addScaled(base, at, delta, scale(sum, most), stride);
    table.putBack(row, base, draw);
  }

  /** The first link of a chain whose row was trained, or the end. */
  private int trained(Bundle[] bundles, int chain) {
    int link = chain;
    while (link != END && pairs(bundles, link) == 0) {
      link = next(bundles, link);
    }
    return link;
  }

  private float scale(long pairs, long mostOfOneBundle) {
    long cap = Math.max(capPairs, mostOfOneBundle);
    return pairs <= cap ? 1f : (float) ((double) cap / pairs);
  }

  private int link(int bundle, int slot) {
    return (bundle << slotBits) + slot + 1;
  }

  private int pairs(Bundle[] bundles, int link) {
    return bundle(bundles, link).pairs(vertexSide)[slot(link)];
  }

  private int next(Bundle[] bundles, int link) {
    return bundle(bundles, link).next(vertexSide)[slot(link)];
  }

  private int copyAt(Bundle[] bundles, int link) {
    return bundle(bundles, link).copyAt(vertexSide, slot(link));
  }

  private Bundle bundle(Bundle[] bundles, int link) {
    return bundles[(link - 1) >>> slotBits];
  }

  private int slot(int link) {
    return (link - 1) & ((1 << slotBits) - 1);
  }
}
