package io.strider.gpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * The kernel sources of the product, compiled by g++ against {@code src/test/native/fibers.h}: each CUDA thread is a fiber.
 * Where there is no g++, whoever asks is skipped.
 */
final class CpuKernels {

  private static final int MESSAGE_BYTES = 256;
  private static final long COMPILE_SECONDS = 240;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private final MethodHandle launch;
  private final MethodHandle argumentBytes;

  private static final class Whole {
    static final CpuKernels INSTANCE = new CpuKernels(List.of());
  }

  private CpuKernels(List<String> definitions) {
    SymbolLookup library = SymbolLookup.libraryLookup(compile(definitions), Arena.global());
    launch =
        Linker.nativeLinker()
            .downcallHandle(
                library.findOrThrow("kernels_launch"),
                FunctionDescriptor.of(
                    INT,
                    ValueLayout.ADDRESS,
                    INT,
                    INT,
                    INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    INT,
                    ValueLayout.ADDRESS,
                    INT));
    argumentBytes =
        Linker.nativeLinker()
            .downcallHandle(library.findOrThrow("kernels_argument_bytes"), FunctionDescriptor.of(INT, INT));
  }

  /** The kernels as they are. */
  static CpuKernels require() {
    Assumptions.assumeTrue(hasCompiler(), "no g++: the kernels were not run");
    return Whole.INSTANCE;
  }

  /** The kernels without one kind of barrier. */
  static CpuKernels without(String barrier) {
    Assumptions.assumeTrue(hasCompiler(), "no g++: the kernels were not run");
    return new CpuKernels(List.of("-DFIBERS_WITHOUT_" + barrier));
  }

  private static boolean hasCompiler() {
    return Pattern.compile(":")
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "g++")));
  }

  private static Path compile(List<String> definitions) {
    Path module = Path.of(System.getProperty("strider.root", ".."), "gpu");
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(module.resolve("target")), "kernels");
      Path library = folder.resolve("kernels.so");
      List<String> command =
          new ArrayList<>(
              List.of("g++", "-std=c++17", "-O2", "-march=native", "-ffp-contract=off", "-Wall", "-Werror"));
      command.addAll(List.of("-Wno-unknown-pragmas", "-shared", "-fPIC", "-pthread"));
      command.addAll(definitions);
      command.add("-I" + module.resolve("src/main/resources/io/strider/gpu/kernels"));
      command.add("-I" + module.resolve("src/test/native"));
      command.add(module.resolve("src/test/native/kernels_on_cpu.cpp").toString());
      command.addAll(List.of("-o", library.toString()));
      Path log = folder.resolve("log");
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      if (!process.waitFor(COMPILE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError("g++ failed: " + Files.readString(log));
      }
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /**
   * Runs a kernel to its end.
   *
   * @param seed draws which thread goes on; 0: a fixed order
   * @param blocksAtOnce blocks whose threads take turns
   */
  void launch(
      String kernel, int[] gridBlockShared, MemorySegment arguments, long seed, int blocksAtOnce) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(MESSAGE_BYTES);
      int result =
          (int)
              launch.invokeExact(
                  arena.allocateFrom(kernel),
                  gridBlockShared[0],
                  gridBlockShared[1],
                  gridBlockShared[2],
                  arguments,
                  seed,
                  blocksAtOnce,
                  message,
                  MESSAGE_BYTES);
      if (result != 0) {
        throw new KernelFailure(kernel + ": " + message.getString(0));
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** What the harness found wrong while a kernel ran. */
  static final class KernelFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KernelFailure(String message) {
      super(message);
    }
  }

  /** Size of an argument structure by the C++ compiler. */
  int argumentBytes(boolean train) {
    try {
      return (int) argumentBytes.invokeExact(train ? 1 : 0);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
