package io.strider.runtime.ingest.distributed;

import java.util.Arrays;

/** Weights in the order of their keys. Stateless. */
final class WeightSort {

  private WeightSort() {}

  /**
   * The weights of keys in the order that the keys have when sorted; those of equal keys ascending.
   *
   * @param weights one a key, or none at all
   * @param sorted the same keys in ascending order
   */
  static double[] along(long[] keys, double[] weights, long[] sorted) {
    double[] result = new double[weights.length];
    int[] filled = new int[weights.length];
    for (int i = 0; i < weights.length; i++) {
      int first = firstOf(sorted, keys[i]);
      result[first + filled[first]++] = weights[i];
    }
    for (int from = 0; from < weights.length; ) {
      int count = filled[from];
      if (count > 1) {
        Arrays.sort(result, from, from + count);
      }
      from += count;
    }
    return result;
  }

  private static int firstOf(long[] sorted, long key) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
