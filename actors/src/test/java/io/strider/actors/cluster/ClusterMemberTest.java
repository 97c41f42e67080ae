package io.strider.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.common.InputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long is waited for a cluster that is no more, and for what deaths left half done. */
final class ClusterMemberTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGiveUpAMoveLongBeforeARunGivesUpItsPlacement(boolean quickFailover) {
    ClusterSettings settings =
        new ClusterSettings(
            "127.0.0.1", 0, List.of(), Set.of(ClusterSettings.DRIVER), folder, Duration.ofMinutes(1), quickFailover);
    Config config = ClusterConfig.of(settings).withFallback(ConfigFactory.load());
    Duration move = config.getDuration("pekko.cluster.sharding.handoff-timeout");
    assertThat(move.multipliedBy(5)).isLessThan(config.getDuration("strider.cluster.join-timeout"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGiveTheFirstOfTheListTimeToFindTheOthers(boolean quickFailover) {
    List<String> seeds = List.of("127.0.0.1:25511", "127.0.0.1:25512");
    assertThat(looksFor(seeds, 25511, quickFailover)).isEqualTo(Duration.ofSeconds(10));
    Duration others = Duration.ofSeconds(quickFailover ? 1 : 5);
    assertThat(looksFor(seeds, 25512, quickFailover)).isEqualTo(others);
    assertThat(looksFor(seeds.subList(0, 1), 25511, quickFailover)).as("nobody to look for").isEqualTo(others);
  }

  private Duration looksFor(List<String> seeds, int port, boolean quickFailover) {
    ClusterSettings settings =
        new ClusterSettings(
            "127.0.0.1", port, seeds, Set.of(ClusterSettings.PARTITION), folder, Duration.ofMinutes(1), quickFailover);
    return ClusterConfig.of(settings).withFallback(ConfigFactory.load()).getDuration("pekko.cluster.seed-node-timeout");
  }

  /** All nodes have the same list, and the first of it is started anew: it must not form a second cluster. */
  @Test
  @Tag("cluster")
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void shouldComeBackToTheOthersAsTheFirstOfTheList() throws IOException {
    List<String> seeds = List.of("127.0.0.1:" + freePort(), "127.0.0.1:" + freePort());
    try (ClusterNode second = member(seeds, 1, member(seeds, 0, null))) {
      try (ClusterNode again = member(seeds, 0, null)) {
        assertThat(members(again)).isEqualTo(2).isEqualTo(members(second));
      }
    }
  }

  /** A node of the list; {@code before} is stopped when it is up. */
  private ClusterNode member(List<String> seeds, int number, @Nullable ClusterNode before) {
    int port = Integer.parseInt(seeds.get(number).substring("127.0.0.1:".length()));
    awaitFree(port);
    ClusterNode node =
        ClusterNode.start(
            new ClusterSettings(
                "127.0.0.1", port, seeds, Set.of(ClusterSettings.PARTITION), folder, Duration.ofMinutes(1), true),
            1);
    if (before != null) {
      before.close();
    }
    return node;
  }

  private static long members(ClusterNode node) {
    return StreamSupport.stream(Cluster.get(node.system()).state().getMembers().spliterator(), false)
        .filter(member -> member.status().equals(MemberStatus.up()))
        .count();
  }

  /** Pekko gives a port back some time after its system has stopped. */
  private static void awaitFree(int port) {
    while (true) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException inUse) {
        Thread.onSpinWait();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void shouldRefuseMoreThreadsThanANodeCanHave() {
    ClusterSettings settings =
        new ClusterSettings(
            "127.0.0.1", 0, List.of(), Set.of(ClusterSettings.PARTITION), folder, Duration.ofMinutes(1), true);
    Config config =
        ConfigFactory.parseString("strider.cluster.threads = 1025")
            .withFallback(ClusterConfig.of(settings))
            .withFallback(ConfigFactory.load());
    ActorSystem<Void> system = ClusterMember.create(Behaviors.empty(), settings, config);
    try {
      assertThatThrownBy(() -> Membership.ID.apply(system))
          .isInstanceOf(InputException.class)
          .hasMessage("strider.cluster.threads: found 1025, expected 1 to 1024");
    } finally {
      system.terminate();
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void shouldNotWaitForMembershipAfterItWasCastOut() {
    Duration forEver = Duration.ofHours(1);
    ClusterSettings settings =
        new ClusterSettings(
            "127.0.0.1", 0, List.of("127.0.0.1:1"), Set.of(ClusterSettings.DRIVER), folder, forEver, true);
    ActorSystem<Void> system =
        ClusterMember.create(
            Behaviors.empty(), settings, ClusterConfig.of(settings).withFallback(ConfigFactory.load()));
    Runnable castOut = org.apache.pekko.cluster.Cluster.get(system.classicSystem())::shutdown;
    try {
      Thread.ofVirtual().start(castOut);
      assertThatThrownBy(() -> ClusterMember.awaitUp(system, settings))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("removed while it joined");
    } finally {
      system.terminate();
    }
  }
}
