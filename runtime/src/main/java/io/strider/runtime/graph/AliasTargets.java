package io.strider.runtime.graph;

import io.strider.runtime.common.Cancellation;

/**
 * The alias tables of {@link AliasTables} with the vertices themselves in the slots, for draws that need no more of an arc
 * than where it leads: one slot, mostly one cache line, holds all of them. Slot k of a row is three ints: the largest
 * 31-bit uniform number that takes the arc's own target (the threshold − 1, so that 2<sup>31</sup>, always, fits, and
 * never is −1), that target, and the target of its alias. Takes 4 bytes an arc more than a threshold and an index.
 * Immutable.
 */
public final class AliasTargets {

  /** Ints of a slot. */
  public static final int SLOT_INTS = 3;

  /** Arcs whose slots fit into one array, 8 below 2<sup>31</sup> being the most that a JVM allots. */
  public static final int MAX_ARCS = (Integer.MAX_VALUE - 8) / SLOT_INTS;

  private final int[] slots;

  private AliasTargets(int[] slots) {
    this.slots = slots;
  }

  /**
   * Builds the tables of all rows.
   *
   * @param offsets row bounds, V + 1
   * @param targets at most {@link #MAX_ARCS}
   * @param weights one finite positive weight an arc
   */
  public static AliasTargets of(int[] offsets, int[] targets, float[] weights, Cancellation cancellation) {
    if (targets.length > MAX_ARCS) {
      throw new IllegalArgumentException("arcs: found %d, expected at most %d".formatted(targets.length, MAX_ARCS));
    }
    int[] slots = new int[SLOT_INTS * targets.length];
    AliasRow row = AliasRow.longest(offsets);
    long[] indexed = new long[row.capacity()];
    long nextCheck = 0;
    for (int v = 0; v + 1 < offsets.length; v++) {
      int from = offsets[v];
      int degree = offsets[v + 1] - from;
      if (from >= nextCheck) {
        cancellation.check();
        nextCheck = (long) from + AliasTables.ARCS_PER_CHECK;
      }
      row.fill(indexed, 0, weights, from, degree);
      for (int k = 0; k < degree; k++) {
        int at = SLOT_INTS * (from + k);
        slots[at] = (int) ((indexed[k] >>> 32) - 1);
        slots[at + 1] = targets[from + k];
        slots[at + 2] = targets[from + (int) indexed[k]];
      }
    }
    return new AliasTargets(slots);
  }

  /** Bytes of the tables of a graph. */
  public static long bytes(long arcs) {
    return Integer.BYTES * SLOT_INTS * arcs;
  }

  /** Slots of all rows by arc position, {@link #SLOT_INTS} ints each: largest own draw, own target, alias target. */
  public int[] slots() {
    return slots;
  }
}
