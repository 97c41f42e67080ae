package io.strider.deploy.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher and the signals, with real processes. Needs the jar of {@code mvn verify}. */
@Tag("slow")
class LauncherTest {

  private static final Path ROOT = Path.of(System.getProperty("strider.root", "..")).toAbsolutePath();
  private static final Path LAUNCHER = ROOT.resolve("strider");
  private static final int PATIENCE_SECONDS = 120;

  /** Bits of signals in the mask of ignored ones in /proc. */
  private static final Map<String, Integer> SIGNAL_BITS = Map.of("HUP", 0, "INT", 1, "TERM", 14);

  @TempDir Path folder;

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void needsTheJar() {
    assumeTrue(Files.exists(ROOT.resolve("deploy/target/strider.jar")), "no jar: run mvn verify first");
  }

  @Test
  void shouldStartThroughALinkFromAFolderWithBlanksAndAnOldJavaHome() throws Exception {
    Path odd = Files.createDirectories(folder.resolve("a folder with blanks"));
    Path link = Files.createSymbolicLink(odd.resolve("my strider"), LAUNCHER);
    ProcessBuilder builder = builder(link.toString(), "--version");
    builder.directory(odd.toFile());
    builder.environment().put("JAVA_HOME", "/nowhere");
    Ended ended = run(builder);
    assertThat(ended.code).as(ended.err).isZero();
    assertThat(ended.out).startsWith("strider ");
    assertThat(ended.err).isEmpty();
  }

  @Test
  void shouldEmbedTwiceWithOneHashAndKeepStandardOutputPure() throws Exception {
    List<String> hashes = new ArrayList<>();
    for (String name : List.of("one", "two")) {
      Ended ended =
          run(builder(LAUNCHER.toString(), "embed", Shell.KARATE, "-o", folder.resolve(name).toString(), "--json",
              "--memory", "1g"));
      assertThat(ended.code).as(ended.err).isZero();
      assertThat(ended.err).doesNotContain("WARNING", "INFO");
      hashes.add(new ObjectMapper().readTree(ended.out).at("/vectorsHash").asText());
    }
    assertThat(hashes.get(0)).hasSize(32).isEqualTo(hashes.get(1));
  }

  @Test
  void shouldUseTheMemoryThatItEstimates() throws Exception {
    Path graph = folder.resolve("rmat.tsv");
    Ended made = run(builder(LAUNCHER.toString(), "generate", "rmat", "--scale", "15", "-o", graph.toString()));
    assertThat(made.code).as(made.err).isZero();
    Ended ended =
        run(builder(LAUNCHER.toString(), "estimate", graph.toString(), "--verify", "--walks-per-vertex", "1", "--json"));
    assertThat(ended.code).as(ended.err).isZero();
    for (JsonNode stage : new ObjectMapper().readTree(ended.out).at("/estimate")) {
      assertThat(stage.at("/bytes").asDouble() / stage.at("/usedBytes").asDouble())
          .as(stage.toString())
          .isBetween(0.85, 1.15);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void shouldStopCleanlyOnASignal(String signal) throws Exception {
    assumeFalse(ignores(signal), "started in the background, or by nohup: the signal means nothing to it");
    Process process =
        builder(LAUNCHER.toString(), "embed", Shell.KARATE, "-o", folder.resolve("v.txt").toString(), "--epochs",
                "1000000")
            .start();
    try (BufferedReader err = process.errorReader(UTF_8)) {
      String line = err.readLine();
      while (line != null && !line.contains("vertices")) {
        line = err.readLine();
      }
      assertThat(line).isNotNull();
      new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(err.lines().toList()).anyMatch(text -> text.contains("cancelled"));
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(folder).isEmptyDirectory();
  }

  /** Whether this process, and so what it starts, ignores a signal; a JVM then installs no handler. */
  private static boolean ignores(String signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return false;
    }
    String mask =
        Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:")).findFirst().orElse("SigIgn: 0");
    return (Long.parseUnsignedLong(mask.substring(7).strip(), 16) >> SIGNAL_BITS.getOrDefault(signal, 0) & 1) != 0;
  }

  @Test
  void shouldSayWhenThereIsNoJdk() throws Exception {
    Path launcher = folder.resolve("strider");
    Files.writeString(launcher, Files.readString(LAUNCHER).replace("WANTED_JAVA=25", "WANTED_JAVA=99"));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    Ended ended = run(builder(launcher.toString(), "--version"));
    assertThat(ended.code).isEqualTo(1);
    assertThat(ended.err).contains("needs a JDK 99 and found none");
  }

  /** A shell makes and passes the names: this JVM may not be able to. */
  @Test
  void shouldTakeNamesThatAreNotAsciiInTheLocaleOfContainers() throws Exception {
    Path script = folder.resolve("script");
    Files.writeString(
        script,
        """
        unset LC_ALL LC_CTYPE LANG
        mkdir 'w\u00f6' && cd 'w\u00f6' || exit
        printf 'a\\t\u00e9\\n' >'gr\u00e4ph.tsv'
        "$1" walk 'gr\u00e4ph.tsv' -o '\u00fc.txt' --quiet --walks-per-vertex 1 --walk-length 2 && cat '\u00fc.txt'
        """);
    ProcessBuilder builder = builder("bash", script.toString(), LAUNCHER.toString());
    builder.directory(folder.toFile());
    Ended ended = run(builder);
    assertThat(ended.code).as(ended.err).isZero();
    assertThat(ended.err).isEmpty();
    assertThat(ended.out.lines()).containsExactlyInAnyOrder("a\t\u00e9", "\u00e9\ta");
  }

  @Test
  void shouldReadTheGraphFromAPipe() throws Exception {
    Path graph = Files.writeString(folder.resolve("g.tsv"), "a\tb\nb\tc\n");
    ProcessBuilder builder =
        builder(LAUNCHER.toString(), "walk", "-", "-o", folder.resolve("w").toString(), "--quiet");
    builder.redirectInput(graph.toFile());
    Ended ended = run(builder);
    assertThat(ended.code).as(ended.err).isZero();
    assertThat(Files.readAllLines(folder.resolve("w"))).hasSize(30);
  }

  private static ProcessBuilder builder(String... words) {
    return new ProcessBuilder(words);
  }

  private Ended run(ProcessBuilder builder) throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("strider-launcher");
    File out = scratch.resolve("out").toFile();
    File err = scratch.resolve("err").toFile();
    Process process = builder.redirectOutput(out).redirectError(err).start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
    } finally {
      process.destroyForcibly();
      try (Stream<Path> files = Files.list(scratch)) {
        files.map(Path::toFile).forEach(File::delete);
      }
      Files.delete(scratch);
    }
  }
}
