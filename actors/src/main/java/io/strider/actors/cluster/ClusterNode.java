package io.strider.actors.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.strider.runtime.common.ThreadLimit;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A node that serves other people's runs until it is closed or leaves the cluster. */
public final class ClusterNode implements AutoCloseable {

  private final ActorSystem<Void> system;

  private ClusterNode(ActorSystem<Void> system) {
    this.system = system;
  }

  /**
   * Starts a node and waits until it is a member.
   *
   * @param threads that move walkers, 1 to {@link ThreadLimit#MOST}
   * @throws io.strider.runtime.common.ClusterException when it cannot join in time
   */
  public static ClusterNode start(ClusterSettings settings, int threads) {
    ThreadLimit.check("threads", threads);
    Config config =
        ConfigFactory.parseString("strider.cluster.threads = " + threads)
            .withFallback(ClusterConfig.of(settings))
            .withFallback(ConfigFactory.load());
    ActorSystem<Void> system = ClusterMember.create(Behaviors.empty(), settings, config);
    ClusterNode node = new ClusterNode(system);
    try {
      ClusterMember.begin(system);
      ClusterMember.formAlone(system, settings);
      ClusterMember.awaitUp(system, settings);
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
    return node;
  }

  /** What its actors live in, for those of other services of the node. */
  public ActorSystem<?> system() {
    return system;
  }

  /** Where it listens, as {@code host:port}. */
  public String address() {
    return ClusterMember.address(system);
  }

  /** Completes when the node has stopped, for whatever reason. */
  public CompletionStage<Done> whenStopped() {
    return system.getWhenTerminated();
  }

  /** Why it has stopped, when it was not closed. */
  public String whyStopped() {
    return ClusterMember.whyRemoved(system);
  }

  /** Leaves the cluster and stops; returns at once. */
  @Override
  public void close() {
    system.terminate();
  }
}
