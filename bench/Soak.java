import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks that a cluster loses nothing: processes are killed (SIGKILL) at seeded random moments, nodes and the driver, also
 * two while the cluster recovers from one, and every run must end with the hashes and bytes of one that nobody disturbed,
 * leave nothing behind, and end in time. A run may instead say with exit code 6 that the cluster is lost, but only when at
 * least half of the nodes were killed before the cluster had given the first of them up. Started by bench/soak: arguments are kills,
 * minutes (0: no limit), seed, transport and nodes.
 */
final class Soak {

  /** A run must end within so long, and so much more for each kill in it. */
  private static final long RUN_SECONDS = 120;

  private static final long RUN_SECONDS_PER_KILL = 40;

  /** More would keep a run from ever ending. */
  private static final int KILLS_PER_RUN = 5;

  /** One kill in so many comes while the cluster still recovers from the one before. */
  private static final int OVERLAPPING = 2;

  /** A kill that takes the majority happens one time in so many: what follows is known, and proves little. */
  private static final int RARELY = 5;

  private static final long POLL_MILLIS = 20;
  private static final int CLUSTER_LOST = 6;
  private static final List<String> DRIVER_FLAGS = List.of("-Xmx416m", SoakCluster.AERON_FLAG);

  private static final Pattern LOST = Pattern.compile("cluster|membership|node");
  private static final Pattern RESUMED = Pattern.compile("\"resumedFrom\":(null|\\{[^}]*})");

  private enum Victim {
    DRIVER("driver"),
    OLDEST("oldest node"),
    NODE("node");

    final String label;

    Victim(String label) {
      this.label = label;
    }
  }

  /** What a run must end with. */
  private record Result(String corpusHash, String vectorsHash) {}

  /** The soak found something. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failure(String message) {
      super(message);
    }
  }

  private final int kills;
  private final long endNanos;
  private final String transport;
  private final Random random;
  private final Path folder;
  private final SoakProcesses processes;
  private final SoakCluster cluster;
  private final long beginNanos = System.nanoTime();
  private final Map<Victim, Integer> killed = new EnumMap<>(Victim.class);
  private Result expected = new Result("", "");
  private int endedSame;
  private int clearFailures;
  private double longestRecoverySeconds;
  private volatile boolean failed;

  // Of the present run.
  private Path run = Path.of(".");
  private long runBeganNanos;
  private SoakProcess driver;
  private long dueDriver;
  private long nextKillNanos;
  private boolean calm;
  private int killsOfRun;
  private long waitingSinceNanos;
  private String progress = "";

  private Soak(String[] arguments, Path folder) {
    kills = Integer.parseInt(arguments[0]);
    double minutes = Double.parseDouble(arguments[1]);
    endNanos = beginNanos + (minutes == 0 ? Long.MAX_VALUE / 2 : (long) (minutes * 60e9));
    random = new Random(Long.parseLong(arguments[2]));
    transport = arguments[3];
    this.folder = folder;
    processes = new SoakProcesses(folder);
    cluster = new SoakCluster(processes, transport, Integer.parseInt(arguments[4]));
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("strider-soak-");
    Soak soak = new Soak(arguments, folder);
    Runtime.getRuntime().addShutdownHook(new Thread(soak::cleanUp));
    String command =
        "bench/soak --kills %s --minutes %s --seed %s --transport %s --nodes %s".formatted((Object[]) arguments);
    soak.say(command);
    int code = 0;
    try {
      soak.soak();
    } catch (Failure e) {
      soak.say("FAILED: " + e.getMessage());
      soak.say("seed " + arguments[2] + "; again: " + command + "; logs are kept in " + folder);
      soak.failed = true;
      code = 1;
    }
    soak.say(soak.summary());
    System.exit(code);
  }

  private void say(String line) {
    System.out.printf("%7.1f s  %s%n", (System.nanoTime() - beginNanos) / 1e9, line);
    System.out.flush();
  }

  private String summary() {
    String roles =
        Stream.of(Victim.values()).map(v -> v.label + " " + killed.getOrDefault(v, 0)).collect(Collectors.joining(", "));
    return "%d kills (%s), %d runs ended the same, %d clear failures, longest recovery %.1f s"
        .formatted(killed(), roles, endedSame, clearFailures, longestRecoverySeconds);
  }

  private int killed() {
    return killed.values().stream().mapToInt(Integer::intValue).sum();
  }

  private boolean goesOn() {
    return killed() < kills && System.nanoTime() < endNanos;
  }

  private void soak() throws IOException, InterruptedException {
    embedUndisturbed();
    for (int number = 1; goesOn(); number++) {
      if (cluster.form()) {
        say("a cluster of nodes " + cluster.addresses());
      }
      begin(number);
      while (!hasEnded()) {
        Thread.sleep(POLL_MILLIS);
      }
      judge();
    }
  }

  private void embedUndisturbed() throws IOException, InterruptedException {
    List<String> edges =
        List.of("generate", "rmat", "--scale", "11", "--edge-factor", "6", "--seed", "1", "--quiet");
    SoakProcess generator = processes.start("graph", List.of("-Xmx512m"), append(edges, "-o", folder.resolve("edges.tsv").toString()));
    SoakProcess alone = null;
    if (generator.code() == 0) {
      alone = processes.start("undisturbed", List.of("-Xmx512m"), embed(folder.resolve("expected.txt")));
    }
    if (alone == null || alone.code() != 0) {
      throw new Failure("no undisturbed run: " + (alone == null ? generator : alone).tail());
    }
    expected = result(alone);
    say("undisturbed on one process: corpus " + expected.corpusHash() + ", vectors " + expected.vectorsHash());
  }

  /** Nine waves with walks so short that a wave takes a moment: much of a run is its passes' beginnings and ends. */
  private List<String> embed(Path output) {
    List<String> words = List.of("embed", folder.resolve("edges.tsv").toString(), "-o", output.toString(), "--force");
    words = append(words, "--json", "-p", "0.5", "-q", "2", "--walk-length", "3", "--walks-per-vertex", "100");
    words = append(words, "--dimensions", "16", "--window", "3", "--epochs", "3");
    return append(words, "--threads", "1", "--memory", "512m");
  }

  private void begin(int number) throws IOException {
    run = Files.createDirectory(folder.resolve("run-" + number));
    runBeganNanos = System.nanoTime();
    killsOfRun = 0;
    waitingSinceNanos = 0;
    progress = "";
    startDriver();
    nextKillNanos = System.nanoTime() + nanos(1, 20);
    calm = false;
  }

  private void startDriver() throws IOException {
    dueDriver = 0;
    List<String> words = append(embed(run.resolve("vectors.txt")), "--checkpoint", run.resolve("checkpoint").toString());
    words = append(words, "--checkpoint-every", "0s", "--quick-failover", "--transport", transport);
    words = append(words, "--partitions", "4", "--workspace", run.toString());
    driver = processes.start("driver", DRIVER_FLAGS, append(words, "--cluster", cluster.contacts()));
  }

  /** Looks once at everything, and does what is due; whether the run has ended by itself. */
  private boolean hasEnded() throws IOException, InterruptedException {
    long now = System.nanoTime();
    cluster.check();
    cluster.startDue(now);
    if (driver.isKilled() && dueDriver <= now) {
      startDriver();
    }
    lookForProgress();
    long limit = RUN_SECONDS + RUN_SECONDS_PER_KILL * killsOfRun;
    if (now - runBeganNanos > TimeUnit.SECONDS.toNanos(limit)) {
      throw processes.hang(run.getFileName() + " made no end within " + limit + " s: " + driver.tail());
    }
    if (killsOfRun < KILLS_PER_RUN && !cluster.mayBeLost() && goesOn() && now >= nextKillNanos) {
      if (!calm) {
        killSomebody();
      } else if (isRecovered()) {
        calm = false;
        nextKillNanos = now + nanos(0, 6);
      }
    }
    return !driver.isKilled() && !driver.isAlive();
  }

  private void killSomebody() throws IOException, InterruptedException {
    lookForProgress();
    List<SoakProcess> living = cluster.living();
    List<SoakProcess> younger = living.stream().skip(1).toList();
    int draw = random.nextInt(5);
    SoakProcess victim;
    Victim role;
    if (draw < 2 && !driver.isKilled()) {
      victim = driver;
      role = Victim.DRIVER;
    } else if (draw == 2 || younger.isEmpty()) {
      victim = living.getFirst();
      role = Victim.OLDEST;
    } else {
      victim = younger.get(random.nextInt(younger.size()));
      role = Victim.NODE;
    }
    if (role != Victim.DRIVER && cluster.wouldMaybeBeLost(victim) && random.nextInt(RARELY) != 0) {
      if (driver.isKilled()) {
        nextKillNanos = System.nanoTime() + nanos(1, 3);
        return;
      }
      victim = driver;
      role = Victim.DRIVER;
    }
    String moment =
        "%.1f s into %s, %s%s"
            .formatted(
                (System.nanoTime() - runBeganNanos) / 1e9,
                run.getFileName(),
                driver.isKilled() ? "without a driver, " + progress : progress,
                isRecovered() ? "" : ", not recovered from the one before");
    boolean again = random.nextInt(OVERLAPPING) == 0;
    calm = !again;
    nextKillNanos = System.nanoTime() + (again ? nanos(0.2, 6) : nanos(1, 5));
    if (!victim.kill()) {
      return; // It had ended by itself: the next look at it says how.
    }
    killsOfRun++;
    killed.merge(role, 1, Integer::sum);
    if (waitingSinceNanos == 0) {
      waitingSinceNanos = victim.killedNanos();
    }
    if (victim == driver) {
      dueDriver = System.nanoTime() + nanos(0, 4);
    } else {
      cluster.replace(victim, random.nextInt(3) == 0, System.nanoTime() + nanos(0, 4));
    }
    say("kill %d: %s %s, %s".formatted(killed(), role.label, victim.address(), moment));
    if (cluster.mayBeLost()) {
      say("  at least half of the nodes are killed at once: the cluster may be lost");
    }
  }

  private long nanos(double fromSeconds, double toSeconds) {
    return (long) (random.nextDouble(fromSeconds, toSeconds) * 1e9);
  }

  private boolean isRecovered() {
    return driver.isAlive() && cluster.isWhole();
  }

  /** A run has recovered when something new shows in its folder: a claim, a checkpoint, the end of its first pass. */
  private void lookForProgress() throws IOException {
    Path kept = run.resolve("checkpoint");
    Path journal = kept.resolve("run");
    String text = Files.exists(journal) ? Files.readString(journal, StandardCharsets.ISO_8859_1) : "";
    String now =
        text.contains("ENDED") ? "ended" : text.contains("TRAINING") ? "training" : text.isEmpty() ? "joining" : "counting";
    now += names(kept).stream().filter(n -> n.startsWith("checkpoint-")).map(n -> ", " + n).collect(Collectors.joining());
    if (!now.equals(progress)) {
      progress = now;
      noteRecovery();
    }
  }

  private void noteRecovery() {
    if (waitingSinceNanos != 0) {
      longestRecoverySeconds = Math.max(longestRecoverySeconds, (System.nanoTime() - waitingSinceNanos) / 1e9);
      waitingSinceNanos = 0;
    }
  }

  private void judge() throws IOException, InterruptedException {
    int code = driver.code();
    String head =
        "%s, %.1f s, %d kills: ".formatted(run.getFileName(), (System.nanoTime() - runBeganNanos) / 1e9, killsOfRun);
    if (code == CLUSTER_LOST && cluster.mayBeLost()) {
      String said = driver.tail().strip();
      if (!LOST.matcher(said).find()) {
        throw new Failure(head + "exit code 6 without a word about the cluster: " + said);
      }
      clearFailures++;
      say(head + "clear failure: " + said.substring(said.lastIndexOf('\n') + 1));
    } else if (code == 0) {
      checkResult(head);
      noteRecovery();
      endedSame++;
      Matcher resumed = RESUMED.matcher(driver.output());
      say(head + "ended the same, resumed from " + (resumed.find() ? resumed.group(1) : "?"));
    } else {
      throw new Failure(head + "exit code " + code + ": " + driver.tail());
    }
    if (cluster.mayBeLost()) {
      cluster.discard();
    }
  }

  private void checkResult(String head) throws IOException {
    Result result = result(driver);
    if (!result.equals(expected)) {
      throw new Failure(head + result + " instead of " + expected);
    }
    long difference = Files.mismatch(run.resolve("vectors.txt"), folder.resolve("expected.txt"));
    if (difference >= 0) {
      throw new Failure(head + "the vectors differ from byte " + difference);
    }
    if (!names(run.resolve("checkpoint")).equals(List.of("fence", "run"))) {
      throw new Failure(head + "left in the folder of the run: " + names(run.resolve("checkpoint")));
    }
    if (names(run).stream().anyMatch(name -> name.endsWith(".tmp") || name.startsWith("strider-driver-"))) {
      throw new Failure(head + "left beside the output: " + names(run));
    }
  }

  private static Result result(SoakProcess ended) throws IOException {
    String json = ended.output();
    return new Result(field(json, "corpusHash"), field(json, "vectorsHash"));
  }

  private static String field(String json, String name) {
    Matcher value = Pattern.compile("\"" + name + "\":\"([0-9a-f]{32})\"").matcher(json);
    return value.find() ? value.group(1) : "none";
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> append(List<String> words, String... more) {
    return Stream.concat(words.stream(), Stream.of(more)).toList();
  }

  /** At the end, and after Ctrl-C: stops all; the logs stay after a failure only. */
  private void cleanUp() {
    processes.stopAll();
    if (failed) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException | UncheckedIOException e) {
      say("left behind: " + e);
    }
  }
}
