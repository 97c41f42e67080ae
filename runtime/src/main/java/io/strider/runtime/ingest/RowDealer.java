package io.strider.runtime.ingest;

import org.jspecify.annotations.Nullable;

/**
 * Places the entries of a range of rows. First the entries of a block of edges that are its own are noted, without a branch
 * that depends on whose they are, then they are placed; one that has all rows places them as they come. One thread's.
 */
final class RowDealer {

  /** The place of an entry that a self-loop has not. */
  static final int NOWHERE = -1;

  private static final int BLOCK = 1 << 10;

  private final int ends;
  private final boolean alone;
  private final int from;
  private final int to;
  private final int[] cursors;
  private final int[] targets;
  private final long[] entries = new long[2 * BLOCK];
  private final int[] numbers = new int[2 * BLOCK];

  /**
   * A dealer.
   *
   * @param ends 1 when only the source's row gets an entry, 2 when both rows do
   * @param from first row
   * @param to after the last row
   * @param cursors where each row's next entry goes; those of its rows are moved
   * @param targets get the entries
   */
  RowDealer(int ends, int from, int to, int[] cursors, int[] targets) {
    this.ends = ends;
    this.alone = from == 0 && to == cursors.length - 1;
    this.from = from;
    this.to = to;
    this.cursors = cursors;
    this.targets = targets;
  }

  /**
   * Places the entries of some edges.
   *
   * @param chunk pairs of ids
   * @param places if not null, gets at {@code ends} × edge + end where each entry went, or {@link #NOWHERE}
   */
  void deal(EdgeList.Chunk chunk, int @Nullable [] places) {
    if (alone && places == null) {
      placeAll(chunk.pairs(), chunk.count());
      return;
    }
    for (int first = 0; first < chunk.count(); first += BLOCK) {
      int last = Math.min(chunk.count(), first + BLOCK);
      int used = own(chunk.pairs(), first, last);
      if (places == null) {
        place(used);
      } else {
        placeAndNote(used, places);
      }
    }
  }

  private int own(long[] pairs, int first, int last) {
    int span = to - from;
    int used = 0;
    for (int i = first; i < last; i++) {
      long pair = pairs[i];
      entries[used] = pair;
      numbers[used] = ends * i;
      used += Integer.compareUnsigned((int) (pair >>> Integer.SIZE) - from, span) < 0 ? 1 : 0;
    }
    for (int i = first; ends > 1 && i < last; i++) {
      long pair = Long.rotateLeft(pairs[i], Integer.SIZE);
      entries[used] = pair;
      numbers[used] = ends * i + 1;
      int row = (int) (pair >>> Integer.SIZE);
      int own = Integer.compareUnsigned(row - from, span) < 0 ? 1 : 0;
      used += row == (int) pair ? 0 : own;
    }
    return used;
  }

  private void place(int used) {
    for (int i = 0; i < used; i++) {
      targets[cursors[(int) (entries[i] >>> Integer.SIZE)]++] = (int) entries[i];
    }
  }

  private void placeAll(long[] pairs, int count) {
    for (int i = 0; i < count; i++) {
      int source = (int) (pairs[i] >>> Integer.SIZE);
      int target = (int) pairs[i];
      targets[cursors[source]++] = target;
      if (ends > 1 && source != target) {
        targets[cursors[target]++] = source;
      }
    }
  }

  private void placeAndNote(int used, int[] places) {
    for (int i = 0; i < used; i++) {
      int at = cursors[(int) (entries[i] >>> Integer.SIZE)]++;
      targets[at] = (int) entries[i];
      places[numbers[i]] = at;
      // Only the entry of its own row writes the second place of a self-loop.
      if (ends > 1 && (int) (entries[i] >>> Integer.SIZE) == (int) entries[i]) {
        places[numbers[i] + 1] = NOWHERE;
      }
    }
  }
}
