import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Embeddings by a driver that keeps its run in a folder; the driver is killed too, and goes on with the same folder. */
final class SoakEmbeddings extends SoakWorkload {

  private static final List<String> DRIVER_FLAGS = List.of("-Xmx416m", SoakCluster.AERON_FLAG);
  private static final String DRIVER = "driver";

  private final String transport;
  private Path run = Path.of(".");
  private SoakProcess driver;
  private long dueDriver;

  SoakEmbeddings(Path folder, SoakProcesses processes, SoakCluster cluster, String transport) {
    super(folder, processes, cluster);
    this.transport = transport;
  }

  @Override
  void begin(Path fresh) throws IOException {
    run = fresh;
    start();
  }

  private void start() throws IOException {
    List<String> words = append(embed(run.resolve("vectors.txt")), "--threads", "1", "--memory", "512m");
    words = append(words, "--checkpoint", run.resolve("checkpoint").toString(), "--checkpoint-every", "0s");
    words = append(words, "--quick-failover", "--transport", transport, "--partitions", "4");
    words = append(words, "--workspace", run.toString(), "--cluster", cluster.contacts());
    driver = processes.start(DRIVER, DRIVER_FLAGS, words);
  }

  @Override
  void startDue(long now) throws IOException {
    if (driver.isKilled() && dueDriver <= now) {
      start();
    }
  }

  @Override
  String progress() throws IOException {
    return (driver.isKilled() ? "without a driver, " : "") + stage(run.resolve("checkpoint"));
  }

  @Override
  boolean isWhole() {
    return driver.isAlive();
  }

  @Override
  boolean hasEnded() {
    return !driver.isKilled() && !driver.isAlive();
  }

  @Override
  Target draw(Random random) {
    List<SoakProcess> living = cluster.living();
    int draw = random.nextInt(5);
    if (draw < 2 && !driver.isKilled()) {
      return new Target(driver, DRIVER);
    } else if (draw == 2 || living.size() == 1) {
      return new Target(living.getFirst(), "oldest node");
    }
    return new Target(living.get(random.nextInt(1, living.size())), "node");
  }

  @Override
  Target insteadOfMajority() {
    return driver.isKilled() ? null : new Target(driver, DRIVER);
  }

  @Override
  void replace(SoakProcess victim, long nanos) {
    dueDriver = nanos;
  }

  @Override
  SoakProcess command() {
    return driver;
  }

  @Override
  void checkLeft() throws IOException {
    checkKept(run.resolve("checkpoint"));
    if (names(run).stream().anyMatch(name -> name.endsWith(".tmp") || name.startsWith("strider-driver-"))) {
      throw new Soak.Failure("left beside the output: " + names(run));
    }
  }

  @Override
  void end() {
    // A driver leaves nothing that another had to clear up.
  }
}
