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

  private static final double THRESHOLD_SCALE = 0x1.0p31;
  private static final int ARCS_PER_CHECK = 1 << 20;

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
    int longest = 0;
    for (int v = 0; v < vertexCount; v++) {
      longest = Math.max(longest, offsets[v + 1] - offsets[v]);
    }
    Builder builder = new Builder(longest);
    long nextCheck = 0;
    for (int v = 0; v < vertexCount; v++) {
      if (offsets[v] >= nextCheck) {
        cancellation.check();
        nextCheck = (long) offsets[v] + ARCS_PER_CHECK;
      }
      rowWeights[v] = builder.row(slots, weights, offsets[v], offsets[v + 1] - offsets[v]);
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

  /** Scratch of the construction, reused from row to row. */
  private static final class Builder {
    private final double[] scaled;
    private final int[] work;

    Builder(int longest) {
      scaled = new double[longest];
      work = new int[longest];
    }

    double row(long[] slots, float[] weights, int from, int degree) {
      double total = 0;
      for (int k = 0; k < degree; k++) {
        total += weights[from + k];
      }
      int small = 0;
      int large = degree;
      for (int k = 0; k < degree; k++) {
        scaled[k] = weights[from + k] * (degree / total);
        if (scaled[k] < 1) {
          work[small++] = k;
        } else {
          work[--large] = k;
        }
      }
      pair(slots, from, degree, small, large);
      return total;
    }

    /** Small slots stand at the front of {@code work}, large ones at the back; each small one is filled by a large. */
    private void pair(long[] slots, int from, int degree, int smallCount, int largeStart) {
      int small = smallCount;
      int large = largeStart;
      while (small > 0 && large < degree) {
        int s = work[--small];
        int l = work[large];
        slots[from + s] = (Math.round(scaled[s] * THRESHOLD_SCALE) << 32) | l;
        scaled[l] -= 1 - scaled[s];
        if (scaled[l] < 1) {
          large++;
          work[small++] = l;
        }
      }
      while (small > 0) {
        int s = work[--small];
        slots[from + s] = ((long) THRESHOLD_SCALE << 32) | s;
      }
      for (; large < degree; large++) {
        slots[from + work[large]] = ((long) THRESHOLD_SCALE << 32) | work[large];
      }
    }
  }
}
