package io.strider.runtime.train;

/**
 * Adds what the bundles of a round learned to one table: row by row, each by the one thread that owns it, in walk
 * order, so that neither the number of threads nor their timing shows. A row that one bundle alone trained becomes
 * that bundle's copy. Otherwise the row moves by the sum of the copies' differences from it, times min(1, cap /
 * pairs): a hub that all bundles pull the same way would otherwise be thrown as many times as far as one meant,
 * and grow without bound (a star graph gave NaN). The cap is {@link #HUB_CAP} windows' worth of pairs, and at
 * least what any single bundle did.
 *
 * <p>Slots of the arenas that share a row form a chain, threaded through {@code head} (one entry a row) and {@code
 * next} (one a slot). All calls of a round may run at once, one an owner.
 */
final class RoundChanges {

  /**
   * Uses of a row in a round, in full windows, up to which changes add up undamped. Measured: see
   * docs/DECISIONS.md.
   */
  static final int HUB_CAP = 32;

  private static final int GOLDEN = 0x9E3779B9;
  private static final int END = 0;

  private final EmbeddingTable table;
  private final boolean vertexSide;
  private final RowKernel kernel;
  private final Arena[] arenas;
  private final long capPairs;
  private final int slotsPerArena;
  private final int[] head;
  private final int[] next;

  /**
   * Changes of one table.
   *
   * @param vertexSide true for the vertex table, false for the context table
   */
  RoundChanges(TrainingTables tables, boolean vertexSide, RowKernel kernel, Arena[] arenas) {
    this.table = vertexSide ? tables.vectors() : tables.contexts();
    this.vertexSide = vertexSide;
    this.kernel = kernel;
    this.arenas = arenas;
    this.capPairs = (long) HUB_CAP * (tables.parameters().window() + 1);
    this.slotsPerArena = slots(tables.shape(), vertexSide);
    this.head = new int[table.rows()];
    this.next = new int[arenas.length * slotsPerArena];
  }

  private static int slots(TrainingShape shape, boolean vertexSide) {
    return vertexSide ? shape.maxTokens() : shape.maxTokens() + shape.maxPool();
  }

  /** Bytes of both tables' changes for a vocabulary of so many rows. */
  static long bytes(long rows, TrainingShape shape, int arenas) {
    long slots = (long) slots(shape, true) + slots(shape, false);
    return Integer.BYTES * (2 * rows + arenas * slots);
  }

  /**
   * Adds the changes to the rows of one owner.
   *
   * @param bundles the first so many arenas hold bundles of this round
   * @param owner which thread calls
   * @param owners number of threads
   * @param delta scratch of a row
   */
  void apply(int bundles, int owner, int owners, float[] delta) {
    link(bundles, owner, owners);
    for (int bundle = 0; bundle < bundles; bundle++) {
      Arena arena = arenas[bundle];
      int[] pairs = arena.pairs(vertexSide);
      int slots = arena.slots(vertexSide);
      for (int slot = 0; slot < slots; slot++) {
        int row = arena.rows[slot];
        if (pairs[slot] > 0 && owns(row, owner, owners) && head[row] == link(bundle, slot)) {
          head[row] = END;
          applyChain(row, link(bundle, slot), delta);
        }
      }
    }
  }

  /** Puts each slot in front of its row's chain, last bundle first, so that chains are in walk order. */
  private void link(int bundles, int owner, int owners) {
    for (int bundle = bundles - 1; bundle >= 0; bundle--) {
      Arena arena = arenas[bundle];
      int[] pairs = arena.pairs(vertexSide);
      for (int slot = arena.slots(vertexSide) - 1; slot >= 0; slot--) {
        int row = arena.rows[slot];
        if (pairs[slot] > 0 && owns(row, owner, owners)) {
          int link = link(bundle, slot);
          next[link - 1] = head[row];
          head[row] = link;
        }
      }
    }
  }

  private void applyChain(int row, int first, float[] delta) {
    float[] chunk = table.chunk(row);
    int at = table.offset(row);
    int stride = table.stride();
    Arena arena = arena(first);
    int offset = arena.offset(vertexSide, slot(first));
    DivergenceCheck.checkElement(arena.floats[offset], row);
    int link = next[first - 1];
    if (link == END) {
      System.arraycopy(arena.floats, offset, chunk, at, stride);
      return;
    }
    kernel.startDelta(delta, arena.floats, offset, chunk, at, stride);
    long sum = arena.pairs(vertexSide)[slot(first)];
    long most = sum;
    for (; link != END; link = next[link - 1]) {
      arena = arena(link);
      kernel.addDelta(delta, arena.floats, arena.offset(vertexSide, slot(link)), chunk, at, stride);
      int pairs = arena.pairs(vertexSide)[slot(link)];
      sum += pairs;
      most = Math.max(most, pairs);
    }
    kernel.addScaled(chunk, at, delta, scale(sum, most), stride);
  }

  private float scale(long pairs, long mostOfOneBundle) {
    long cap = Math.max(capPairs, mostOfOneBundle);
    return pairs <= cap ? 1f : (float) ((double) cap / pairs);
  }

  private static boolean owns(int row, int owner, int owners) {
    return owners == 1 || (int) ((((row * GOLDEN) >>> 16) * (long) owners) >>> 16) == owner;
  }

  private int link(int bundle, int slot) {
    return bundle * slotsPerArena + slot + 1;
  }

  private Arena arena(int link) {
    return arenas[(link - 1) / slotsPerArena];
  }

  private int slot(int link) {
    return (link - 1) % slotsPerArena;
  }
}
