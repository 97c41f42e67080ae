package io.strider.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.deploy.command.Shell.Outcome;
import io.strider.runtime.checkpoint.CountedCorpus;
import io.strider.runtime.checkpoint.RunFolder;
import io.strider.runtime.checkpoint.RunIdentity;
import io.strider.runtime.checkpoint.RunJournal;
import io.strider.runtime.common.Hash128;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointCommandTest {

  private static final List<String> SMALL =
      List.of(
          "embed", Shell.KARATE, "--dimensions", "8", "--walk-length", "10", "--walks-per-vertex", "3", "--epochs", "4",
          "--trainer", "scalar");

  @TempDir Path folder;

  private Outcome embed(Shell shell, Object... more) {
    List<Object> words = new ArrayList<>(SMALL);
    words.addAll(List.of("-o", folder.resolve("v.txt")));
    words.addAll(List.of(more));
    return shell.run(words.toArray());
  }

  private Path run() {
    return folder.resolve("run");
  }

  /** A shell whose person stops the command when a file of the run appears. */
  private Shell stoppedAt(String file) {
    return new Shell().cancelledWhen(() -> Files.exists(run().resolve(file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"parts", "parts/run", "./parts/../parts"})
  void shouldRefuseCheckpointsAmongTheInput(String name) throws IOException {
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Files.copy(Path.of(Shell.KARATE), parts.resolve("part-1.tsv"));
    Outcome outcome =
        new Shell().run("embed", parts, "-o", folder.resolve("v.txt"), "--checkpoint", folder + "/" + name);
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(outcome.err()).contains("--checkpoint", "in the folder that the command reads");
    assertThat(parts).isDirectoryContaining(file -> file.endsWith("part-1.tsv")).isDirectoryNotContaining(file -> !file.endsWith("part-1.tsv"));
  }

  @Test
  void shouldGoOnAndSaySo() throws IOException {
    Outcome expected = new Shell().run(words("-o", folder.resolve("expected.txt"), "--json"));
    Outcome first = embed(stoppedAt("checkpoint-2"), "--checkpoint", run(), "--checkpoint-every", "0s");
    assertThat(first.code()).as(first.err()).isEqualTo(ExitCode.INTERRUPTED.code());
    assertThat(folder.resolve("v.txt")).doesNotExist();
    Outcome second = embed(new Shell(), "--checkpoint", run(), "--checkpoint-every", "0s", "--json");
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.err()).contains("going on after ", " % of training", "checkpoints in");
    assertThat(second.json().at("/resumedFrom/stage").asText()).isEqualTo("train");
    assertThat(second.json().at("/resumedFrom/epoch").asInt()).isBetween(2, 4);
    assertThat(second.json().at("/fencingEpoch").asInt()).isEqualTo(2);
    for (String field : List.of("/vectorsHash", "/corpusHash", "/loss")) {
      assertThat(second.json().at(field)).as(field).isEqualTo(expected.json().at(field));
    }
    assertThat(folder.resolve("v.txt")).hasSameBinaryContentAs(folder.resolve("expected.txt"));
    try (Stream<Path> left = Files.list(run())) {
      assertThat(left.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("run", "fence");
    }
  }

  private static Object[] words(Object... more) {
    List<Object> words = new ArrayList<>(SMALL);
    words.addAll(List.of(more));
    return words.toArray();
  }

  @Test
  void shouldNotCountAgain() {
    embed(stoppedAt("corpus"), "--checkpoint", run());
    Outcome second = embed(new Shell(), "--checkpoint", run(), "--json");
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.err()).contains("going on after the first pass over the walks");
    assertThat(second.json().at("/stages").findValuesAsText("name")).contains("train").doesNotContain("vocabulary");
    assertThat(second.json().at("/resumedFrom/walk").asInt()).isZero();
    assertThat(second.json().at("/checkpoints/written").asInt()).isZero();
  }

  @Test
  void shouldRefuseOtherParametersAndTouchNothing() {
    embed(stoppedAt("corpus"), "--checkpoint", run());
    Outcome other = embed(new Shell(), "--checkpoint", run(), "--window", "3", "--seed", "2");
    assertThat(other.code()).isEqualTo(ExitCode.INPUT.code());
    assertThat(other.err())
        .contains("found seed of the walks 2, window 3, seed of training 2")
        .contains("expected seed of the walks 1, window 10, seed of training 1");
    assertThat(embed(new Shell(), "--checkpoint", run()).code()).isZero();
  }

  @Test
  void shouldRefuseARunOfALivingProcessBeforeReadingTheGraph() {
    RunIdentity identity = new RunIdentity(Map.of("dimensions", "9"));
    try (RunJournal.Run living = RunFolder.of(run()).claim(identity)) {
      living.record(new CountedCorpus(1, 1, Hash128.ZERO, new long[] {1}));
      Outcome refused = embed(new Shell(), "--checkpoint", run());
      assertThat(refused.code()).isEqualTo(ExitCode.INPUT.code());
      assertThat(refused.err()).contains("is working on", "--take-over").doesNotContain("vertices");
      Outcome other = embed(new Shell(), "--checkpoint", run(), "--take-over");
      assertThat(other.err()).as("another run all the same").contains("found dimensions 8", "expected dimensions 9");
      living.record(new CountedCorpus(1, 1, Hash128.ZERO, new long[] {1}));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--checkpoint-every 5m", "--take-over", "--checkpoint run --checkpoint-every 5", "--checkpoint run --trainer auto"})
  void shouldRefuseOptionsThatMeanNothing(String options) {
    Outcome outcome = embed(new Shell(), (Object[]) options.split(" "));
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(folder).isEmptyDirectory();
  }
}
