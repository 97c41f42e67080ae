package io.strider.runtime.vectors;

/** Sums of products of float rows in double precision, four chains in a fixed order, so always the same bits. */
final class CosineKernel {

  private CosineKernel() {}

  /** Σ a[i]·b[i] over {@code length} floats from the two offsets. */
  static double dot(float[] a, int atA, float[] b, int atB, int length) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < length; i += 4) {
      s0 += (double) a[atA + i] * b[atB + i];
      s1 += (double) a[atA + i + 1] * b[atB + i + 1];
      s2 += (double) a[atA + i + 2] * b[atB + i + 2];
      s3 += (double) a[atA + i + 3] * b[atB + i + 3];
    }
    for (; i < length; i++) {
      s0 += (double) a[atA + i] * b[atB + i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
