package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.corpus.Wave;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The vectors in other JVMs: interpreted, compiled by C1, at once by C2, with narrower vectors. */
@Tag("slow")
class ForkedJvmTest {

  @Test
  void shouldGiveTheSameVectorsHoweverTheJvmRuns() throws Exception {
    String expected = hash();
    assertThat(fork("-Xint")).isEqualTo(expected);
    assertThat(fork("-XX:TieredStopAtLevel=1")).isEqualTo(expected);
    assertThat(fork("-XX:-TieredCompilation", "-Xcomp", "-XX:CompileCommand=quiet")).isEqualTo(expected);
    assertThat(fork("-XX:UseAVX=2")).isEqualTo(expected);
    assertThat(fork("-XX:UseAVX=3")).isEqualTo(expected);
    assertThat(fork("-XX:UseAVX=0")).isEqualTo(expected);
  }

  @Test
  void shouldTrainWithoutTheVectorModule() throws Exception {
    List<String> command = command();
    command.removeIf(argument -> argument.startsWith("--add-modules"));
    assertThat(run(command)).isEqualTo(hash());
  }

  /** Prints the hash of a small run by the kernel that this JVM prefers. */
  public static void main(String[] arguments) {
    System.out.println(hash());
  }

  private static String hash() {
    Wave corpus = TrainingRuns.ring(60, 3 * TrainingRuns.ROUND, 12, 5);
    BlockKernel kernel = BlockKernels.choose(TrainerKind.AUTO).kernel();
    return TrainingRuns.hash(corpus, TrainingRuns.parameters(24, 4, 5), 2, kernel, TrainingRuns.ROUND)
        .toHex();
  }

  private static String fork(String... options) throws IOException, InterruptedException {
    List<String> command = command();
    command.addAll(1, List.of(options));
    return run(command);
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    command.add("-Xmx256m");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(ForkedJvmTest.class.getName());
    return command;
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s", command).isZero();
    return output.strip();
  }
}
