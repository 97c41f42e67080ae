package io.strider.runtime.evaluate;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.random.Purpose;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Binary L2-regularised logistic regression by liblinear's dual coordinate descent (L2R_LR_DUAL; Yu, Huang, Lin, Machine
 * Learning 2011): the minimum over (w, b) of ½(|w|² + b²) + C Σ log(1 + exp(−y(w·x + b))). The bias is a feature that is
 * always 1 and is regularised with the others, as scikit-learn's {@code LogisticRegression(solver='liblinear')} has it. The
 * primal Newton method finds the same minimum in three times the time. Every fit shuffles with a generator of its own
 * and the same seed, so models may be fitted side by side. Immutable; safe to read from any thread.
 */
final class LogisticRegression {

  private static final double TOLERANCE = 1e-3;
  private static final long SHUFFLE_KEY = CounterRandom.key(1, Purpose.EVALUATION_SPLIT);
  private static final int MAX_ITERATIONS = 1000;

  static {
    Linear.disableDebugOutput();
  }

  private final double[] weights;
  private final double bias;

  private LogisticRegression(double[] weights, double bias) {
    this.weights = weights;
    this.bias = bias;
  }

  /**
   * Fits a model. Where only one of the two answers occurs, the model is that answer: an infinite bias without weights.
   *
   * @param rows features as {@link #features} makes them, all of the same length
   * @param positive one answer a row
   * @param inverseRegularisation C, above 0
   */
  static LogisticRegression fit(Feature[][] rows, boolean[] positive, double inverseRegularisation) {
    int dimensions = rows[0].length - 1;
    int positives = 0;
    double[] answers = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      answers[i] = positive[i] ? 1 : -1;
      positives += positive[i] ? 1 : 0;
    }
    if (positives == 0 || positives == rows.length) {
      return new LogisticRegression(
          new double[dimensions], positives == 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }
    Problem problem = new Problem();
    problem.l = rows.length;
    problem.n = dimensions + 1;
    problem.x = rows;
    problem.y = answers;
    problem.bias = 1;
    Parameter parameter =
        new Parameter(SolverType.L2R_LR_DUAL, inverseRegularisation, TOLERANCE, MAX_ITERATIONS, 0.1);
    parameter.setRandom(shuffle());
    Model model = Linear.train(problem, parameter);
    double[] found = model.getFeatureWeights();
    double sign = model.getLabels()[0] > 0 ? 1 : -1;
    double[] weights = new double[dimensions];
    for (int d = 0; d < dimensions; d++) {
      weights[d] = sign * found[d];
    }
    return new LogisticRegression(weights, sign * found[dimensions]);
  }

  /** The same numbers for every fit, in the form that liblinear takes. */
  private static Random shuffle() {
    long[] drawn = {0};
    RandomGenerator counted = () -> CounterRandom.draw(SHUFFLE_KEY, drawn[0]++);
    return Random.from(counted);
  }

  /** A row for {@link #fit}: the values, then the bias feature. */
  static Feature[] features(double[] values) {
    Feature[] row = new Feature[values.length + 1];
    for (int d = 0; d < values.length; d++) {
      row[d] = new FeatureNode(d + 1, values[d]);
    }
    row[values.length] = new FeatureNode(values.length + 1, 1);
    return row;
  }

  /** w·x + b: the log-odds of the positive answer. */
  double logOdds(double[] x) {
    double sum = 0;
    for (int d = 0; d < weights.length; d++) {
      sum += weights[d] * x[d];
    }
    return sum + bias;
  }

  /** w, one number a feature. */
  double[] weights() {
    return weights.clone();
  }

  /** b. */
  double bias() {
    return bias;
  }
}
