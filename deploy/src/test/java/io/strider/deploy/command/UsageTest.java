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
        "--listen 127.0.0.1:7 | --listen: found 127.0.0.1:7, expected --cluster beside it",
        "--quick-failover | --quick-failover: found given, expected --cluster beside it",
        "--partitions 0 | --partitions: found 0",
        "--memory lots | --memory",
        "--ingest nodes | --ingest: found nodes, expected --cluster beside it",
        "--ingest there | found 'there', expected here, nodes",
        "--directed --undirected | mutually exclusive",
        "--format csv | found 'csv', expected text, binary, npy",
        "--delimiter ; | found ';', expected auto, tab, comma, blank",
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rmat --scale 99 | --scale: found 99, expected 1 to 30",
        "rmat --scale 5 --edge-factor 0 | --edge-factor: found 0, expected 1 to 1024",
        "rmat --scale 5 --quadrants 0.5,0.5 | --quadrants: found 2 numbers, expected three, separated by commas",
        "rmat --scale 5 --quadrants 0.5,0.5,0.5 | --quadrants: found [0.5, 0.5, 0.5], expected three numbers, not negative",
        "er --scale 31 | --scale: found 31, expected 1 to 30",
        "er --vertices 1 | --vertices: found 1, expected at least 2",
        "er --vertices 10 --edge-factor 0.01 | --edge-factor: found 0.01, expected a number above 0",
        "er --vertices 10 --edge-factor 5 | --edge-factor: found 5.0, expected at most 4.5 (every pair of 10 vertices)",
        "sbm --vertices 0 | --vertices: found 0, expected at least 2",
        "sbm --vertices 10 --blocks 6 | --blocks: found 6, expected 1 to 5",
        "sbm --vertices 10 --blocks 2 --mixing 2 | --mixing: found 2.0, expected 0 to 1",
        "sbm --vertices 10 --blocks 1 | --mixing: found 0.2, expected 0, since there is one block",
        "sbm --vertices 10 --blocks 2 --mixing 0 --edge-factor 3 | --edge-factor: found 3.0, expected above 0 and at most 2.0",
        "sbm --vertices 10 --blocks 2 --mixing 1 --edge-factor 3 | --edge-factor: found 3.0, expected above 0 and at most 2.5",
        "ba --vertices 8 --edge-factor 0 | --edge-factor: found 0, expected 1 to 536870912",
        "ba --vertices 8 | --vertices: found 8, expected at least 17",
        "ba --scale 4 | --scale: found 4, expected 5 to 30",
      })
  void shouldNameTheOptionThatAGeneratorCannotUse(String options, String message) {
    Outcome outcome = new Shell().run((Object[]) ("generate " + options + " -o " + folder.resolve("g")).split(" ", -1));
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("strider generate " + options.split(" ", 2)[0] + ": " + message);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldNotTakeAFolderForAFile() {
    Outcome out = new Shell().input("a b\n").run("walk", "-", "-o", folder + "/new/");
    assertThat(out.code()).isEqualTo(2);
    assertThat(out.err()).contains("--output", "found " + folder + "/new/, a folder, expected a file");
    Outcome contexts = new Shell().input("a b\n").run("embed", "-", "-o", folder.resolve("v"), "--context-out", "");
    assertThat(contexts.code()).isEqualTo(2);
    assertThat(contexts.err()).contains("--context-out", "found nothing, expected a file");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldNameTheOptionThatMakesTooManyEdges() {
    Outcome outcome = new Shell().run("generate", "rmat", "--scale", "30", "-o", folder.resolve("g"));
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.err()).contains("ask for fewer edges, with a smaller --edge-factor");
  }

  @Test
  void shouldTellScriptsAboutFailuresInJson() {
    Outcome usage = new Shell().run("embed", "--json");
    assertThat(usage.code()).isEqualTo(2);
    assertThat(usage.json().at("/error/exitCode").asInt()).isEqualTo(2);
    assertThat(usage.json().at("/error/message").asText()).contains("GRAPH");
    Outcome missing = new Shell().run("embed", folder.resolve("none"), "-o", folder.resolve("v"), "--json=true");
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
          .contains("Example", "Exit codes:", "130", "143, 129", "255")
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
