package io.strider.actors.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.strider.actors.EngineSettings;
import io.strider.actors.WalkResult;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.actors.cluster.NodeReport;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Systems of the user's own that form a cluster: two members in one JVM. */
@Tag("cluster")
@Timeout(240)
final class ClusterSystemTest {

  private static Config config(Path workspace) {
    return ConfigFactory.parseString(
            """
            include classpath("strider-cluster.conf")
            pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
            pekko.cluster.roles = [partition]
            pekko.actor.typed.extensions = ["io.strider.actors.api.StriderId"]
            strider.cluster.threads = 1
            """)
        .withFallback(ConfigFactory.parseString("strider.cluster.workspace = \"" + workspace + "\""))
        .withFallback(ConfigFactory.load());
  }

  @Test
  void shouldWalkOnAClusterOfTheUsersOwn(@TempDir Path workspace) throws InterruptedException {
    ActorSystem<Void> one = ActorSystem.create(Behaviors.empty(), "theirs", config(workspace));
    ActorSystem<Void> two = ActorSystem.create(Behaviors.empty(), "theirs", config(workspace));
    try {
      Cluster.get(one).manager().tell(Join.create(Cluster.get(one).selfMember().address()));
      Cluster.get(two).manager().tell(Join.create(Cluster.get(one).selfMember().address()));
      Strider strider = Strider.get(one);
      EngineSettings local = new EngineSettings(1, 1, 1L << 30);
      EngineSettings clustered = local.withPartitions(6).withCluster(ClusterSettings.of(one));
      Embedding expected = Jobs.result(strider.embed(Jobs.embedding().settings(local).build()));
      assertThat(expected.nodes()).isEmpty();
      Jobs.await(() -> Cluster.get(two).selfMember().status().toString().equals("Up"));
      Embedding embedding = Jobs.result(strider.embed(Jobs.embedding().settings(clustered).build()));
      assertThat(embedding.training().vectorsHash()).isEqualTo(expected.training().vectorsHash());
      assertThat(embedding.nodes()).hasSize(2).allSatisfy(node -> assertThat(node.steps()).isPositive());
      assertThat(embedding.nodes()).extracting(NodeReport::walkersReceived).allMatch(count -> count > 0);
      refuseASecondButRunALocalOneBeside(strider, clustered);
    } finally {
      two.terminate();
      one.terminate();
    }
  }

  private static void refuseASecondButRunALocalOneBeside(Strider strider, EngineSettings clustered) {
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    WalksJob job = Jobs.walks().settings(clustered).build();
    JobHandle<WalkResult> first = strider.walk(job, (wave, cancellation) -> goOn.join());
    assertThat(Jobs.failure(strider.walk(job, (wave, cancellation) -> {}).result()))
        .isInstanceOf(LimitException.class)
        .hasMessageStartingWith("one job at a time uses the cluster");
    WalkResult beside = Jobs.result(strider.walk(Jobs.walks().build(), (wave, cancellation) -> {}));
    goOn.complete(null);
    assertThat(Jobs.result(first)).isEqualTo(beside);
  }

  @Test
  void shouldSayWhatTheConfigurationOfAClusterLacks(@TempDir Path workspace) {
    ActorSystem<Void> alone = ActorSystem.create(Behaviors.empty(), "alone");
    Config tight =
        ConfigFactory.parseString("pekko.remote.artery.advanced.maximum-frame-size = 256 KiB")
            .withFallback(config(workspace));
    ActorSystem<Void> small = ActorSystem.create(Behaviors.empty(), "small", tight);
    try {
      assertThatThrownBy(() -> ClusterSettings.of(alone))
          .isInstanceOf(InputException.class)
          .hasMessage("pekko.actor.provider: found local, expected cluster");
      assertThatThrownBy(() -> ClusterSettings.of(small))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("pekko.remote.artery.advanced.maximum-frame-size: found 262144 bytes");
    } finally {
      alone.terminate();
      small.terminate();
    }
  }
}
