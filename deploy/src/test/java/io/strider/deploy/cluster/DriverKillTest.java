package io.strider.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The death of the process that drives a run, at any moment, changes no byte of the result. */
@ResourceLock(NodeProcesses.CORES)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DriverKillTest {

  private static final long SEED = 20_260_801;
  private static final int INPUT_ERROR = 3;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private Path run() {
    return folder.resolve("run");
  }

  private Path output() {
    return folder.resolve("vectors.txt");
  }

  /** The graph, and the result that nobody disturbed. */
  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path fixture;

  @SuppressWarnings("NullAway.Init")
  private static JsonNode expected;

  @BeforeAll
  static void embedUndisturbed() throws IOException, InterruptedException {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      text.append((int) (2_000 * Math.pow(random.nextDouble(), 2))).append('\t').append(random.nextInt(2_000));
      text.append('\n');
    }
    Files.writeString(fixture.resolve("edges.tsv"), text);
    try (DriverProcess driver = new DriverProcess(fixture, embed(fixture.resolve("vectors.txt")))) {
      expected = driver.json();
    }
  }

  /** Three epochs of four waves, with walks so short that a wave takes a moment. */
  private static List<String> embed(Path output, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("embed", fixture.resolve("edges.tsv").toString(), "-o", output.toString(), "--json", "--force"));
    words.addAll(List.of("-p", "0.5", "-q", "2", "--walk-length", "3", "--walks-per-vertex", "100"));
    words.addAll(List.of("--dimensions", "16", "--window", "3", "--epochs", "3"));
    words.addAll(List.of("--threads", "1", "--memory", "512m"));
    words.addAll(List.of(more));
    return words;
  }

  private DriverProcess start(String every, String... more) throws IOException {
    List<String> words = embed(output(), more);
    words.addAll(List.of("--checkpoint", run().toString(), "--checkpoint-every", every));
    return new DriverProcess(folder, words);
  }

  private void assertUndisturbed(JsonNode result) {
    for (String field : List.of("/corpusHash", "/vectorsHash", "/loss", "/walks", "/tokens")) {
      assertThat(result.at(field)).as(field).isEqualTo(expected.at(field));
    }
    assertThat(output()).hasSameBinaryContentAs(fixture.resolve("vectors.txt"));
  }

  private static boolean holds(Path folder, Predicate<String> name) {
    return Files.isDirectory(folder) && names(folder).stream().anyMatch(name);
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Tag("slow")
  void shouldEndTheSameHoweverOftenItIsKilled() throws Exception {
    Random random = new Random(SEED);
    int kills = killAt("ingest", driver -> driver.runsFor(500 + random.nextInt(1_000)));
    kills += killAt("counting", driver -> claims(driver) && driver.runsFor(random.nextInt(600)));
    kills += killAt("checkpoint", driver -> driver.runsUntil(() -> holds(run(), n -> n.startsWith(".checkpoint-"))));
    kills += killAt("training", driver -> claims(driver) && driver.runsFor(random.nextInt(2_500)));
    kills += killAt("writing", driver -> driver.runsUntil(() -> holds(folder, n -> n.startsWith(".vectors.txt."))));
    assertThat(kills).isGreaterThanOrEqualTo(3);
    try (DriverProcess last = start("0s")) {
      JsonNode result = last.json();
      assertUndisturbed(result);
      assertThat(result.at("/fencingEpoch").asLong()).isGreaterThan(1);
    }
    assertThat(names(run())).containsExactly("fence", "run");
    assertThat(names(folder)).noneMatch(name -> name.endsWith(".tmp"));
  }

  /** Whether the journal says so. */
  private boolean trains() {
    Path journal = run().resolve("run");
    try {
      return Files.exists(journal) && Files.readString(journal, StandardCharsets.ISO_8859_1).contains("TRAINING");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Moment {
    boolean comesBeforeTheEndOf(DriverProcess driver) throws InterruptedException;
  }

  /** Lets the run go on up to a moment and kills it there; 0 if it ended before, which is no failure. */
  private int killAt(String when, Moment moment) throws IOException, InterruptedException {
    try (DriverProcess driver = start("0s")) {
      if (moment.comesBeforeTheEndOf(driver)) {
        driver.kill();
        return 1;
      }
      assertThat(driver.code()).as("%s (seed %d): %s", when, SEED, driver.err()).isZero();
      return 0;
    }
  }

  /** Waits until a driver has claimed the run, which shows in a new lock. */
  private boolean claims(DriverProcess driver) throws InterruptedException {
    List<String> before = owners();
    return driver.runsUntil(() -> !owners().isEmpty() && !owners().equals(before));
  }

  private List<String> owners() {
    return Files.isDirectory(run()) ? names(run()).stream().filter(n -> n.startsWith("owner-")).toList() : List.of();
  }

  @Test
  @Tag("slow")
  void shouldLetADeposedDriverPublishNothing() throws Exception {
    try (DriverProcess old = start("3s")) {
      // Into training, well before the first checkpoint: a process that was stopped behind the fence cannot be deposed.
      assertThat(old.runsUntil(this::trains) && old.runsFor(50)).isTrue();
      old.signal("STOP");
      try (DriverProcess refused = start("0s")) {
        assertThat(refused.code()).isEqualTo(INPUT_ERROR);
        assertThat(refused.err()).contains("fencing epoch 1", "--take-over");
      }
      try (DriverProcess next = start("0s", "--take-over")) {
        JsonNode result = next.json();
        assertUndisturbed(result);
        assertThat(result.at("/resumedFrom/stage").asText()).isEqualTo("train");
      }
      List<String> before = names(run());
      Object written = Files.getLastModifiedTime(output());
      old.signal("CONT");
      assertThat(old.code()).isEqualTo(INPUT_ERROR);
      assertThat(old.err()).contains("fencing epoch 2", "epoch 1", "deposed");
      assertThat(names(run())).isEqualTo(before);
      assertThat(Files.getLastModifiedTime(output())).isEqualTo(written);
    }
  }

  @Test
  @Tag("cluster")
  void shouldGoOnWithTheLivingNodesOfACluster() throws Exception {
    Random random = new Random(SEED);
    try (NodeProcesses nodes = new NodeProcesses()) {
      String seed = nodes.start("");
      nodes.start(seed);
      String[] options = {"--cluster", seed, "--quick-failover", "--partitions", "4", "--workspace", folder.toString()};
      try (DriverProcess counting = start("0s", options)) {
        assertThat(claims(counting) && counting.runsFor(random.nextInt(500))).isTrue();
        counting.kill();
      }
      try (DriverProcess training = start("0s", options)) {
        assertThat(training.runsUntil(() -> holds(run(), name -> name.startsWith("checkpoint-")))).isTrue();
        training.kill();
        assertThat(inWorkspace()).as("of the one that was killed last: folder and lock").hasSize(2);
      }
      try (DriverProcess last = start("0s", options)) {
        JsonNode result = last.json();
        assertUndisturbed(result);
        assertThat(result.at("/resumedFrom/stage").asText()).isEqualTo("train");
        assertThat(result.at("/nodes")).hasSize(2);
        assertThat(inWorkspace()).as("of drivers that were killed").isEmpty();
      }
    }
  }

  private List<String> inWorkspace() {
    return names(folder).stream().filter(name -> name.startsWith("strider-driver-")).toList();
  }
}
