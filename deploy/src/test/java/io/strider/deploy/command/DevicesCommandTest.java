package io.strider.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.deploy.command.Shell.Outcome;
import io.strider.runtime.train.TrainerChoice;
import io.strider.runtime.train.TrainerDevices;
import io.strider.runtime.train.TrainerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicesCommandTest {

  private static final String NO_DRIVER = "CUDA: no driver";

  @TempDir Path folder;

  private static void assumeNoDriver() {
    String missing = TrainerDevices.missing(TrainerChoice.of(TrainerKind.CUDA));
    Assumptions.assumeTrue(missing != null && missing.startsWith(NO_DRIVER), "this machine has a CUDA driver");
  }

  @Test
  void shouldListTheProcessorAndSayWhichPieceOfCudaIsMissing() {
    assumeNoDriver();
    Outcome outcome = new Shell().run("devices");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines()).hasSize(2);
    assertThat(outcome.out()).startsWith("cpu     ").contains("cuda    none: " + NO_DRIVER, "libcuda.so.1");
    Outcome json = new Shell().run("devices", "--json");
    assertThat(json.json().at("/missing").asText()).startsWith(NO_DRIVER);
    assertThat(json.json().at("/devices")).isEmpty();
  }

  @Test
  void shouldFailAtOnceWhereCudaIsAskedForAndMissing() {
    assumeNoDriver();
    Outcome outcome = new Shell().run("embed", Shell.KARATE, "-o", folder.resolve("v"), "--trainer", "cuda");
    assertThat(outcome.code()).isEqualTo(ExitCode.DEVICE.code());
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("strider embed: " + NO_DRIVER);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldFallBackToTheProcessorAndSayWhy() throws IOException {
    assumeNoDriver();
    Path out = folder.resolve("v");
    Outcome auto = new Shell().run("embed", Shell.KARATE, "-o", out, "--json", "--trainer", "auto");
    Outcome cpu = new Shell().run("embed", Shell.KARATE, "-o", folder.resolve("w"), "--json");
    assertThat(auto.code()).as(auto.err()).isZero();
    assertThat(auto.err()).contains("no GPU, because " + NO_DRIVER);
    assertThat(cpu.err()).doesNotContain("GPU");
    assertThat(auto.json().at("/vectorsHash")).isEqualTo(cpu.json().at("/vectorsHash"));
    assertThat(Files.readString(folder.resolve("v.provenance.json")))
        .contains("no GPU, because " + NO_DRIVER, "\"vectorsReproducible\" : true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--device 1 | --device: found 1, expected --trainer cuda or auto beside it",
        "--device 0,0 --trainer cuda | --device: found 0,0, expected each device once",
        "--device 0,1 | --device: found 0,1, expected --trainer cuda or auto beside it",
        "--device 0;1 --trainer cuda | Invalid value for option '--device'",
        "--device -1 --trainer cuda | --device: found -1, expected 0 to 2147483647",
        "--trainer gpu | --trainer",
      })
  void shouldRefuseOptionsThatMeanNothing(String options, String message) {
    Object[] words = ("embed " + Shell.KARATE + " -o " + folder.resolve("v") + " " + options).split(" ", -1);
    Outcome outcome = new Shell().run(words);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(message);
    assertThat(folder).isEmptyDirectory();
  }
}
