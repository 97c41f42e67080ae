package io.strider.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.gpu.driver.DeviceProperties;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The PTX that the build made, translated for real devices by NVIDIA's compiler, which needs none: registers, spills and
 * shared memory are what the header comments and {@link LaunchShape} say. The compiler is of CUDA 12.6 and accepts the
 * PTX, so drivers of that age do.
 */
class KernelResourcesTest {

  private static final int MAX_TRAIN_REGISTERS = 128;
  private static final int MAX_PREPARE_REGISTERS = 40;
  private static final Pattern FUNCTION = Pattern.compile("Compiling entry function '(\\w+)'");
  private static final Pattern SPILLS = Pattern.compile("(\\d+) bytes spill stores, (\\d+) bytes spill loads");
  private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");
  private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");

  /** What a kernel takes; shared memory only what it has without asking. */
  private record Resources(int registers, int spilledBytes, int staticSharedBytes) {}

  @ParameterizedTest
  @ValueSource(strings = {"sm_80", "sm_90"})
  void shouldTakeTheRegistersThatTheHeadersSay(String target) {
    checkAll(target);
  }

  @ParameterizedTest
  @Tag("slow")
  @ValueSource(strings = {"sm_86", "sm_89"})
  void shouldTakeThemOnTheOtherDevicesOfTheseGenerations(String target) {
    checkAll(target);
  }

  private static void checkAll(String target) {
    Map<String, Resources> train = compile("train_walks", target);
    assertThat(train.keySet())
        .containsExactlyInAnyOrder(
            "train_walks_1",
            "train_walks_2",
            "train_walks_4",
            "train_walks_bf16_1",
            "train_walks_bf16_2",
            "train_walks_bf16_4");
    train.forEach((name, taken) -> check(name + " on " + target, taken, MAX_TRAIN_REGISTERS));
    Map<String, Resources> prepare = compile("prepare_walks", target);
    assertThat(prepare.keySet()).containsExactly("prepare_walks");
    prepare.forEach((name, taken) -> check(name + " on " + target, taken, MAX_PREPARE_REGISTERS));
  }

  private static void check(String name, Resources taken, int registers) {
    assertThat(taken.registers()).as(name).isBetween(1, registers);
    assertThat(taken.spilledBytes()).as(name).isZero();
    assertThat(taken.staticSharedBytes()).as(name).isZero();
  }

  @Test
  void shouldEndCodeWithAZeroAndSayWhereItCameFrom() {
    requireKernels();
    byte[] image = new CompiledKernels().image("train_walks");
    assertThat(image[image.length - 1]).isZero();
    assertThat(new CompiledKernels().origin()).isEqualTo("nvcc");
    assertThat(new DeviceProperties("d", 9, 0, 1, 1, 1, 1).capability()).isEqualTo("9.0");
  }

  private static void requireKernels() {
    Assumptions.assumeTrue(
        KernelResourcesTest.class.getResource("kernels/train_walks.ptx") != null,
        "no nvcc when this was built: there is no PTX to check");
  }

  private static byte[] ptx(String file) {
    requireKernels();
    try (InputStream in = KernelResourcesTest.class.getResourceAsStream("kernels/" + file + ".ptx")) {
      byte[] text = in.readAllBytes();
      return Arrays.copyOf(text, text.length + 1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Resources> compile(String file, String target) {
    byte[] ptx = ptx(file);
    JNvPTXCompiler.setExceptionsEnabled(false);
    nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
    int created = JNvPTXCompiler.nvPTXCompilerCreate(compiler, ptx.length, ptx);
    assertThat(created).isEqualTo(nvPTXCompileResult.NVPTXCOMPILE_SUCCESS);
    try {
      String[] options = {"--gpu-name=" + target, "--verbose"};
      int result = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options);
      long[] errorBytes = {0};
      JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, errorBytes);
      byte[] errors = new byte[(int) errorBytes[0] + 1];
      JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, errors);
      assertThat(result).as(text(errors)).isEqualTo(nvPTXCompileResult.NVPTXCOMPILE_SUCCESS);
      long[] infoBytes = {0};
      JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(compiler, infoBytes);
      byte[] info = new byte[(int) infoBytes[0] + 1];
      JNvPTXCompiler.nvPTXCompilerGetInfoLog(compiler, info);
      return parse(text(info));
    } finally {
      JNvPTXCompiler.nvPTXCompilerDestroy(compiler);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Map<String, Resources> parse(String log) {
    Map<String, Resources> found = new HashMap<>();
    String function = "";
    int spilled = 0;
    for (String line : log.lines().toList()) {
      Matcher name = FUNCTION.matcher(line);
      Matcher spills = SPILLS.matcher(line);
      Matcher registers = REGISTERS.matcher(line);
      Matcher shared = SHARED.matcher(line);
      if (name.find()) {
        function = name.group(1);
      } else if (spills.find()) {
        spilled = Integer.parseInt(spills.group(1)) + Integer.parseInt(spills.group(2));
      } else if (registers.find()) {
        int sharedBytes = shared.find() ? Integer.parseInt(shared.group(1)) : 0;
        found.put(function, new Resources(Integer.parseInt(registers.group(1)), spilled, sharedBytes));
      }
    }
    return found;
  }
}
