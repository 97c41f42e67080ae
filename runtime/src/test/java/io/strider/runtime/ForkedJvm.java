package io.strider.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of tests in a JVM of their own, with other flags or more memory than that of the tests. */
public final class ForkedJvm {

  private ForkedJvm() {}

  /** The command that runs a class's {@code main} on the classes of the tests; options go behind its first word. */
  public static List<String> command(Class<?> program, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Those of x86 mean nothing elsewhere.
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.add("--add-modules=jdk.incubator.vector");
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    return command;
  }

  /** Runs a command, which must succeed; returns what it printed on standard output. */
  public static String run(List<String> command) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("forked", ".log");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s: %s%s", command, output, Files.readString(errors)).isZero();
      return output.strip();
    } finally {
      Files.delete(errors);
    }
  }

  /** Skips the test where the machine has not so much memory to spare. */
  public static void assumeAvailable(long mebibytes) throws IOException {
    Path file = Path.of("/proc/meminfo");
    if (!Files.isReadable(file)) {
      abort("this system does not tell how much memory is available");
    }
    long available =
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("MemAvailable:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
            .findFirst()
            .orElse(0);
    assumeTrue(available >= mebibytes, available + " MiB of memory available, the test takes " + mebibytes);
  }
}
