package io.strider.runtime.graph;

/** Makes one row's alias table by Vose's method. Its scratch is reused from row to row; one thread at a time. */
final class AliasRow {

  private static final double THRESHOLD_SCALE = 0x1.0p31;

  private final double[] scaled;
  private final int[] work;

  private AliasRow(int longest) {
    scaled = new double[longest];
    work = new int[longest];
  }

  /** For rows up to the longest of these. */
  static AliasRow longest(int[] offsets) {
    int longest = 0;
    for (int v = 0; v + 1 < offsets.length; v++) {
      longest = Math.max(longest, offsets[v + 1] - offsets[v]);
    }
    return new AliasRow(longest);
  }

  /** The most entries that a row has here. */
  int capacity() {
    return work.length;
  }

  /**
   * Fills the slots of one row, as {@link AliasTables#slots} has them.
   *
   * @param slots written at [at, at + degree)
   * @param from where the row begins among the weights
   * @return the sum of the row's weights
   */
  double fill(long[] slots, int at, float[] weights, int from, int degree) {
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
    pair(slots, at, degree, small, large);
    return total;
  }

  /** Small slots stand at the front of {@code work}, large ones at the back; each small one is filled by a large. */
  private void pair(long[] slots, int at, int degree, int smallCount, int largeStart) {
    int small = smallCount;
    int large = largeStart;
    while (small > 0 && large < degree) {
      int s = work[--small];
      int l = work[large];
      slots[at + s] = (Math.round(scaled[s] * THRESHOLD_SCALE) << 32) | l;
      scaled[l] -= 1 - scaled[s];
      if (scaled[l] < 1) {
        large++;
        work[small++] = l;
      }
    }
    while (small > 0) {
      int s = work[--small];
      slots[at + s] = ((long) THRESHOLD_SCALE << 32) | s;
    }
    for (; large < degree; large++) {
      slots[at + work[large]] = ((long) THRESHOLD_SCALE << 32) | work[large];
    }
  }
}
