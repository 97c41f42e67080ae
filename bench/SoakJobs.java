import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Embeddings that are submitted to nodes of all roles. Nodes are killed whatever they do just now, and the command that follows the
 * job, too. A job outlives even the loss of the cluster: nodes that are started anew go on with it.
 */
final class SoakJobs extends SoakWorkload {

  private static final List<String> CLIENT_FLAGS = List.of("-Xmx192m", SoakCluster.AERON_FLAG, "-XX:TieredStopAtLevel=1");
  private static final String CLIENT = "client";
  private static final long CLIENT_BEGINS_NANOS = 5_000_000_000L;
  private static final Pattern SUBMITTED = Pattern.compile("(job-\\d+) is submitted");
  private static final Pattern TRAINER = Pattern.compile("(127\\.0\\.0\\.1:\\d+)#");
  private static final Pattern STAGE = Pattern.compile("WAITING|RUNNING|CANCELLING|DONE|FAILED|CANCELLED");

  /** A job that nobody disturbs must end within so long. */
  private static final long CALM_SECONDS = 120;

  private static final long POLL_MILLIS = 20;

  private final String transport;
  private final Path workspace;
  private Path run = Path.of(".");
  private String job = "";
  private SoakProcess client;
  private long dueClient;

  SoakJobs(Path folder, SoakProcesses processes, SoakCluster cluster, String transport) {
    super(folder, processes, cluster);
    this.transport = transport;
    this.workspace = workspace(folder);
  }

  /** The folder that all nodes share, also those of a cluster that takes the place of a lost one. */
  static Path workspace(Path folder) {
    return folder.resolve("workspace");
  }

  @Override
  void begin(Path fresh) throws IOException {
    run = fresh;
    job = "";
    client = null;
    start();
  }

  /** Submits the job, or follows it where that was done already. */
  private void start() throws IOException {
    findJob();
    List<String> words =
        job.isEmpty()
            ? append(embed(run.resolve("vectors.txt")), "--submit", "--trainer", "scalar", "--partitions", "4", "--checkpoint-every", "0s")
            : List.of("jobs", "--follow", job, "--json");
    words = append(words, "--quick-failover", "--transport", transport, "--cluster", cluster.contacts());
    client = processes.start(CLIENT, CLIENT_FLAGS, words);
  }

  /** The job of this run, from what its command says, or from the folder where the command died before it could. */
  private void findJob() throws IOException {
    if (job.isEmpty() && client != null) {
      Matcher submitted = SUBMITTED.matcher(client.tail());
      job = submitted.find() ? submitted.group(1) : "";
    }
    if (job.isEmpty()) {
      List<String> jobs =
          names(workspace.resolve("jobs")).stream().filter(name -> name.startsWith("job-")).sorted(Comparator.reverseOrder()).toList();
      for (String name : jobs) {
        if (read(workspace.resolve("jobs").resolve(name).resolve("job")).contains(run + "/")) {
          job = name;
          return;
        }
      }
    }
  }

  private Path kept() {
    return workspace.resolve("jobs").resolve(job);
  }

  @Override
  void startDue(long now) throws IOException, InterruptedException {
    if (client.isKilled()) {
      if (dueClient <= now) {
        start();
      }
    } else if (isLost()) {
      System.out.println("           the cluster is lost: " + lastLine() + "; nodes are started anew with its workspace");
      cluster.discard();
      cluster.form();
      start();
    }
  }

  private boolean isLost() throws IOException, InterruptedException {
    return !client.isKilled() && !client.isAlive() && cluster.mayBeLost() && saysLost(client);
  }

  private String lastLine() throws IOException {
    String said = client.tail().strip();
    return said.substring(said.lastIndexOf('\n') + 1);
  }

  @Override
  String progress() throws IOException {
    findJob();
    if (job.isEmpty()) {
      return "submitting";
    }
    Matcher stage = STAGE.matcher(read(kept().resolve("job")));
    String trainer = trainer();
    return job + " " + (stage.find() ? stage.group() : "?") + (trainer.isEmpty() ? "" : " on " + trainer) + ", " + stage(kept().resolve("run"));
  }

  /** Where the job was sent last; empty if nowhere yet. */
  private String trainer() throws IOException {
    Matcher trainer = TRAINER.matcher(job.isEmpty() ? "" : read(kept().resolve("job")));
    return trainer.find() ? trainer.group(1) : "";
  }

  @Override
  boolean isWhole() {
    return client.isAlive();
  }

  /** A command that says that the cluster is lost ends no run: {@link #startDue} has the job go on. */
  @Override
  boolean hasEnded() throws IOException, InterruptedException {
    return !client.isKilled() && !client.isAlive() && !isLost();
  }

  @Override
  Target draw(Random random) throws IOException {
    List<SoakProcess> living = cluster.living();
    String trainer = trainer();
    SoakProcess working = living.stream().filter(node -> node.address().equals(trainer)).findFirst().orElse(null);
    int draw = random.nextInt(6);
    if (draw == 0 && mayDie(client)) {
      return new Target(client, CLIENT);
    }
    SoakProcess victim = draw == 1 ? living.getFirst() : living.get(random.nextInt(living.size()));
    if (draw <= 3 && draw > 1 && working != null) {
      victim = working;
    }
    return new Target(victim, role(victim, victim == working, victim == living.getFirst()));
  }

  /** The oldest node has the coordinator. */
  private static String role(SoakProcess node, boolean trains, boolean coordinates) {
    if (!node.isUp()) {
      return "joining node";
    } else if (trains) {
      return coordinates ? "coordinator and trainer" : "trainer";
    }
    return coordinates ? "coordinator" : "partitions";
  }

  /** One that dies before it has said a word only begins again. */
  private boolean mayDie(SoakProcess command) {
    return !command.isKilled() && !job.isEmpty() && System.nanoTime() - command.startedNanos() > CLIENT_BEGINS_NANOS;
  }

  @Override
  Target insteadOfMajority() {
    return mayDie(client) ? new Target(client, CLIENT) : null;
  }

  @Override
  void replace(SoakProcess victim, long nanos) {
    dueClient = nanos;
  }

  @Override
  SoakProcess command() {
    return client;
  }

  @Override
  void checkLeft() throws IOException {
    checkKept(kept().resolve("run"));
    if (names(run).stream().anyMatch(name -> name.endsWith(".tmp"))) {
      throw new Soak.Failure("left beside the output: " + names(run));
    }
  }

  /** A trainer that died behind its publication leaves its files to the next, so one more job must clear everything up. */
  @Override
  void end() throws IOException, InterruptedException {
    if (names(workspace).equals(List.of("jobs"))) {
      return;
    }
    cluster.form();
    begin(Files.createDirectory(folder.resolve("run-last")));
    long began = System.nanoTime();
    while (client.isAlive()) {
      Thread.sleep(POLL_MILLIS);
      if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(CALM_SECONDS)) {
        throw processes.hang("a job without kills made no end within " + CALM_SECONDS + " s: " + client.tail());
      }
    }
    if (client.code() != 0) {
      throw new Soak.Failure("a job without kills: exit code " + client.code() + ": " + client.tail());
    }
    findJob();
    checkResult(client, run.resolve("vectors.txt"));
    if (!names(workspace).equals(List.of("jobs"))) {
      throw new Soak.Failure("left in the workspace behind a job without kills: " + names(workspace));
    }
  }
}
