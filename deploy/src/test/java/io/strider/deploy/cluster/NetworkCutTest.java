package io.strider.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A cut through a real network, which drops everything in both directions and closes no connection: the smaller side stops and says
 * why, the larger one ends its run with the same bytes. One cluster of three nodes for both tests: the driver's cut costs no node.
 */
@Tag("cluster")
@ResourceLock(NodeProcesses.CORES)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class NetworkCutTest {

  private static final long SEED = 20_261_122;
  private static final int NODES = 3;
  private static final int DRIVER = NODES + 1;
  private static final String WALKERS_SET_OFF = " partitions on ";
  private static final int LONGEST_PAUSE_MILLIS = 500;
  private static final int LOST_CLUSTER = 6;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path folder;

  private static final Random RANDOM = new Random(SEED);
  private static final NodeProcesses PROCESSES = new NodeProcesses();
  private static final List<NodeProcesses.Node> CLUSTER = new ArrayList<>();
  private static @Nullable Hosts network;
  private static String noNetwork = "";

  @SuppressWarnings("NullAway.Init")
  private static JsonNode expected;

  @BeforeAll
  static void startClusterOnANetwork() throws IOException, InterruptedException {
    Hosts hosts;
    try {
      hosts = Hosts.open(DRIVER);
    } catch (TestAbortedException without) {
      noNetwork = String.valueOf(without.getMessage());
      return;
    }
    network = hosts;
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      text.append((int) (2_000 * Math.pow(random.nextDouble(), 2))).append('\t').append(random.nextInt(2_000));
      text.append('\n');
    }
    Files.writeString(folder.resolve("edges.tsv"), text);
    try (DriverProcess undisturbed = new DriverProcess(folder, embed("undisturbed.txt"))) {
      for (int host = 1; host <= NODES; host++) {
        String seed = CLUSTER.isEmpty() ? "" : CLUSTER.getFirst().address();
        CLUSTER.add(PROCESSES.start(hosts.on(host), seed, "--listen", hosts.address(host) + ":0"));
      }
      expected = undisturbed.json();
    }
  }

  /** Here and not before all tests, so that each of them counts as skipped, with the reason. */
  @BeforeEach
  void needsANetwork() {
    assumeTrue(network != null, noNetwork);
  }

  @AfterAll
  static void takeAllAway() throws IOException, InterruptedException {
    PROCESSES.close();
    if (network != null) {
      network.close();
    }
  }

  private static List<String> embed(String output, String... more) {
    List<String> words = new ArrayList<>(List.of("embed", folder.resolve("edges.tsv").toString()));
    words.addAll(List.of("-o", folder.resolve(output).toString(), "--json", "-p", "0.5", "-q", "2"));
    words.addAll(List.of("--walk-length", "3", "--walks-per-vertex", "100", "--dimensions", "16", "--epochs", "3"));
    words.addAll(List.of("--window", "3", "--threads", "1", "--memory", "512m"));
    words.addAll(List.of(more));
    return words;
  }

  /** Starts a run on the cluster, from a host of its own. */
  private static DriverProcess start(Hosts hosts, String output) throws IOException {
    String nodes = CLUSTER.get(0).address() + "," + CLUSTER.get(1).address();
    List<String> words = embed(output, "--cluster", nodes, "--listen", hosts.address(DRIVER) + ":0");
    words.addAll(List.of("--quick-failover", "--partitions", "6", "--workspace", folder.toString()));
    List<String> before = new ArrayList<>(hosts.on(DRIVER));
    before.addAll(List.of("env", "JAVA_TOOL_OPTIONS=-Dstrider.log=INFO"));
    return new DriverProcess(folder, before, words);
  }

  private static Hosts network() {
    return java.util.Objects.requireNonNull(network);
  }

  /** Cuts a host off at a random moment, soon after the first walkers have set off. */
  private static void cutOff(int host, DriverProcess driver) throws IOException, InterruptedException {
    boolean walks = driver.runsUntil(() -> said(driver).contains(WALKERS_SET_OFF));
    assertThat(walks && driver.runsFor(RANDOM.nextInt(LONGEST_PAUSE_MILLIS))).as("runs still: %s", driver.err()).isTrue();
    network().cut(host);
  }

  private static String said(DriverProcess driver) {
    try {
      return driver.err();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Order(1)
  void shouldFailADriverThatIsCutOffAndListenOnlyWhereAsked() throws Exception {
    try (DriverProcess driver = start(network(), "cut-off.txt")) {
      cutOff(DRIVER, driver);
      assertListensOnlyAt(network().address(DRIVER), driver.pid());
      for (NodeProcesses.Node node : CLUSTER) {
        assertListensOnlyAt(node.address().substring(0, node.address().indexOf(':')), node.process().pid());
        assertThat(Hosts.listening(node.process().pid())).contains(node.address());
      }
      assertThat(driver.code()).as(driver.err()).isEqualTo(LOST_CLUSTER);
      assertThat(driver.err()).contains("cut off from 3 of the 3 nodes of role partition");
      assertThat(folder.resolve("cut-off.txt")).doesNotExist();
    } finally {
      network().join(DRIVER);
    }
    assertThat(CLUSTER).allSatisfy(node -> assertThat(node.process().isAlive()).isTrue());
  }

  /** By TCP, and by UDP for Aeron. */
  private static void assertListensOnlyAt(String host, long pid) throws IOException {
    assertThat(Hosts.listening(pid)).hasSizeGreaterThan(1).allSatisfy(socket -> assertThat(socket).startsWith(host + ":"));
  }

  /** On the nodes that the driver before was cut off from; without the first of them, which has placed the partitions so far. */
  @Test
  @Order(2)
  void shouldEndTheSameOnTheLargerSideAndStopTheSmaller() throws Exception {
    NodeProcesses.Node smaller = CLUSTER.getFirst();
    try (DriverProcess driver = start(network(), "survived.txt")) {
      cutOff(1, driver);
      assertThat(smaller.code()).as(smaller.said()).isEqualTo(LOST_CLUSTER);
      assertThat(smaller.said())
          .contains("cut off from 2 of the 3 nodes of role partition", CLUSTER.get(1).address(), CLUSTER.get(2).address());
      JsonNode result = driver.json();
      for (String field : List.of("/corpusHash", "/vectorsHash", "/walks", "/tokens")) {
        assertThat(result.at(field)).as(field).isEqualTo(expected.at(field));
      }
      assertThat(folder.resolve("survived.txt")).hasSameBinaryContentAs(folder.resolve("undisturbed.txt"));
      assertThat(driver.err()).contains("as UNREACHABLE [Member(pekko://strider@" + smaller.address());
    }
    assertThat(CLUSTER.subList(1, NODES)).allSatisfy(node -> assertThat(node.process().isAlive()).isTrue());
  }
}
