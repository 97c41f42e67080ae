package io.strider.runtime.random;

/** Vose's construction of alias tables (1991), whatever their entries look like. Stateless. */
public final class AliasMethod {

  private AliasMethod() {}

  /**
   * Gives each entry that has less than the mean an alias that fills it up. Afterwards entry k stands for itself with
   * probability {@code share[k]}, from 0 to 1, and for {@code alias[k]} otherwise; where it is 1, that is k.
   *
   * @param share of each entry, in units of the mean of the first {@code size}; becomes the probability
   * @param alias written
   * @param stack scratch for {@code size} numbers: entries below the mean from its front, others from its back
   * @param size entries, at least 1
   */
  public static void pair(double[] share, int[] alias, int[] stack, int size) {
    int small = 0;
    int large = size;
    for (int k = 0; k < size; k++) {
      alias[k] = k;
      if (share[k] < 1) {
        stack[small++] = k;
      } else {
        stack[--large] = k;
      }
    }
    while (small > 0 && large < size) {
      int k = stack[--small];
      int donor = stack[large];
      alias[k] = donor;
      share[donor] -= 1 - share[k];
      if (share[donor] < 1) {
        large++;
        stack[small++] = donor;
      }
    }
    while (small > 0) {
      share[stack[--small]] = 1;
    }
    for (; large < size; large++) {
      share[stack[large]] = 1;
    }
  }
}
