package io.strider.runtime.walk;

/**
 * Binary searches of many rows at once, level by level: each level is one short loop with one random load a search, so
 * that the cache misses of different searches overlap. Branch-free inside a level. Allocates nothing.
 */
final class RowSearchKernel {

  private RowSearchKernel() {}

  /**
   * Looks for {@code sought[j]} in the row of vertex {@code rowThenLow[j]}, for j in [0, n).
   *
   * @param rowThenLow in: vertex whose row is searched; out: undefined
   * @param lengthThenFound out: 1 where found, else 0
   * @param sought ids looked for
   */
  static void search(int[] rowThenLow, int[] lengthThenFound, int[] sought, int n, int[] offsets, int[] targets) {
    int longest = 0;
    int last = targets.length - 1;
    for (int j = 0; j < n; j++) {
      int v = rowThenLow[j];
      int from = offsets[v];
      int length = offsets[v + 1] - from;
      rowThenLow[j] = Math.min(from, last);
      lengthThenFound[j] = length;
      longest = Math.max(longest, length);
    }
    if (longest == 0) {
      return;
    }
    for (int left = longest; left > 1; left -= left >>> 1) {
      for (int j = 0; j < n; j++) {
        int half = lengthThenFound[j] >>> 1;
        int middle = rowThenLow[j] + half;
        rowThenLow[j] = targets[middle] <= sought[j] ? middle : rowThenLow[j];
        lengthThenFound[j] -= half;
      }
    }
    for (int j = 0; j < n; j++) {
      int nonEmpty = -lengthThenFound[j] >>> 31;
      int equal = ((targets[rowThenLow[j]] ^ sought[j]) - 1) >>> 31;
      lengthThenFound[j] = equal & nonEmpty;
    }
  }
}
