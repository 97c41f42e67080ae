package io.strider.runtime.evaluate;

/**
 * Products of a dense matrix with vectors, in double precision over float rows. A row of D numbers stands for D + 1
 * features, of which the last, the bias, is always 1. Sums run in a fixed order, so the bits never differ. Allocates
 * nothing.
 */
final class LogisticKernel {

  private LogisticKernel() {}

  /** x·w + w[D] for one row of D floats; four chains of sums. */
  static double dot(float[] x, double[] w) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int d = 0;
    for (; d + 3 < x.length; d += 4) {
      s0 += x[d] * w[d];
      s1 += x[d + 1] * w[d + 1];
      s2 += x[d + 2] * w[d + 2];
      s3 += x[d + 3] * w[d + 3];
    }
    for (; d < x.length; d++) {
      s0 += x[d] * w[d];
    }
    return (s0 + s1) + (s2 + s3) + w[x.length];
  }

  /** target += factor × (x, 1); changes D + 1 numbers. */
  static void add(double factor, float[] x, double[] target) {
    for (int d = 0; d < x.length; d++) {
      target[d] += factor * x[d];
    }
    target[x.length] += factor;
  }

  /** Σ a[i]·b[i]. */
  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** target += factor × x. */
  static void add(double factor, double[] x, double[] target) {
    for (int i = 0; i < x.length; i++) {
      target[i] += factor * x[i];
    }
  }
}
