package io.strider.runtime.evaluate;

import java.util.Arrays;

/** The exact area under the ROC curve, by counting pairs: Mann and Whitney's U with ties as a half, over all pairs. */
final class RankAuc {

  private RankAuc() {}

  /**
   * The chance that a random positive scores above a random negative, ties counting half.
   *
   * @param positives scores, at least one; sorted here
   * @param negatives scores, at least one; sorted here
   */
  static double of(double[] positives, double[] negatives) {
    Arrays.sort(positives);
    Arrays.sort(negatives);
    int below = 0;
    int belowOrEqual = 0;
    long doubled = 0;
    for (double score : positives) {
      while (below < negatives.length && negatives[below] < score) {
        below++;
      }
      belowOrEqual = Math.max(belowOrEqual, below);
      while (belowOrEqual < negatives.length && negatives[belowOrEqual] == score) {
        belowOrEqual++;
      }
      doubled += (long) below + belowOrEqual;
    }
    return doubled / 2.0 / positives.length / negatives.length;
  }
}
