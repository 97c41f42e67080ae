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
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
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
    ClusterSettings settings =
        new ClusterSettings(host, 0, seeds, Set.of(role), folder, Duration.ofSeconds(PATIENCE_SECONDS), true).with(decides);
    String own =
        """
        pekko.coordinated-shutdown.run-by-actor-system-terminate = off
        pekko.coordinated-shutdown.terminate-actor-system = off
        pekko.cluster.failure-detector.acceptable-heartbeat-pause = 1 s
        pekko.cluster.split-brain-resolver.stable-after = 1 s
        pekko.coordination.lease.kubernetes {
          secure-api-server = false
          api-service-host = 127.0.0.1
        }
        """;
    Config config =
        ConfigFactory.parseString(own + "pekko.coordination.lease.kubernetes.api-service-port = " + server.port())
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
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (members(cluster) > 1 && !cluster.isTerminated() && System.nanoTime() < end) {
      Thread.sleep(POLL_MILLIS);
    }
    assertThat(cluster.isTerminated()).as("the node downed itself").isFalse();
    assertThat(members(cluster)).as("members").isEqualTo(1);
    if (decides == SplitBrain.LEASE_KUBERNETES) {
      assertThat(server.holder(LEASE)).contains(HIGHER);
    } else {
      assertThat(server.holder(LEASE)).isEmpty();
    }
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
