package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.strider.runtime.ForkedJvm;
import io.strider.runtime.corpus.Wave;
import java.io.IOException;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors in other JVMs: interpreted, compiled by C1, at once by C2, with narrower vectors. */
@Tag("slow")
class ForkedJvmTest {

  @Test
  void shouldGiveTheSameVectorsHoweverTheJvmRuns() throws Exception {
    String expected = hash() + " ";
    assertThat(fork("-Xint")).startsWith(expected);
    assertThat(fork("-XX:TieredStopAtLevel=1")).startsWith(expected);
    assertThat(fork("-XX:-TieredCompilation", "-Xcomp", "-XX:CompileCommand=quiet")).startsWith(expected);
    assertThat(fork("-XX:UseAVX=2")).startsWith(expected);
    assertThat(fork("-XX:UseAVX=3")).startsWith(expected);
    assertThat(fork("-XX:UseAVX=0")).startsWith(expected);
  }

  @ParameterizedTest
  @CsvSource({"-XX:UseAVX=2, simd-256", "-XX:UseAVX=1, scalar", "-XX:UseAVX=0, scalar", "-XX:UseSSE=2, scalar", "-XX:-UseFMA, scalar"})
  void shouldTakeTheKernelThatTheJvmCanCompile(String option, String kernel) throws Exception {
    assumeTrue(FloatVector.SPECIES_PREFERRED.vectorBitSize() >= 256, "this JVM has no vectors of 256 bits");
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "the option is one of x86");
    assertThat(fork(option)).isEqualTo(hash() + " " + kernel);
  }

  @Test
  void shouldTrainWithoutTheVectorModule() throws Exception {
    List<String> command = command();
    command.removeIf(argument -> argument.startsWith("--add-modules"));
    assertThat(ForkedJvm.run(command)).isEqualTo(hash() + " scalar");
  }

  /** Prints the hash of a small run by the kernel that this JVM prefers, and its name. */
  public static void main(String[] arguments) {
    System.out.println(hash() + " " + BlockKernels.choose(TrainerKind.AUTO).kernel().name());
  }

  private static String hash() {
    Wave corpus = TrainingRuns.ring(60, 3 * TrainingRuns.ROUND, 12, 5);
    BlockKernel kernel = BlockKernels.choose(TrainerKind.AUTO).kernel();
    return TrainingRuns.hash(corpus, TrainingRuns.parameters(24, 4, 5), 2, kernel, TrainingRuns.ROUND)
        .toHex();
  }

  private static String fork(String... options) throws IOException, InterruptedException {
    return ForkedJvm.run(command(options));
  }

  private static List<String> command(String... options) {
    List<String> command = ForkedJvm.command(ForkedJvmTest.class, options);
    command.add(1, "-Xmx256m");
    return command;
  }
}
