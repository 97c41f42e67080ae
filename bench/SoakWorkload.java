import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What bench/Soak.java has a cluster do, one run after the other, while processes are killed; and how a run must end. */
abstract class SoakWorkload {

  /** Exit code of a command whose cluster is lost. */
  static final int CLUSTER_LOST = 6;

  private static final Pattern LOST = Pattern.compile("cluster|membership|node");
  private static final Pattern RESUMED = Pattern.compile("\"resumedFrom\":(null|\\{[^}]*})");

  /** What a run must end with. */
  private record Result(String corpusHash, String vectorsHash) {}

  /** Somebody to be killed, and as what. */
  record Target(SoakProcess process, String role) {}

  final Path folder;
  final SoakProcesses processes;
  final SoakCluster cluster;
  private Result expected = new Result("", "");

  SoakWorkload(Path folder, SoakProcesses processes, SoakCluster cluster) {
    this.folder = folder;
    this.processes = processes;
    this.cluster = cluster;
  }

  /** Begins a run in a folder that is empty. */
  abstract void begin(Path run) throws IOException;

  /** Starts what is due, of what was killed. */
  abstract void startDue(long now) throws IOException, InterruptedException;

  /** How far the run is, in a word or two that change when something is done. */
  abstract String progress() throws IOException;

  /** Whether nothing that was killed is missing, nodes left aside. */
  abstract boolean isWhole();

  /** Whether the run has ended by itself. */
  abstract boolean hasEnded() throws IOException, InterruptedException;

  /** Who is killed next. */
  abstract Target draw(Random random) throws IOException;

  /** Who is killed where a node would take the majority with it; null if nobody now. */
  abstract Target insteadOfMajority();

  /** Takes note of the kill of one that is no node, and of when it is to be started again. */
  abstract void replace(SoakProcess victim, long nanos);

  /** The process whose end is that of the run. */
  abstract SoakProcess command();

  /** What must hold beside {@link #checkResult}, when a run has ended well. */
  abstract void checkLeft() throws IOException;

  /** Called when no more is killed. */
  abstract void end() throws IOException, InterruptedException;

  /** Makes the graph and embeds it where nobody disturbs; what it says of it. */
  final String prepare() throws IOException, InterruptedException {
    List<String> edges =
        List.of("generate", "rmat", "--scale", "11", "--edge-factor", "6", "--seed", "1", "--quiet");
    SoakProcess generator =
        processes.start("graph", List.of("-Xmx512m"), append(edges, "-o", folder.resolve("edges.tsv").toString()));
    SoakProcess alone = null;
    if (generator.code() == 0) {
      List<String> words = append(embed(folder.resolve("expected.txt")), "--threads", "1", "--memory", "512m");
      alone = processes.start("undisturbed", List.of("-Xmx512m"), words);
    }
    if (alone == null || alone.code() != 0) {
      throw new Soak.Failure("no undisturbed run: " + (alone == null ? generator : alone).tail());
    }
    expected = result(alone);
    return "undisturbed on one process: corpus " + expected.corpusHash() + ", vectors " + expected.vectorsHash();
  }

  /** Nine waves with walks so short that a wave takes a moment: much of a run is its passes' beginnings and ends. */
  final List<String> embed(Path output) {
    List<String> words = List.of("embed", folder.resolve("edges.tsv").toString(), "-o", output.toString(), "--force");
    words = append(words, "--json", "-p", "0.5", "-q", "2", "--walk-length", "3", "--walks-per-vertex", "100");
    return append(words, "--dimensions", "16", "--window", "3", "--epochs", "3");
  }

  /** Whether a command has ended because the cluster is lost; fails when it says nothing of that. */
  static boolean saysLost(SoakProcess ended) throws IOException, InterruptedException {
    if (ended.code() != CLUSTER_LOST) {
      return false;
    }
    if (!LOST.matcher(ended.tail()).find()) {
      throw new Soak.Failure("exit code 6 without a word about the cluster: " + ended.tail());
    }
    return true;
  }

  /** Fails unless a command has ended with what the undisturbed one did; where it resumed. */
  final String checkResult(SoakProcess ended, Path output) throws IOException {
    Result result = result(ended);
    if (!result.equals(expected)) {
      throw new Soak.Failure(result + " instead of " + expected + ": " + ended.tail());
    }
    long difference = Files.mismatch(output, folder.resolve("expected.txt"));
    if (difference >= 0) {
      throw new Soak.Failure("the vectors differ from byte " + difference);
    }
    checkLeft();
    Matcher resumed = RESUMED.matcher(ended.output());
    return resumed.find() ? resumed.group(1) : "?";
  }

  private static Result result(SoakProcess ended) throws IOException {
    String json = ended.output();
    return new Result(field(json, "corpusHash"), field(json, "vectorsHash"));
  }

  private static String field(String json, String name) {
    Matcher value = Pattern.compile("\"" + name + "\":\"([0-9a-f]{32})\"").matcher(json);
    return value.find() ? value.group(1) : "none";
  }

  /** Fails unless a run that is kept in a folder has left what it must and nothing else. */
  static void checkKept(Path kept) throws IOException {
    if (!names(kept).equals(List.of("fence", "run"))) {
      throw new Soak.Failure("left in the folder of the run: " + names(kept));
    }
  }

  static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  static List<String> append(List<String> words, String... more) {
    return Stream.concat(words.stream(), Stream.of(more)).toList();
  }

  /** How far a run is that is kept in a folder: a claim, the end of its first pass, a checkpoint. */
  static String stage(Path kept) throws IOException {
    String text = read(kept.resolve("run"));
    StringBuilder now =
        new StringBuilder(
            text.contains("ENDED") ? "ended" : text.contains("TRAINING") ? "training" : text.isEmpty() ? "joining" : "counting");
    names(kept).stream().filter(n -> n.startsWith("checkpoint-")).forEach(n -> now.append(", ").append(n));
    return now.toString();
  }

  /** The bytes of a file as characters; empty where there is none. */
  static String read(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
