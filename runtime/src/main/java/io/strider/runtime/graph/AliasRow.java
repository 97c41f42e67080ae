package io.strider.runtime.graph;

import io.strider.runtime.random.AliasMethod;

/** Makes one row's alias table. Its scratch is reused from row to row; one thread at a time. */
final class AliasRow {

  private static final double THRESHOLD_SCALE = 0x1.0p31;

  private final double[] share;
  private final int[] alias;
  private final int[] stack;

  private AliasRow(int longest) {
    share = new double[longest];
    alias = new int[longest];
    stack = new int[longest];
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
    return stack.length;
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
    for (int k = 0; k < degree; k++) {
      share[k] = weights[from + k] * (degree / total);
    }
    AliasMethod.pair(share, alias, stack, degree);
    for (int k = 0; k < degree; k++) {
      slots[at + k] = (Math.round(share[k] * THRESHOLD_SCALE) << 32) | alias[k];
    }
    return total;
  }
}
