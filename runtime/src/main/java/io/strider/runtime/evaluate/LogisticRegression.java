package io.strider.runtime.evaluate;

/**
 * Binary L2-regularised logistic regression: the minimum over (w, b) of
 * ½(|w|² + b²) + C Σ log(1 + exp(−y(w·x + b))). The bias is a feature that is always 1 and is regularised with the others,
 * and the search ends as liblinear's (L2R_LR) does, at 10⁻⁴ × the share of the rarer answer: what scikit-learn's
 * {@code LogisticRegression(solver='liblinear')} computes. Immutable; safe to read from any thread.
 */
final class LogisticRegression {

  private static final double TOLERANCE = 1e-4;

  /** D weights and the bias behind them. */
  private final double[] weights;

  private LogisticRegression(double[] weights) {
    this.weights = weights;
  }

  /**
   * Fits a model. Where only one of the two answers occurs, the model is that answer: an infinite bias without weights.
   *
   * @param rows at least one, of D floats each; only read
   * @param positive one answer a row
   * @param inverseRegularisation C, above 0
   */
  static LogisticRegression fit(float[][] rows, boolean[] positive, double inverseRegularisation) {
    int positives = 0;
    for (boolean answer : positive) {
      positives += answer ? 1 : 0;
    }
    int rarer = Math.min(positives, rows.length - positives);
    if (rarer == 0) {
      double[] constant = new double[rows[0].length + 1];
      constant[rows[0].length] = positives == 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      return new LogisticRegression(constant);
    }
    double tolerance = TOLERANCE * rarer / rows.length;
    return new LogisticRegression(new NewtonSolver(rows, positive, inverseRegularisation).solve(tolerance));
  }

  /** w·x + b: the log-odds of the positive answer. */
  double logOdds(float[] x) {
    return LogisticKernel.dot(x, weights);
  }

  /** w and, last, b. */
  double[] weights() {
    return weights.clone();
  }
}
