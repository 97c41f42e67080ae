package io.strider.gpu;

import io.strider.runtime.common.DeviceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * PTX that the build's nvcc made, or else NVRTC makes now from the sources in the jar. PTX is translated by the driver for
 * whatever device there is. Stateless.
 */
final class CompiledKernels implements Kernels {

  private static final String FOLDER = "kernels/";

  @Override
  public byte[] image(String file) {
    byte[] compiled = resource(file + ".ptx");
    byte[] ptx =
        compiled != null
            ? compiled
            : RuntimeCompiler.compile(file + ".cu", source(file + ".cu"), source("common.cuh"))
                .getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(ptx, ptx.length + 1);
  }

  @Override
  public @Nullable String missing() {
    return isCompiled() || RuntimeCompiler.isThere() ? null : RuntimeCompiler.ABSENT;
  }

  @Override
  public String origin() {
    return isCompiled() ? "nvcc" : "NVRTC";
  }

  private static boolean isCompiled() {
    return resource("train_walks.ptx") != null;
  }

  private static String source(String name) {
    byte[] text = resource(name);
    if (text == null) {
      throw new DeviceException("CUDA: this build lacks the kernel source " + name);
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  private static byte @Nullable [] resource(String name) {
    try (InputStream in = CompiledKernels.class.getResourceAsStream(FOLDER + name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
