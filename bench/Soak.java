import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks that a cluster loses nothing: processes are killed (SIGKILL) at seeded random moments, nodes and others, also
 * two while the cluster recovers from one, and every run of a {@link SoakWorkload} must end with the hashes and bytes of one that
 * nobody disturbed, leave nothing behind, and end in time. A command may instead say with exit code 6 that the cluster is lost, but only
 * when at least half of the nodes were killed before the cluster had given the first of them up. Started by bench/soak: arguments
 * are kills, minutes (0: no limit), seed, transport, nodes, and {@code embed} or {@code jobs}.
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

  /** The soak found something. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failure(String message) {
      super(message);
    }
  }

  private final int kills;
  private final long endNanos;
  private final Random random;
  private final Path folder;
  private final SoakProcesses processes;
  private final SoakCluster cluster;
  private final SoakWorkload workload;
  private final long beginNanos = System.nanoTime();
  private final Map<String, Integer> killed = new TreeMap<>();
  private int endedSame;
  private int clearFailures;
  private double longestRecoverySeconds;
  private volatile boolean failed;

  // Of the present run.
  private Path run = Path.of(".");
  private long runBeganNanos;
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
    String transport = arguments[3];
    int nodes = Integer.parseInt(arguments[4]);
    this.folder = folder;
    processes = new SoakProcesses(folder);
    if (arguments[5].equals("jobs")) {
      cluster = SoakCluster.ofAllRoles(processes, transport, nodes, SoakJobs.workspace(folder));
      workload = new SoakJobs(folder, processes, cluster, transport);
    } else {
      cluster = SoakCluster.ofPartitions(processes, transport, nodes);
      workload = new SoakEmbeddings(folder, processes, cluster, transport);
    }
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("strider-soak-");
    Soak soak = new Soak(arguments, folder);
    Runtime.getRuntime().addShutdownHook(new Thread(soak::cleanUp));
    String command =
        "bench/soak --kills %s --minutes %s --seed %s --transport %s --nodes %s".formatted((Object[]) arguments)
            + (arguments[5].equals("jobs") ? " --jobs" : "");
    soak.say(command);
    int code = 0;
    try {
      soak.soak();
    } catch (Failure e) {
      soak.say("FAILED: " + soak.run.getFileName() + ", " + soak.killsOfRun + " kills: " + e.getMessage());
      soak.say("seed " + arguments[2] + "; again: " + command + "; logs are kept in " + folder);
      soak.failed = true;
      code = 1;
    } catch (IOException | RuntimeException e) {
      soak.failed = true;
      throw e;
    }
    soak.say(soak.summary());
    System.exit(code);
  }

  private void say(String line) {
    System.out.printf("%7.1f s  %s%n", (System.nanoTime() - beginNanos) / 1e9, line);
    System.out.flush();
  }

  private String summary() {
    String roles = killed.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).collect(Collectors.joining(", "));
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
    say(workload.prepare());
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
    workload.end();
  }

  private void begin(int number) throws IOException {
    run = Files.createDirectory(folder.resolve("run-" + number));
    runBeganNanos = System.nanoTime();
    killsOfRun = 0;
    waitingSinceNanos = 0;
    progress = "";
    workload.begin(run);
    nextKillNanos = System.nanoTime() + nanos(1, 20);
    calm = false;
  }

  /** Looks once at everything, and does what is due; whether the run has ended by itself. */
  private boolean hasEnded() throws IOException, InterruptedException {
    long now = System.nanoTime();
    cluster.check();
    cluster.startDue(now);
    workload.startDue(now);
    lookForProgress();
    long limit = RUN_SECONDS + RUN_SECONDS_PER_KILL * killsOfRun;
    if (now - runBeganNanos > TimeUnit.SECONDS.toNanos(limit)) {
      throw processes.hang("made no end within " + limit + " s: " + workload.command().tail());
    }
    if (killsOfRun < KILLS_PER_RUN && !cluster.mayBeLost() && goesOn() && now >= nextKillNanos) {
      if (!calm) {
        killSomebody();
      } else if (isRecovered()) {
        calm = false;
        nextKillNanos = now + nanos(0, 6);
      }
    }
    return workload.hasEnded();
  }

  private void killSomebody() throws IOException, InterruptedException {
    lookForProgress();
    SoakWorkload.Target target = workload.draw(random);
    if (cluster.has(target.process()) && cluster.wouldMaybeBeLost(target.process()) && random.nextInt(RARELY) != 0) {
      target = workload.insteadOfMajority();
      if (target == null) {
        nextKillNanos = System.nanoTime() + nanos(1, 3);
        return;
      }
    }
    SoakProcess victim = target.process();
    String moment =
        "%.1f s into %s, %s%s"
            .formatted(
                (System.nanoTime() - runBeganNanos) / 1e9,
                run.getFileName(),
                progress,
                isRecovered() ? "" : ", not recovered from the one before");
    boolean again = random.nextInt(OVERLAPPING) == 0;
    calm = !again;
    nextKillNanos = System.nanoTime() + (again ? nanos(0.2, 6) : nanos(1, 5));
    if (!victim.kill()) {
      return; // It had ended by itself: the next look at it says how.
    }
    killsOfRun++;
    killed.merge(target.role(), 1, Integer::sum);
    if (waitingSinceNanos == 0) {
      waitingSinceNanos = victim.killedNanos();
    }
    if (cluster.has(victim)) {
      cluster.replace(victim, random.nextInt(3) == 0, System.nanoTime() + nanos(0, 4));
    } else {
      workload.replace(victim, System.nanoTime() + nanos(0, 4));
    }
    say("kill %d: %s %s, %s".formatted(killed(), target.role(), victim.address(), moment));
    if (cluster.mayBeLost()) {
      say("  at least half of the nodes are killed at once: the cluster may be lost");
    }
  }

  private long nanos(double fromSeconds, double toSeconds) {
    return (long) (random.nextDouble(fromSeconds, toSeconds) * 1e9);
  }

  private boolean isRecovered() {
    return workload.isWhole() && cluster.isWhole();
  }

  /** A run has recovered when something new shows in its folder. */
  private void lookForProgress() throws IOException {
    String now = workload.progress();
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
    SoakProcess command = workload.command();
    String head =
        "%s, %.1f s, %d kills: ".formatted(run.getFileName(), (System.nanoTime() - runBeganNanos) / 1e9, killsOfRun);
    if (cluster.mayBeLost() && SoakWorkload.saysLost(command)) {
      clearFailures++;
      String said = command.tail().strip();
      say(head + "clear failure: " + said.substring(said.lastIndexOf('\n') + 1));
    } else if (command.code() == 0) {
      String resumed = workload.checkResult(command, run.resolve("vectors.txt"));
      noteRecovery();
      endedSame++;
      say(head + "ended the same, resumed from " + resumed);
    } else {
      throw new Failure("exit code " + command.code() + ": " + command.tail());
    }
    if (cluster.mayBeLost()) {
      cluster.discard();
    }
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
