package io.strider.runtime.train;

/**
 * The logistic function as an odd polynomial: σ(x) ≈ ½ − x·p(x²) for x² &lt; {@link #LIMIT_SQUARED}. Minimax fit
 * (linear program over Chebyshev points), rounded to float; largest error 1.4·10⁻⁴ (word2vec's table of 1,000
 * entries: 3·10⁻³). No division and only fused multiply-adds, so that scalar and vector forms give the same bits.
 *
 * <p>A pair whose score reaches the limit gets no gradient, as in gensim. That is no mere shortcut: without it
 * vertices of small components, whose few partners fill every window, grow half as long again, and cora lost 0.01
 * Macro-F1.
 */
final class Sigmoid {

  /** Scores whose square is this or more are settled: no gradient. gensim's MAX_EXP is 6. */
  static final float LIMIT_SQUARED = 36f;

  /** Coefficients of p, from the highest power of x² to the constant. */
  static final float C7 = 1.27155951e-11f;

  static final float C6 = -1.98716998e-09f;
  static final float C5 = 1.31002423e-07f;
  static final float C4 = -4.7955109e-06f;
  static final float C3 = 0.000109285334f;
  static final float C2 = -0.00169195444f;
  static final float C1 = 0.0200894009f;
  static final float C0 = -0.249569893f;

  private Sigmoid() {}

  /**
   * The scalar form, in the order of operations that every other form repeats (Estrin's, which is half as deep as
   * Horner's: each vertex row waits for the gradients of the one before).
   *
   * @param x any float; NaN gives NaN
   * @param target label − ½
   * @return label − σ(x), rounded once, or 0 for a settled x
   */
  static float residual(float x, float target) {
    float s = x * x;
    if (s >= LIMIT_SQUARED) {
      return 0f;
    }
    float s2 = s * s;
    float low = FusedMultiplyAdd.of(s2, FusedMultiplyAdd.of(C3, s, C2), FusedMultiplyAdd.of(C1, s, C0));
    float high = FusedMultiplyAdd.of(s2, FusedMultiplyAdd.of(C7, s, C6), FusedMultiplyAdd.of(C5, s, C4));
    float p = FusedMultiplyAdd.of(s2 * s2, high, low);
    return FusedMultiplyAdd.of(x, p, target);
  }
}
