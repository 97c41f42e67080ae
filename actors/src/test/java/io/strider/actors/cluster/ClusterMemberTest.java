package io.strider.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.strider.runtime.common.ClusterException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
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
