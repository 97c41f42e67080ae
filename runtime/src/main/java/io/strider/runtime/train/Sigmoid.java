package io.strider.runtime.train;

/**
 * The logistic function as an odd polynomial: σ(x) ≈ ½ + x·p(x²) for |x| &lt; {@link #LIMIT}. Minimax fit (linear
 * program over Chebyshev points), rounded to float; largest error 1.4·10⁻⁴ (word2vec's table of 1,000 entries: 3·10⁻³).
 * No division and only fused multiply-adds, so that scalar and vector forms give the same bits.
 *
 * <p>A pair whose score reaches the limit gets no gradient, as in gensim. That is no mere shortcut: without it vertices of
 * small components, whose few partners fill every window, grow half as long again, and cora lost 0.01 Macro-F1.
 */
final class Sigmoid {

  /** Scores of this size or more are settled: no gradient. gensim's MAX_EXP. */
  static final float LIMIT = 6f;

  /** Coefficients of p, from the highest power of x² to the constant. */
  static final float C7 = -1.27155951e-11f;

  static final float C6 = 1.98716998e-09f;
  static final float C5 = -1.31002423e-07f;
  static final float C4 = 4.7955109e-06f;
  static final float C3 = -0.000109285334f;
  static final float C2 = 0.00169195444f;
  static final float C1 = -0.0200894009f;
  static final float C0 = 0.249569893f;

  private Sigmoid() {}

  /**
   * The scalar form, in the order of operations that every other form repeats.
   *
   * @param x any float; NaN gives NaN
   * @param target label − ½
   * @return label − σ(x), rounded once, or 0 for a settled x
   */
  static float residual(float x, float target) {
    if (Math.abs(x) >= LIMIT) {
      return 0f;
    }
    float square = x * x;
    float p = Math.fma(C7, square, C6);
    p = Math.fma(p, square, C5);
    p = Math.fma(p, square, C4);
    p = Math.fma(p, square, C3);
    p = Math.fma(p, square, C2);
    p = Math.fma(p, square, C1);
    p = Math.fma(p, square, C0);
    return Math.fma(-x, p, target);
  }
}
