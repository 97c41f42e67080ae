package io.strider.runtime.train;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * a · b + c, rounded once: {@link Math#fma}, but where the processor has no such instruction, or the JVM does not use it,
 * by a few additions in double instead of {@code BigDecimal}, which makes training a hundred times as slow. Same bits.
 */
final class FusedMultiplyAdd {

  /** Does the JVM compile it to an instruction? */
  static final boolean IN_HARDWARE = inHardware();

  private FusedMultiplyAdd() {}

  /** a · b + c, rounded once. */
  static float of(float a, float b, float c) {
    return IN_HARDWARE ? Math.fma(a, b, c) : inDouble(a, b, c);
  }

  /**
   * The product is exact in double, and the sum is rounded to odd: where it is not exact, of the two doubles beside it the
   * one whose last bit is 1. Such a double is never halfway between two floats, so rounding it once more is right
   * (Boldo and Melquiond, IEEE Transactions on Computers 57, 2008). The error of the sum is Knuth's TwoSum.
   */
  static float inDouble(float a, float b, float c) {
    double product = (double) a * b;
    double sum = product + c;
    double part = sum - product;
    double error = (product - (sum - part)) + (c - part);
    long bits = Double.doubleToRawLongBits(sum);
    // An infinity or a NaN has a NaN for an error, which is neither.
    if ((error > 0 || error < 0) && (bits & 1) == 0) {
      sum = Double.longBitsToDouble(error > 0 == sum > 0 ? bits + 1 : bits - 1);
    }
    return (float) sum;
  }

  private static boolean inHardware() {
    try {
      HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return jvm == null || Boolean.parseBoolean(jvm.getVMOption("UseFMA").getValue());
    } catch (IllegalArgumentException e) {
      return true;
    }
  }
}
