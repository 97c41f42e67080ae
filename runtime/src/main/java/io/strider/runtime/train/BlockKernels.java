package io.strider.runtime.train;

import io.strider.runtime.common.InputException;

/**
 * The one place that chooses a {@link BlockKernel}. The system property {@value #PROPERTY} ({@code scalar}, {@code
 * 256}, {@code 512}) forces one. The choice is made once a trainer, with the reason for it.
 */
final class BlockKernels {

  static final String PROPERTY = "strider.trainer.kernel";

  /** A kernel and why it was taken. */
  record Choice(BlockKernel kernel, String reason) {}

  private BlockKernels() {}

  static Choice choose(TrainerKind kind) {
    String forced = System.getProperty(PROPERTY, "");
    if (!forced.isEmpty()) {
      return new Choice(named(forced), "forced by " + PROPERTY);
    }
    if (kind == TrainerKind.SCALAR) {
      return new Choice(new ScalarBlockKernel(), "asked for");
    }
    Choice best = best();
    if (kind == TrainerKind.SIMD && best.kernel() instanceof ScalarBlockKernel) {
      throw InputException.at("trainer kind", "SIMD, but " + best.reason(), "CPU or SCALAR on this JVM");
    }
    return best;
  }

  private static Choice best() {
    try {
      int bits = PreferredSpecies.bits();
      if (!FusedMultiplyAdd.IN_HARDWARE) {
        return new Choice(new ScalarBlockKernel(), "this processor or JVM has no fused multiply-add");
      }
      if (bits >= 512) {
        return new Choice(new Simd512BlockKernel(), "preferred vectors have " + bits + " bits");
      }
      if (bits >= 256) {
        return new Choice(new Simd256BlockKernel(), "preferred vectors have " + bits + " bits");
      }
      return new Choice(new ScalarBlockKernel(), "preferred vectors have only " + bits + " bits");
    } catch (LinkageError absent) {
      return new Choice(new ScalarBlockKernel(), "no Vector API: start with --add-modules jdk.incubator.vector");
    }
  }

  private static BlockKernel named(String name) {
    return switch (name) {
      case "scalar" -> new ScalarBlockKernel();
      case "256" -> new Simd256BlockKernel();
      case "512" -> new Simd512BlockKernel();
      default -> throw InputException.at(PROPERTY, name, "scalar, 256 or 512");
    };
  }

  /** In a class of its own, so that the look-up links without the Vector API's module. */
  private static final class PreferredSpecies {
    static int bits() {
      return jdk.incubator.vector.FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }
  }
}
