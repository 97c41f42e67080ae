package io.strider.runtime.graph;

import io.strider.runtime.common.Cancellation;

/**
 * One alias table a row, for drawing a neighbour in proportion to its weight with one uniform number (Walker 1977; Vose
 * 1991). Slot k of a row holds, in one long, a threshold of 31 bits and the slot to take instead when a 31-bit uniform
 * number is not below it. Built in exact row order, so the same graph gives the same tables everywhere. Immutable.
 */
public final class AliasTables {

  /** Bits of a threshold; 2<sup>31</sup> means always. */
  public static final int THRESHOLD_BITS = 31;

  static final int ARCS_PER_CHECK = 1 << 20;

  private final long[] slots;
  private final double[] rowWeights;

  private AliasTables(long[] slots, double[] rowWeights) {
    this.slots = slots;
    this.rowWeights = rowWeights;
  }

  /**
   * Builds the tables of all rows.
   *
   * @param offsets row bounds, V + 1
   * @param weights one finite positive weight an arc
   */
  public static AliasTables of(int[] offsets, float[] weights, Cancellation cancellation) {
    int vertexCount = offsets.length - 1;
    long[] slots = new long[weights.length];
    double[] rowWeights = new double[vertexCount];
    AliasRow row = AliasRow.longest(offsets);
    long nextCheck = 0;
    for (int v = 0; v < vertexCount; v++) {
      if (offsets[v] >= nextCheck) {
        cancellation.check();
        nextCheck = (long) offsets[v] + ARCS_PER_CHECK;
      }
      rowWeights[v] = row.fill(slots, offsets[v], weights, offsets[v], offsets[v + 1] - offsets[v]);
    }
    return new AliasTables(slots, rowWeights);
  }

  /** Bytes of the tables of a graph. */
  public static long bytes(long vertices, long arcs) {
    return 8 * (vertices + arcs);
  }

  /** Slots of all rows by arc position: threshold in the upper 32 bits, alias (index inside the row) in the lower. */
  public long[] slots() {
    return slots;
  }

  /** Sum of each row's weights. */
  public double[] rowWeights() {
    return rowWeights;
  }
}
