package io.strider.runtime.evaluate;

import io.strider.runtime.common.InputException;

/**
 * Everything about classification that changes its scores, and the threads, which do not.
 *
 * @param trainFraction share of the labelled vertices that the models are fitted on, above 0 and below 1
 * @param splits how many random splits, 1 to {@link #MAX_SPLITS}
 * @param inverseRegularisation C of the logistic regression, above 0
 * @param seed of the splits
 * @param threads that fit classes side by side, at least 1
 */
public record ClassificationParameters(
    double trainFraction, int splits, double inverseRegularisation, long seed, int threads) {

  /** The most splits. */
  public static final int MAX_SPLITS = 10_000;

  /** Half the vertices, ten splits, C = 1, one thread. */
  public static final ClassificationParameters DEFAULT = new ClassificationParameters(0.5, 10, 1, 1, 1);

  /** Checks every range. */
  public ClassificationParameters {
    require(trainFraction > 0 && trainFraction < 1, "training fraction", trainFraction, "above 0 and below 1");
    require(splits >= 1 && splits <= MAX_SPLITS, "splits", splits, "1 to " + MAX_SPLITS);
    require(
        inverseRegularisation > 0 && inverseRegularisation <= 1e9, "C", inverseRegularisation, "above 0, at most 1e9");
    require(threads >= 1, "threads", threads, "at least 1");
  }

  private static void require(boolean holds, String name, Object found, String expected) {
    if (!holds) {
      throw InputException.at(name, String.valueOf(found), expected);
    }
  }
}
