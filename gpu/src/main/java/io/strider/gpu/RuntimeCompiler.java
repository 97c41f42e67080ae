package io.strider.gpu;

import io.strider.gpu.driver.DeviceProperties;
import io.strider.runtime.common.DeviceException;
import java.util.Locale;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import jcuda.nvrtc.nvrtcResult;

/** NVRTC, for builds that had no nvcc. Stateless. */
final class RuntimeCompiler {

  private RuntimeCompiler() {}

  /**
   * PTX of a kernel file for a device's compute capability.
   *
   * @throws DeviceException when NVRTC is missing or refuses the source
   */
  static String compile(String name, String source, String header, DeviceProperties device) {
    try {
      JNvrtc.setExceptionsEnabled(false);
      nvrtcProgram program = new nvrtcProgram();
      String[] headers = {header};
      check(name, JNvrtc.nvrtcCreateProgram(program, source, name, 1, headers, new String[] {"common.cuh"}));
      try {
        return compile(name, program, device);
      } finally {
        JNvrtc.nvrtcDestroyProgram(program);
      }
    } catch (LinkageError absent) {
      throw new DeviceException(
          "CUDA: no kernels: this build was made without nvcc, and NVRTC (libnvrtc.so.12), which could compile them now,"
              + " was not found",
          absent);
    }
  }

  private static String compile(String name, nvrtcProgram program, DeviceProperties device) {
    String target = "--gpu-architecture=compute_%d%d".formatted(device.major(), device.minor());
    int result = JNvrtc.nvrtcCompileProgram(program, 2, new String[] {target, "--std=c++17"});
    if (result != nvrtcResult.NVRTC_SUCCESS) {
      String[] log = {""};
      JNvrtc.nvrtcGetProgramLog(program, log);
      throw new DeviceException(
          String.format(Locale.ROOT, "CUDA: NVRTC refused %s: %s", name, log[0].lines().findFirst().orElse("no message")));
    }
    String[] ptx = {""};
    check(name, JNvrtc.nvrtcGetPTX(program, ptx));
    return ptx[0];
  }

  private static void check(String name, int result) {
    if (result != nvrtcResult.NVRTC_SUCCESS) {
      throw new DeviceException("CUDA: NVRTC failed on " + name + ": " + nvrtcResult.stringFor(result));
    }
  }
}
