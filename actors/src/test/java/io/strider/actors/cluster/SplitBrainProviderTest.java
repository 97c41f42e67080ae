package io.strider.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.DowningProvider;
import org.apache.pekko.cluster.sbr.SplitBrainResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which resolver a cluster starts. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SplitBrainProviderTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private DowningProvider started(String own, Class<?> expectedActor) {
    ClusterSettings settings =
        new ClusterSettings("127.0.0.1", 0, List.of(), Set.of(ClusterSettings.PARTITION), folder, Duration.ofMinutes(1), true);
    Config config =
        ConfigFactory.parseString(own).withFallback(ClusterConfig.of(settings)).withFallback(ConfigFactory.load());
    ActorSystem<Void> system = ClusterMember.create(Behaviors.empty(), settings, config);
    try {
      DowningProvider provider = Cluster.get(system.classicSystem()).downingProvider();
      assertThat(provider.downingActorProps().get().actorClass()).isEqualTo(expectedActor);
      return provider;
    } finally {
      system.terminate();
    }
  }

  @Test
  void shouldBeWhatAClusterStarts() {
    DowningProvider provider = started("", SplitBrainActor.class);
    assertThat(provider).isInstanceOf(SplitBrainProvider.class);
    assertThat(provider.downRemovalMargin().toSeconds()).isEqualTo(3);
  }

  @Test
  void shouldLeaveOtherStrategiesToPekko() {
    String other = "pekko.cluster.split-brain-resolver { active-strategy = static-quorum, static-quorum.quorum-size = 2 }";
    assertThat(started(other, SplitBrainResolver.class)).isInstanceOf(SplitBrainProvider.class);
  }
}
