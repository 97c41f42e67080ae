package io.strider.runtime.evaluate;

/**
 * Finds the minimum over w of ½|w|² + C Σ log(1 + exp(−y x·w)) by Newton's method, each step solved by conjugate
 * gradients with products of the Hessian only, and shortened until it descends enough (Armijo): the method of liblinear
 * for this problem (Lin, Weng, Keerthi, JMLR 2008; Galli, Lin, 2021), over dense rows. The function is strictly convex,
 * so there is one minimum. {@code StrictMath} gives the same bits everywhere. Used once, by one thread.
 */
final class NewtonSolver {

  private static final int MAX_STEPS = 1000;
  private static final int MAX_HALVINGS = 40;
  private static final double LEAST_DESCENT = 0.01;
  private static final double RESIDUAL = 0.1;

  private final float[][] rows;
  private final boolean[] positive;
  private final double inverseRegularisation;
  private final double[] products;
  private final double[] curvature;
  private final double[] weights;

  /**
   * Prepares the search from w = 0.
   *
   * @param rows n rows of D floats; each counts as (row, 1)
   * @param positive whether y is 1 or −1, for each row
   */
  NewtonSolver(float[][] rows, boolean[] positive, double inverseRegularisation) {
    this.rows = rows;
    this.positive = positive;
    this.inverseRegularisation = inverseRegularisation;
    this.products = new double[rows.length];
    this.curvature = new double[rows.length];
    this.weights = new double[rows[0].length + 1];
  }

  /**
   * Searches until the gradient is shorter than {@code tolerance} × its length at w = 0.
   *
   * @return w: D weights and the bias
   */
  double[] solve(double tolerance) {
    double value = objective(0, products);
    double enough = -1;
    for (int step = 0; step < MAX_STEPS; step++) {
      double[] gradient = gradient();
      double length = Math.sqrt(LogisticKernel.dot(gradient, gradient));
      enough = enough < 0 ? tolerance * length : enough;
      if (length <= enough) {
        break;
      }
      double[] direction = newtonDirection(gradient, length);
      double[] change = new double[rows.length];
      for (int i = 0; i < rows.length; i++) {
        change[i] = LogisticKernel.dot(rows[i], direction);
      }
      double next = descend(value, direction, change, LogisticKernel.dot(gradient, direction));
      if (!(next < value)) {
        break;
      }
      value = next;
    }
    return weights;
  }

  /** w + C Σ (σ(z) − [y = 1]) x, and beside it the curvature σ(z)(1 − σ(z)) of each row. */
  private double[] gradient() {
    double[] gradient = weights.clone();
    for (int i = 0; i < rows.length; i++) {
      double chance = 1 / (1 + StrictMath.exp(-products[i]));
      curvature[i] = chance * (1 - chance);
      LogisticKernel.add(inverseRegularisation * (positive[i] ? chance - 1 : chance), rows[i], gradient);
    }
    return gradient;
  }

  /** An approximate solution s of H s = −g by conjugate gradients. */
  private double[] newtonDirection(double[] gradient, double gradientLength) {
    double[] solution = new double[weights.length];
    double[] residual = new double[weights.length];
    LogisticKernel.add(-1, gradient, residual);
    double[] search = residual.clone();
    double squared = LogisticKernel.dot(residual, residual);
    for (int i = 0; i < weights.length && Math.sqrt(squared) > RESIDUAL * gradientLength; i++) {
      double[] product = hessianTimes(search);
      double alpha = squared / LogisticKernel.dot(search, product);
      LogisticKernel.add(alpha, search, solution);
      LogisticKernel.add(-alpha, product, residual);
      double before = squared;
      squared = LogisticKernel.dot(residual, residual);
      double beta = squared / before;
      for (int d = 0; d < search.length; d++) {
        search[d] = residual[d] + beta * search[d];
      }
    }
    return solution;
  }

  /** (I + C Xᵀ diag(curvature) X) v. */
  private double[] hessianTimes(double[] v) {
    double[] product = v.clone();
    for (int i = 0; i < rows.length; i++) {
      double factor = inverseRegularisation * curvature[i] * LogisticKernel.dot(rows[i], v);
      LogisticKernel.add(factor, rows[i], product);
    }
    return product;
  }

  /** Moves along a direction, half as far each time until that descends enough; returns the new value. */
  private double descend(double value, double[] direction, double[] change, double slope) {
    double along = LogisticKernel.dot(weights, direction);
    double squared = LogisticKernel.dot(direction, direction);
    double norm = LogisticKernel.dot(weights, weights);
    double[] moved = new double[rows.length];
    double length = 1;
    for (int halving = 0; halving < MAX_HALVINGS; halving++) {
      for (int i = 0; i < moved.length; i++) {
        moved[i] = products[i] + length * change[i];
      }
      double next = objective(norm + 2 * length * along + length * length * squared, moved);
      if (next - value <= LEAST_DESCENT * length * slope) {
        LogisticKernel.add(length, direction, weights);
        System.arraycopy(moved, 0, products, 0, moved.length);
        return next;
      }
      length /= 2;
    }
    return value;
  }

  private double objective(double squaredNorm, double[] z) {
    double loss = 0;
    for (int i = 0; i < z.length; i++) {
      double margin = positive[i] ? z[i] : -z[i];
      loss += Math.max(0, -margin) + StrictMath.log1p(StrictMath.exp(-Math.abs(margin)));
    }
    return squaredNorm / 2 + inverseRegularisation * loss;
  }
}
