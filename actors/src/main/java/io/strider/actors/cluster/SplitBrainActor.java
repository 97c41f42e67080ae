package io.strider.actors.cluster;

import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.Reachability;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.sbr.DowningStrategy;
import org.apache.pekko.cluster.sbr.SplitBrainResolverBase;
import org.apache.pekko.remote.artery.ThisActorSystemQuarantinedEvent;
import scala.concurrent.duration.FiniteDuration;

/** Pekko's split-brain resolver, which does not hear {@link DeadObservers}. */
final class SplitBrainActor extends SplitBrainResolverBase {

  private final Cluster cluster = Cluster.get(context().system());

  private SplitBrainActor(FiniteDuration stableAfter, DowningStrategy strategy) {
    super(stableAfter, strategy);
  }

  /** Mutates the strategy, and one that is restarted goes on with it. */
  static Props props(FiniteDuration stableAfter, DowningStrategy strategy) {
    return Props.create(SplitBrainActor.class, () -> new SplitBrainActor(stableAfter, strategy));
  }

  @Override
  public UniqueAddress selfUniqueAddress() {
    return cluster.selfUniqueAddress();
  }

  @Override
  public String selfDc() {
    return cluster.selfDataCenter();
  }

  @Override
  public void preStart() throws Exception {
    cluster.subscribe(self(), ClusterEvent.initialStateAsEvents(), ClusterDomainEvent.class);
    context().system().eventStream().subscribe(self(), ThisActorSystemQuarantinedEvent.class);
    super.preStart();
  }

  @Override
  public void postStop() {
    cluster.unsubscribe(self());
    context().system().eventStream().unsubscribe(self(), ThisActorSystemQuarantinedEvent.class);
    super.postStop();
  }

  @Override
  public void reachabilityChanged(Reachability reachability) {
    super.reachabilityChanged(DeadObservers.prune(reachability));
  }

  @Override
  public void down(UniqueAddress node, DowningStrategy.Decision decision) {
    log().info("Split-brain resolver downs [{}] by decision [{}]", node, decision);
    cluster.down(node.address());
  }
}
