package io.strider.runtime.train;

/**
 * The logistic function as an odd polynomial: σ(x) ≈ ½ + x·p(x²) on [−{@link #CLAMP}, {@link #CLAMP}], clamped outside.
 * Minimax fit (linear program over Chebyshev points), rounded to float. Largest error 1.4·10⁻⁴ inside the clamp and
 * 2.5·10⁻³ (= 1 − σ(6)) outside; word2vec's table of 1,000 entries errs by up to 3·10⁻³ and saturates at 6 too. No division and
 * only fused multiply-adds, so that scalar and vector forms give the same bits.
 */
final class Sigmoid {

  /** Beyond this the function is constant. */
  static final float CLAMP = 6f;

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
   * @return label − σ(x), rounded once
   */
  static float residual(float x, float target) {
    float clamped = Math.max(-CLAMP, Math.min(CLAMP, x));
    float square = clamped * clamped;
    float p = Math.fma(C7, square, C6);
    p = Math.fma(p, square, C5);
    p = Math.fma(p, square, C4);
    p = Math.fma(p, square, C3);
    p = Math.fma(p, square, C2);
    p = Math.fma(p, square, C1);
    p = Math.fma(p, square, C0);
    return Math.fma(-clamped, p, target);
  }
}
