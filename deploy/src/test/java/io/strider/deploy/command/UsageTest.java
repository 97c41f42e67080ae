package io.strider.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.deploy.command.Shell.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--walk-length 0 | --walk-length: found 0, expected 1 to 1048576",
        "--walks-per-vertex -3 | --walks-per-vertex: found -3, expected 1 to 1048576",
        "-p 0 | -p: found 0.0, expected a number from 1.0E-6 to 1000000.0",
        "-q NaN | -q: found NaN, expected a number",
        "--dimensions 5000 | --dimensions: found 5000, expected 1 to 4096",
        "--window 0 | --window: found 0",
        "--negatives 65 | --negatives: found 65, expected 1 to 64",
        "--epochs 0 | --epochs: found 0, expected",
        "--min-count 0 | --min-count: found 0, expected at least 1",
        "--sample 1 | --sample: found 1.0",
        "--learning-rate 2 | --learning-rate: found 2.0",
        "--threads 0 | --threads: found 0, expected 1 to 1024",
        "--partitions 0 | --partitions: found 0",
        "--memory lots | --memory",
        "--directed --undirected | mutually exclusive",
        "--format csv | --format",
        "--delimiter ; | --delimiter",
        "--no-such-option | --no-such-option",
      })
  void shouldNameOptionFoundAndExpected(String options, String message) {
    Object[] words = ("embed " + Shell.KARATE + " -o " + folder.resolve("v") + " " + options).split(" ");
    Outcome outcome = new Shell().run(words);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines()).hasSize(2);
    assertThat(outcome.err()).startsWith("strider embed: ").contains(message, "Try 'strider embed --help'");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldTellScriptsAboutFailuresInJson() {
    Outcome usage = new Shell().run("embed", "--json");
    assertThat(usage.code()).isEqualTo(2);
    assertThat(usage.json().at("/error/exitCode").asInt()).isEqualTo(2);
    assertThat(usage.json().at("/error/message").asText()).contains("GRAPH");
    Outcome missing = new Shell().run("embed", folder.resolve("none"), "-o", folder.resolve("v"), "--json");
    assertThat(missing.code()).isEqualTo(3);
    assertThat(missing.json().at("/error/message").asText()).contains("none");
  }

  @Test
  void shouldNameTheBadLine() {
    Outcome outcome = new Shell().input("a b\nc\n").run("embed", "-", "-o", folder.resolve("v"));
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("standard input:2");
  }

  @Test
  void shouldHelpWithEveryCommand() {
    for (List<String> words :
        List.of(
            List.of("embed"), List.of("walk"), List.of("evaluate", "classify"), List.of("evaluate", "link"),
            List.of("similar"), List.of("generate", "rmat"), List.of("generate", "er"),
            List.of("generate", "sbm"), List.of("generate", "ba"), List.of("example"))) {
      Object[] all = java.util.stream.Stream.concat(words.stream(), java.util.stream.Stream.of("--help")).toArray();
      Outcome outcome = new Shell().run(all);
      assertThat(outcome.code()).isZero();
      assertThat(outcome.out())
          .as(words.toString())
          .startsWith("Usage: strider " + String.join(" ", words))
          .contains("Example", "Exit codes:", "130")
          .doesNotContain("${");
    }
  }

  @Test
  void shouldShowTheDefaultsOfTheIssue() {
    assertThat(new Shell().run("embed", "--help").out().replaceAll("\\s+", " "))
        .contains("(default: 10)", "(default: 80)", "(default: 128)", "(default: 5)", "(default: 0.025)")
        .contains("Walks: --walks-per-vertex", "Machine: --threads");
  }

  @Test
  void shouldListCommandsAndAskForOne() {
    assertThat(new Shell().run("--help").out()).contains("embed", "walk", "evaluate", "similar", "generate", "example");
    assertThat(new Shell().run().code()).isEqualTo(2);
    assertThat(new Shell().run("evaluate").code()).isEqualTo(2);
    assertThat(new Shell().run("fly").code()).isEqualTo(2);
    assertThat(new Shell().run("--version").out()).startsWith("strider ");
  }
}
