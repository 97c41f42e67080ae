import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The nodes of bench/Soak.java's present cluster, those included that were killed, and what the kills mean for it. */
final class SoakCluster {

  static final String AERON_FLAG = "-Dstrider.cluster.aeron.term-buffer=1MiB";

  /** Nodes live for seconds: C2 would not earn what it costs. */
  private static final List<String> FLAGS = List.of(AERON_FLAG, "-XX:TieredStopAtLevel=1");

  private static final String ANY_PORT = "127.0.0.1:0";

  /** A node must be up within so long; its own limit is 60 s. */
  private static final long UP_SECONDS = 75;

  private static final long POLL_MILLIS = 20;

  /** A node that shall be started, and when. */
  private record Due(long nanos, String listen) {}

  private final SoakProcesses processes;
  private final List<String> flags;
  private final List<String> words;
  private final int size;
  private final List<SoakProcess> nodes = new ArrayList<>();
  private final List<Due> dueNodes = new ArrayList<>();
  private boolean mayBeLost;

  private SoakCluster(SoakProcesses processes, String heap, List<String> words, int size) {
    this.processes = processes;
    this.flags = Stream.concat(FLAGS.stream(), Stream.of(heap)).toList();
    this.words = words;
    this.size = size;
  }

  /** Nodes that hold partitions and nothing else. */
  static SoakCluster ofPartitions(SoakProcesses processes, String transport, int size) {
    return new SoakCluster(processes, "-Xmx192m", List.of("--transport", transport), size);
  }

  /** Nodes each of which may hold partitions, run a job, and have the coordinator. */
  static SoakCluster ofAllRoles(SoakProcesses processes, String transport, int size, Path workspace) {
    List<String> words = List.of("--transport", transport, "--workspace", workspace.toString(), "--memory", "512m");
    return new SoakCluster(processes, "-Xmx416m", words, size);
  }

  /** Starts all nodes if there are none, and waits for them; whether it did. */
  boolean form() throws IOException, InterruptedException {
    if (!nodes.isEmpty()) {
      return false;
    }
    start(ANY_PORT);
    awaitUp();
    for (int i = 1; i < size; i++) {
      start(ANY_PORT);
    }
    awaitUp();
    return true;
  }

  private void awaitUp() throws IOException, InterruptedException {
    while (!nodes.stream().allMatch(SoakProcess::isUp)) {
      Thread.sleep(POLL_MILLIS);
      check();
    }
  }

  private void start(String listen) throws IOException {
    List<String> command = new ArrayList<>(List.of("node", "--quick-failover", "--stop-at-end-of-input"));
    command.addAll(List.of("--threads", "1", "--listen", listen));
    command.addAll(words);
    if (!addresses().isEmpty()) {
      command.addAll(List.of("--cluster", addresses()));
    }
    nodes.add(processes.start("node", flags, command));
  }

  /** Of the nodes that are up, separated by commas. */
  String addresses() {
    return nodes.stream().filter(n -> n.isAlive() && n.isUp()).map(SoakProcess::address).collect(Collectors.joining(","));
  }

  /** Whom to join, in vain where no node is left. */
  String contacts() {
    return addresses().isEmpty() ? nodes.getFirst().address() : addresses();
  }

  /** Oldest first. */
  List<SoakProcess> living() {
    return nodes.stream().filter(SoakProcess::isAlive).toList();
  }

  /** Whether it is one of the nodes. */
  boolean has(SoakProcess process) {
    return nodes.contains(process);
  }

  /** Takes note of a kill, and of when another node shall be started in its place. */
  void replace(SoakProcess victim, boolean atItsAddress, long nanos) {
    dueNodes.add(new Due(nanos, atItsAddress && victim.isUp() ? victim.address() : ANY_PORT));
    mayBeLost |= wouldMaybeBeLost(victim);
  }

  /** Whether the death of a node makes it {@link #mayBeLost}. */
  boolean wouldMaybeBeLost(SoakProcess victim) {
    long dead = nodes.stream().filter(n -> n == victim || n.isKilled() && !isGivenUp(n)).count();
    long up = nodes.stream().filter(n -> n != victim && n.isAlive() && n.isUp()).count();
    return 2 * dead >= dead + up;
  }

  /** Starts the nodes whose time has come; a cluster that may be lost gets none. */
  void startDue(long now) throws IOException {
    for (Due due : dueNodes.stream().filter(due -> !mayBeLost && due.nanos() <= now).toList()) {
      dueNodes.remove(due);
      start(due.listen());
    }
  }

  /** Whether the cluster has given a killed node up: it lets nobody in before. */
  private boolean isGivenUp(SoakProcess dead) {
    return nodes.stream().anyMatch(n -> n.isUp() && n.startedNanos() > dead.killedNanos());
  }

  /** Whether at least half of the nodes were killed before the first of them was given up. */
  boolean mayBeLost() {
    return mayBeLost;
  }

  /** Whether all nodes are up and the killed ones forgotten. */
  boolean isWhole() {
    return dueNodes.isEmpty() && nodes.stream().allMatch(n -> n.isKilled() ? isGivenUp(n) : n.isUp());
  }

  /** Fails when a node has ended by itself, or takes too long to join. */
  void check() throws IOException, InterruptedException {
    if (mayBeLost) {
      return;
    }
    for (SoakProcess node : nodes.stream().filter(n -> !n.isKilled()).toList()) {
      if (!node.isAlive()) {
        throw new Soak.Failure("a node ended by itself, exit code " + node.code() + ": " + node.tail());
      }
      if (!node.isUp() && System.nanoTime() - node.startedNanos() > TimeUnit.SECONDS.toNanos(UP_SECONDS)) {
        throw processes.hang("a node was not up within " + UP_SECONDS + " s: " + node.tail());
      }
    }
  }

  /** Kills what is left, so that {@link #form} begins anew. */
  void discard() throws InterruptedException {
    for (SoakProcess node : nodes) {
      node.stop();
      node.code();
    }
    nodes.clear();
    dueNodes.clear();
    mayBeLost = false;
  }
}
