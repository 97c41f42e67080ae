package io.strider.actors.cluster;

import com.typesafe.config.Config;
import io.strider.runtime.common.InputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * How a process takes part in a cluster.
 *
 * @param host address to listen on, which the others must reach; loopback unless chosen otherwise
 * @param port to listen on, or 0 for any free one
 * @param seeds {@code host:port} of nodes to join, all asked at once, or, where the first is this process itself, to form a cluster when none of them answers; none means to form a cluster of its own
 * @param roles what this node does; {@link #PARTITION} holds rows and moves walkers, {@link #CORPUS} collects the walks
 * @param workspace a folder that all nodes reach, for graph files
 * @param joinTimeout how long to wait for membership, and for partitions to find a node
 * @param quickFailover whether a silent node is given up after seconds: for throw-away clusters and tests
 * @param bulk how walkers and trails travel
 * @param tls mutual TLS, or null for connections in the clear
 * @param splitBrain who decides which side goes on when the network is cut
 */
public record ClusterSettings(
    String host,
    int port,
    List<String> seeds,
    Set<String> roles,
    Path workspace,
    Duration joinTimeout,
    boolean quickFailover,
    BulkSettings bulk,
    @Nullable TlsSettings tls,
    SplitBrain splitBrain) {

  /** Role of nodes that hold partitions. */
  public static final String PARTITION = "partition";

  /** Role of nodes that collect the walks of the open waves. */
  public static final String CORPUS = "corpus";

  /** Role of the node that runs a job: coordinator and trainer, and the corpus buffers where no node has role corpus. */
  public static final String DRIVER = "driver";

  /** Role of nodes that run jobs which were submitted, each as the driver of its job. */
  public static final String TRAINER = "trainer";

  /** Role of nodes among which one, the oldest, keeps the submitted jobs and hands them out. */
  public static final String COORDINATOR = "coordinator";

  private static final long LEAST_FRAME_BYTES = 4L << 20;
  private static final int MAX_PORT = 65_535;

  /** Bulk by Aeron where it can be used, no TLS, the majority decides. */
  public ClusterSettings(
      String host,
      int port,
      List<String> seeds,
      Set<String> roles,
      Path workspace,
      Duration joinTimeout,
      boolean quickFailover) {
    this(host, port, seeds, roles, workspace, joinTimeout, quickFailover, BulkSettings.DEFAULT, null,
        SplitBrain.KEEP_MAJORITY);
  }

  /** These, with walkers and trails as {@code by} says, and TLS if it is not null. */
  public ClusterSettings with(BulkSettings by, @Nullable TlsSettings encryption) {
    return new ClusterSettings(host, port, seeds, roles, workspace, joinTimeout, quickFailover, by, encryption, splitBrain);
  }

  /** These, with somebody else who decides about a split. */
  public ClusterSettings with(SplitBrain decides) {
    return new ClusterSettings(host, port, seeds, roles, workspace, joinTimeout, quickFailover, bulk, tls, decides);
  }

  /** Checks the ranges. */
  public ClusterSettings {
    seeds = List.copyOf(seeds);
    roles = Set.copyOf(roles);
    if (tls != null && bulk.transport() == BulkSettings.Transport.AERON && !bulk.allowPlaintext()) {
      throw InputException.at(
          "transport", "aeron", "artery, or allow-plaintext-bulk: Aeron does not encrypt, and TLS is on");
    }
    checkPort("port", port, 0);
    for (String seed : seeds) {
      int colon = seed.lastIndexOf(':');
      try {
        checkPort("seed " + seed, Integer.parseInt(seed.substring(colon + 1)), 1);
      } catch (NumberFormatException e) {
        throw InputException.at("seed node", seed, "HOST:PORT");
      }
      if (colon < 1) {
        throw InputException.at("seed node", seed, "HOST:PORT");
      }
    }
  }

  /**
   * How an actor system that its owner configured takes part: address, seeds and roles are those it has, workspace and time-out
   * those of {@code strider.cluster} in its configuration.
   *
   * @throws InputException when the system has no cluster, or its configuration does not let walkers through
   */
  public static ClusterSettings of(ActorSystem<?> system) {
    Config config = system.settings().config();
    String provider = config.getString("pekko.actor.provider");
    if (!provider.equals("cluster")) {
      throw InputException.at("pekko.actor.provider", provider, "cluster");
    }
    long frame = config.getBytes("pekko.remote.artery.advanced.maximum-frame-size");
    if (frame < LEAST_FRAME_BYTES) {
      throw InputException.at(
          "pekko.remote.artery.advanced.maximum-frame-size", frame + " bytes", "at least 4 MiB, for trails of walkers");
    }
    Address address = Cluster.get(system).selfMember().address();
    String workspace = config.getString("strider.cluster.workspace");
    return new ClusterSettings(
        address.getHost().orElse("127.0.0.1"),
        address.getPort().orElse(0),
        List.of(),
        Cluster.get(system).selfMember().getRoles(),
        workspace.isEmpty() ? temporaryWorkspace() : Path.of(workspace),
        config.getDuration("strider.cluster.join-timeout"),
        false);
  }

  /** Where graph files go unless a folder is named: fine while all nodes are on one machine. */
  public static Path temporaryWorkspace() {
    return Path.of(System.getProperty("java.io.tmpdir"), "strider-workspace");
  }

  private static void checkPort(String place, int port, int least) {
    if (port < least || port > MAX_PORT) {
      throw InputException.at(place, String.valueOf(port), least + " to " + MAX_PORT);
    }
  }
}
