package io.strider.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.strider.actors.cluster.ClusterConfig;
import io.strider.actors.cluster.ClusterMember;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.actors.cluster.SplitBrain;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.coordination.lease.javadsl.Lease;
import org.apache.pekko.coordination.lease.javadsl.LeaseProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which side of a cluster goes on, decided among the nodes and by a lease. */
@Tag("cluster")
@ResourceLock(NodeProcesses.CORES)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SplitBrainTest {

  private static final String LEASE = "strider-pekko-sbr";
  private static final String LOWER = "127.0.0.1";
  private static final String HIGHER = "127.0.0.2";
  private static final long PATIENCE_SECONDS = 60;
  private static final long POLL_MILLIS = 20;

  /** Far more than the second death needs to become known behind the first. */
  private static final int DOUBLE_DEATH_SECONDS = 6;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private LeaseServer server;

  private final List<ActorSystem<Void>> systems = new ArrayList<>();

  @BeforeEach
  void startServer() throws IOException {
    server = new LeaseServer();
  }

  @AfterEach
  void stopAll() {
    systems.forEach(ActorSystem::terminate);
    server.close();
  }

  private ActorSystem<Void> start(SplitBrain decides, String host, String role, List<String> seeds) {
    return start(decides, host, role, seeds, 1);
  }

  private ActorSystem<Void> start(
      SplitBrain decides, String host, String role, List<String> seeds, int stableAfterSeconds) {
    ClusterSettings settings =
        new ClusterSettings(host, 0, seeds, Set.of(role), folder, Duration.ofSeconds(PATIENCE_SECONDS), true).with(decides);
    String own =
        """
        pekko.coordinated-shutdown.run-by-actor-system-terminate = off
        pekko.coordinated-shutdown.terminate-actor-system = off
        pekko.cluster.failure-detector.acceptable-heartbeat-pause = 1 s
        pekko.cluster.failure-detector.heartbeat-interval = 250 ms
        pekko.coordination.lease.kubernetes {
          secure-api-server = false
          api-service-host = 127.0.0.1
        }
        """;
    Config config =
        ConfigFactory.parseString(
                own
                    + ("pekko.cluster.split-brain-resolver.stable-after = " + stableAfterSeconds + " s\n")
                    + ("pekko.coordination.lease.kubernetes.api-service-port = " + server.port()))
            .withFallback(ClusterConfig.of(settings))
            .withFallback(ConfigFactory.load());
    ActorSystem<Void> system = ClusterMember.create(Behaviors.empty(), settings, config);
    systems.add(system);
    ClusterMember.formAlone(system, settings);
    ClusterMember.awaitUp(system, settings);
    return system;
  }

  /** A driver vanishes without a word; of two members left with one each, the one with the lower address would win a vote. */
  @ParameterizedTest
  @EnumSource(SplitBrain.class)
  void shouldKeepTheOnlyNodeWhenADriverWithTheLowerAddressDies(SplitBrain decides) throws Exception {
    ActorSystem<Void> node = start(decides, HIGHER, ClusterSettings.PARTITION, List.of());
    Cluster cluster = Cluster.get(node);
    String address = ClusterMember.address(node);
    ActorSystem<Void> driver = start(decides, LOWER, ClusterSettings.DRIVER, List.of(address));
    assertThat(members(cluster)).isEqualTo(2);
    driver.terminate();
    await("the death is decided", () -> members(cluster) == 1 || cluster.isTerminated());
    assertThat(cluster.isTerminated()).as("the node downed itself").isFalse();
    assertThat(members(cluster)).as("members").isEqualTo(1);
    if (decides == SplitBrain.LEASE_KUBERNETES) {
      assertThat(server.holder(LEASE)).contains(HIGHER);
    } else {
      assertThat(server.holder(LEASE)).isEmpty();
    }
  }

  /**
   * A driver dies, a node says that it misses it and dies before anything was decided, so that its word against the driver stays. Pekko
   * 1.2.1's own resolver took the node for alive and downed everybody.
   */
  @ParameterizedTest
  @EnumSource(SplitBrain.class)
  void shouldOutliveTwoDeathsWithinStableAfter(SplitBrain decides) throws Exception {
    ActorSystem<Void> first = start(decides, LOWER, ClusterSettings.PARTITION, List.of(), DOUBLE_DEATH_SECONDS);
    List<String> seed = List.of(ClusterMember.address(first));
    ActorSystem<Void> second = start(decides, LOWER, ClusterSettings.PARTITION, seed, DOUBLE_DEATH_SECONDS);
    ActorSystem<Void> node = start(decides, LOWER, ClusterSettings.PARTITION, seed, DOUBLE_DEATH_SECONDS);
    ActorSystem<Void> driver = start(decides, LOWER, ClusterSettings.DRIVER, seed, DOUBLE_DEATH_SECONDS);
    List<ActorSystem<Void>> survivors = List.of(first, second);
    await("all have joined", () -> Stream.of(first, second, node).allMatch(one -> members(Cluster.get(one)) == 4));
    driver.terminate();
    await("the node's word against the driver is out", () -> survivors.stream().allMatch(one -> misses(one, node, driver)));
    node.terminate();
    await(
        "both miss the node",
        () -> survivors.stream().allMatch(one -> misses(one, first, node) && misses(one, second, node)));
    for (ActorSystem<Void> one : survivors) {
      assertThat(misses(one, node, driver)).as("both deaths are undecided").isTrue();
      assertThat(misses(one, first, driver) && misses(one, second, driver)).as("both miss the driver").isTrue();
    }
    await(
        "the deaths are decided",
        () -> survivors.stream().allMatch(one -> members(Cluster.get(one)) == 2 || Cluster.get(one).isTerminated()));
    for (ActorSystem<Void> one : survivors) {
      assertThat(Cluster.get(one).isTerminated()).as("a survivor was downed").isFalse();
      assertThat(Cluster.get(one).selfMember().status()).isEqualTo(MemberStatus.up());
      assertThat(members(Cluster.get(one))).as("members").isEqualTo(2);
    }
  }

  /** Whether it has come round to a system that one observer cannot reach another member. */
  private static boolean misses(ActorSystem<Void> system, ActorSystem<Void> observer, ActorSystem<Void> subject) {
    return !org.apache.pekko.cluster.Cluster.get(system.classicSystem()).readView().reachability()
        .isReachable(self(observer), self(subject));
  }

  private static UniqueAddress self(ActorSystem<Void> system) {
    return Cluster.get(system).selfMember().uniqueAddress();
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(POLL_MILLIS);
    }
    assertThat(condition.getAsBoolean()).as(what).isTrue();
  }

  private static int members(Cluster cluster) {
    int members = 0;
    for (var member : cluster.state().getMembers()) {
      members += member.address().hasGlobalScope() ? 1 : 0;
    }
    return members;
  }

  @Test
  void shouldGiveTheLeaseToOneOfTwo() throws Exception {
    ActorSystem<Void> one = start(SplitBrain.LEASE_KUBERNETES, LOWER, ClusterSettings.PARTITION, List.of());
    ActorSystem<Void> other = start(SplitBrain.LEASE_KUBERNETES, LOWER, ClusterSettings.PARTITION, List.of());
    Lease first = lease(one, "one");
    Lease second = lease(other, "other");
    assertThat(answer(first.acquire())).isTrue();
    assertThat(server.holder(LEASE)).isEqualTo("one");
    assertThat(answer(second.acquire())).isFalse();
    assertThat(server.holder(LEASE)).isEqualTo("one");
    assertThat(answer(first.release())).isTrue();
    assertThat(answer(second.acquire())).isTrue();
    assertThat(server.holder(LEASE)).isEqualTo("other");
  }

  private static Lease lease(ActorSystem<?> system, String owner) {
    Config config = system.settings().config();
    String by = config.getString("pekko.cluster.split-brain-resolver.lease-majority.lease-implementation");
    return LeaseProvider.get(system.classicSystem()).getLease(LEASE, by, owner);
  }

  private static boolean answer(CompletionStage<Boolean> question) throws Exception {
    return question.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
