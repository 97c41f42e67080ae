package io.strider.runtime.evaluate;

/**
 * How well the held-back vertices of one split were classified.
 *
 * @param macroF1 mean over the classes of 2TP / (2TP + FP + FN), 0 for a class where that is 0 / 0
 * @param microF1 the same formula of the sums over all classes
 */
public record SplitScore(double macroF1, double microF1) {

  /** The scores of true positives, false positives and false negatives by class. */
  static SplitScore of(long[] truePositives, long[] falsePositives, long[] falseNegatives) {
    double sum = 0;
    long allTrue = 0;
    long allFalse = 0;
    for (int c = 0; c < truePositives.length; c++) {
      long wrong = falsePositives[c] + falseNegatives[c];
      sum += f1(truePositives[c], wrong);
      allTrue += truePositives[c];
      allFalse += wrong;
    }
    return new SplitScore(sum / truePositives.length, f1(allTrue, allFalse));
  }

  private static double f1(long truePositives, long wrong) {
    long total = 2 * truePositives + wrong;
    return total == 0 ? 0 : 2.0 * truePositives / total;
  }
}
