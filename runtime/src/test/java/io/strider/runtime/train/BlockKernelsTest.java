package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.strider.runtime.common.InputException;
import java.lang.management.ManagementFactory;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/** Which kernel a JVM gets. CI runs this with {@code -XX:UseAVX=2} too. */
class BlockKernelsTest {

  @Test
  void shouldTakeTheWidestKernelThatPreferredVectorsFill() {
    assumeTrue(FusedMultiplyAdd.IN_HARDWARE, "this JVM has no fused multiply-add");
    int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    String expected = bits >= 512 ? "simd-512" : bits >= 256 ? "simd-256" : "scalar";
    BlockKernels.Choice choice = BlockKernels.choose(TrainerKind.CPU);
    assertThat(choice.kernel().name()).isEqualTo(expected);
    assertThat(choice.reason()).contains(bits + " bits");
  }

  /** A JVM lowers the flag to what its processor has, so a 2 is the real thing. */
  @Test
  void shouldTake256BitsWhereTheJvmHasAvx2Only() {
    assumeTrue(useAvx() == 2, "this JVM uses AVX level " + useAvx());
    assertThat(BlockKernels.choose(TrainerKind.AUTO).kernel()).isInstanceOf(Simd256BlockKernel.class);
    assertThat(BlockKernels.choose(TrainerKind.SIMD).kernel()).isInstanceOf(Simd256BlockKernel.class);
  }

  @Test
  void shouldRefuseSimdWhereVectorsAreNarrow() {
    assumeTrue(FloatVector.SPECIES_PREFERRED.vectorBitSize() < 256, "this JVM has vectors of 256 bits");
    assertThatThrownBy(() -> BlockKernels.choose(TrainerKind.SIMD))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("CPU or SCALAR");
  }

  @Test
  void shouldTakeTheScalarKernelWhenAsked() {
    assertThat(BlockKernels.choose(TrainerKind.SCALAR).kernel()).isInstanceOf(ScalarBlockKernel.class);
  }

  private static int useAvx() {
    try {
      HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return Integer.parseInt(jvm.getVMOption("UseAVX").getValue());
    } catch (IllegalArgumentException e) {
      return abort("this JVM has no AVX");
    }
  }
}
