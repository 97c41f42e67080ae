package io.strider.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.strider.deploy.command.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherCommandsTest {

  @TempDir Path folder;

  @Test
  void shouldWriteAWalkALine() throws IOException {
    Path out = folder.resolve("walks.txt");
    Outcome outcome =
        new Shell().run("walk", Shell.KARATE, "-o", out, "--walk-length", 7, "--walks-per-vertex", 2, "--json",
            "-p", "0.5", "-q", "2");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    List<String> walks = Files.readAllLines(out);
    assertThat(walks).hasSize(68).allSatisfy(walk -> assertThat(walk.split("\t")).hasSize(7));
    assertThat(outcome.json().at("/walks").asInt()).isEqualTo(68);
    assertThat(outcome.json().at("/corpusHash").asText()).hasSize(32);
    assertThat(folder.resolve("walks.txt.provenance.json")).exists();
  }

  @Test
  void shouldWriteTheSameWalksInBinary() {
    Object[] common = {"--walk-length", 7, "--walks-per-vertex", 2, "--json"};
    JsonNode text = run(new Shell(), common, "walk", Shell.KARATE, "-o", folder.resolve("t")).json();
    JsonNode binary =
        run(new Shell(), common, "walk", Shell.KARATE, "-o", folder.resolve("b"), "--format", "binary").json();
    assertThat(binary.at("/corpusHash")).isEqualTo(text.at("/corpusHash"));
    assertThat(folder.resolve("b").toFile().length()).isGreaterThan(68 * 8 * 4).isLessThan(68 * 8 * 4 + 400);
  }

  @Test
  void shouldClassifyAndFindNeighboursOfItsOwnVectors() {
    Path out = folder.resolve("v.txt");
    assertThat(
            new Shell()
                .run("embed", Shell.KARATE, "-o", out, "--dimensions", 16, "--epochs", 5, "--trainer", "scalar")
                .code())
        .isZero();
    Outcome scores = new Shell().run("evaluate", "classify", out, Shell.KARATE_LABELS, "--splits", 5, "--json");
    assertThat(scores.code()).as(scores.err()).isZero();
    assertThat(scores.json().at("/evaluation/classes").asInt()).isEqualTo(2);
    assertThat(scores.json().at("/evaluation/macroF1").asDouble()).isBetween(0.7, 1.0);
    assertThat(scores.json().at("/evaluation/splits")).hasSize(5);
    Outcome near = new Shell().run("similar", out, "34", "1", "-k", 3);
    assertThat(near.code()).as(near.err()).isZero();
    assertThat(near.out().lines()).hasSize(8).first().isEqualTo("34");
    Outcome stranger = new Shell().run("similar", out, "nobody");
    assertThat(stranger.code()).isEqualTo(3);
    assertThat(stranger.err()).contains("nobody");
    String file = "@" + Shell.KARATE_LABELS;
    assertThat(new Shell().run("similar", out, file).err()).as("a label, not a file of words").contains(file);
  }

  @Test
  void shouldHideEmbedAndScoreLinks() {
    Outcome outcome =
        new Shell().run("evaluate", "link", Shell.KARATE, "--dimensions", 16, "--threads", 1, "--json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode areas = outcome.json().at("/evaluation/areaUnderCurve");
    assertThat(areas.size()).isEqualTo(4);
    assertThat(areas.at("/hadamard").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void shouldGenerateTheSameGraphFromTheSameSeed() throws IOException {
    for (List<String> generator :
        List.of(
            List.of("rmat", "--scale", "6"),
            List.of("er", "--vertices", "50", "--edge-factor", "3"),
            List.of("sbm", "--scale", "6", "--blocks", "4", "--edge-factor", "3"),
            List.of("ba", "--vertices", "50", "--edge-factor", "2"))) {
      Path first = folder.resolve(generator.get(0) + "1");
      Path second = folder.resolve(generator.get(0) + "2");
      for (Path out : List.of(first, second)) {
        Outcome outcome = run(new Shell(), generator.toArray(), "generate", "-o", out, "--seed", 5, "--json");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.json().at("/edges").asLong()).isEqualTo(Files.readAllLines(out).size());
      }
      assertThat(first).hasSameBinaryContentAs(second);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"g", "./g", "g.provenance.json"})
  void shouldRefuseLabelsInPlaceOfTheGraph(String labels) {
    Outcome outcome =
        new Shell().run("generate", "sbm", "--vertices", 40, "--blocks", 4, "--edge-factor", 3, "-o",
            folder.resolve("g"), "--labels-out", folder + "/" + labels);
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(outcome.err()).contains("--labels-out", "a name for each");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldWriteTheBlocksOfABlockModel() throws IOException {
    Path labels = folder.resolve("labels.tsv");
    Outcome outcome =
        new Shell().run("generate", "sbm", "--vertices", 40, "--blocks", 4, "--edge-factor", 3, "-o",
            folder.resolve("g"), "--labels-out", labels);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(Files.readAllLines(labels)).hasSize(40);
  }

  @Test
  @Tag("slow")
  void shouldRunTheExampleTwice() {
    System.setProperty(ExampleCommand.HOME_PROPERTY, System.getProperty("strider.root", ".."));
    for (int i = 0; i < 2; i++) {
      Outcome outcome = new Shell().run("example", "karate", "--output-dir", folder.resolve("new"), "--quiet");
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.out()).contains("$ strider embed", "Macro-F1", "$ strider similar");
    }
    assertThat(folder.resolve("new/karate.txt")).exists();
  }

  @Test
  @Tag("slow")
  void shouldGiveTheExampleAsOneObject() {
    System.setProperty(ExampleCommand.HOME_PROPERTY, System.getProperty("strider.root", ".."));
    Outcome outcome = new Shell().run("example", "karate", "--output-dir", folder.resolve("new"), "--json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode commands = outcome.json().at("/commands");
    assertThat(commands).hasSize(3);
    assertThat(commands.at("/0/commandLine/1").asText()).isEqualTo("embed");
    assertThat(commands.at("/0/report/vertices").asInt()).isEqualTo(34);
    assertThat(commands.at("/1/report/evaluation/macroF1").isNumber()).isTrue();
    assertThat(commands.at("/2/report").isObject()).isTrue();
  }

  /** The options come behind the words. */
  private static Outcome run(Shell shell, Object[] options, Object... words) {
    return words[0].equals("generate")
        ? shell.run(Stream.of(Stream.of(words[0], options[0]), Stream.of(options).skip(1), Stream.of(words).skip(1))
            .flatMap(s -> s).toArray())
        : shell.run(Stream.concat(Stream.of(words), Stream.of(options)).toArray());
  }
}
