package io.strider.actors.cluster;

import com.typesafe.config.Config;
import io.strider.actors.transport.BulkTransports;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.remote.RemoteTransportException;

/** What every process of a cluster does at its start. */
public final class ClusterMember {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private ClusterMember() {}

  /**
   * An actor system that listens where the settings say.
   *
   * @throws ClusterException when it cannot
   */
  public static <T> ActorSystem<T> create(Behavior<T> guardian, ClusterSettings settings, Config config) {
    try {
      ActorSystem<T> system = ActorSystem.create(guardian, "strider", config);
      try {
        BulkTransports.of(system);
      } catch (RuntimeException e) {
        system.terminate();
        throw e;
      }
      if (settings.tls() != null) {
        LingeringConnections.cutOffAtTheEnd(system);
      }
      return system;
    } catch (RemoteTransportException e) {
      throw new ClusterException(
          "cannot listen at " + settings.host() + ":" + settings.port() + ": " + e.getMessage());
    }
  }

  /**
   * Takes part in the placement of partitions, once a system however often it is called. A node of role
   * {@link ClusterSettings#PARTITION} holds some from then on, and moves walkers with {@code strider.cluster.threads} threads; one of role
   * {@link ClusterSettings#CORPUS} holds buffers of walks.
   *
   * @return whom to ask where a partition lives
   */
  public static ActorRef<Placement.Locate> begin(ActorSystem<?> system) {
    return Membership.ID.apply(system).placement();
  }

  /** The nodes of role {@link ClusterSettings#CORPUS} that are members whenever it is asked. */
  public static Supplier<List<ActorRef<CorpusNode.Command>>> corpusNodes(ActorSystem<?> system) {
    return () -> Membership.corpusNodes(system);
  }

  /** Forms a cluster of one where the settings name no node to join. */
  public static void formAlone(ActorSystem<?> system, ClusterSettings settings) {
    if (settings.seeds().isEmpty()) {
      Cluster cluster = Cluster.get(system);
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    }
  }

  /**
   * Waits until this node is a member.
   *
   * @throws ClusterException when it is not within the settings' limit, or at once when the cluster casts it out, as one does
   *     that loses its majority meanwhile
   */
  public static void awaitUp(ActorSystem<?> system, ClusterSettings settings) {
    Duration timeout = settings.joinTimeout();
    CompletableFuture<Boolean> member = new CompletableFuture<>();
    var cluster = org.apache.pekko.cluster.Cluster.get(system.classicSystem());
    cluster.registerOnMemberUp(() -> member.complete(true));
    cluster.registerOnMemberRemoved(() -> member.complete(false));
    try {
      if (!await(member, cluster, timeout)) {
        throw new ClusterException(
            "this process was removed while it joined: the cluster at " + settings.seeds() + " stopped, or lost its majority");
      }
    } catch (TimeoutException e) {
      throw new ClusterException(
          "no membership within " + timeout.toSeconds() + " s: is a node listening at " + settings.seeds()
              + ", and can it reach this process at " + settings.host() + "?");
    } catch (ExecutionException e) {
      throw new ClusterException("could not join the cluster: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while joining the cluster");
    }
  }

  /** Looks at the cluster again and again: a listener that is registered while it shuts down may never be called. */
  private static boolean await(
      CompletableFuture<Boolean> member, org.apache.pekko.cluster.Cluster cluster, Duration timeout)
      throws ExecutionException, InterruptedException, TimeoutException {
    long end = Clock.SYSTEM.nanoTime() + timeout.toNanos();
    while (true) {
      long left = end - Clock.SYSTEM.nanoTime();
      try {
        return member.get(Math.clamp(left, 0, LOOK_AGAIN.toNanos()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (cluster.isTerminated()) {
          return false;
        }
        if (left <= LOOK_AGAIN.toNanos()) {
          throw e;
        }
      }
    }
  }

  /** {@code host:port} of a system that others can join. */
  public static String address(ActorSystem<?> system) {
    Address address = Cluster.get(system).selfMember().address();
    return address.getHost().orElse("?") + ":" + address.getPort().orElse(0);
  }

  /**
   * Why a system stopped that nobody asked to: from what it saw of the others last, it was either cut off from them, and then stopped
   * itself, or they have given it up.
   */
  public static String whyRemoved(ActorSystem<?> system) {
    return Departure.ID.get(system).reason();
  }
}
