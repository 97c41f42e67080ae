package io.strider.gpu;

import io.strider.runtime.common.DeviceException;
import java.util.Locale;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import jcuda.nvrtc.nvrtcResult;

/** NVRTC, for builds that had no nvcc. Stateless. */
final class RuntimeCompiler {

  /** What nvcc is told, too: of this the driver makes code for every newer device, whether NVRTC knows it or not. */
  private static final String TARGET = "--gpu-architecture=compute_80";

  /** What is missing where it is not there. */
  static final String ABSENT =
      "this build was made without nvcc, and NVRTC (libnvrtc.so.12), which could compile the kernels now, was not found";

  private RuntimeCompiler() {}

  /** Whether its library can be loaded. */
  static boolean isThere() {
    try {
      JNvrtc.setExceptionsEnabled(false);
      return JNvrtc.nvrtcVersion(new int[1], new int[1]) == nvrtcResult.NVRTC_SUCCESS;
    } catch (LinkageError absent) {
      return false;
    }
  }

  /**
   * PTX of a kernel file.
   *
   * @throws DeviceException when NVRTC is missing or refuses the source
   */
  static String compile(String name, String source, String header) {
    try {
      JNvrtc.setExceptionsEnabled(false);
      nvrtcProgram program = new nvrtcProgram();
      String[] headers = {header};
      check(name, JNvrtc.nvrtcCreateProgram(program, source, name, 1, headers, new String[] {"common.cuh"}));
      try {
        return compile(name, program);
      } finally {
        JNvrtc.nvrtcDestroyProgram(program);
      }
    } catch (LinkageError absent) {
      throw new DeviceException("CUDA: no kernels: " + ABSENT, absent);
    }
  }

  private static String compile(String name, nvrtcProgram program) {
    int result = JNvrtc.nvrtcCompileProgram(program, 2, new String[] {TARGET, "--std=c++17"});
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
