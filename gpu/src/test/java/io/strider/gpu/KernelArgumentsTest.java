package io.strider.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelArgumentsTest {

  @Test
  void shouldBeAsLongAsTheCompilerSays() {
    CpuKernels kernels = CpuKernels.require();
    assertThat(KernelArguments.PREPARE_BYTES).isEqualTo(kernels.argumentBytes(false));
    assertThat(KernelArguments.TRAIN_BYTES).isEqualTo(kernels.argumentBytes(true));
  }
}
