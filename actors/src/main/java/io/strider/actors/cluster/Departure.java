package io.strider.actors.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberDowned;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.MemberUp;
import org.apache.pekko.cluster.ClusterEvent.ReachableMember;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/** Why this process had to leave its cluster, which nobody can ask the cluster any more when it has. Safe from any thread. */
final class Departure implements Extension {

  /** One a system. */
  static final class Id extends AbstractExtensionId<Departure> {
    @Override
    public Departure createExtension(ExtendedActorSystem system) {
      return new Departure();
    }
  }

  static final Id ID = new Id();

  private volatile String reason = "this process was removed from the cluster: the others could not reach it";

  private Departure() {}

  String reason() {
    return reason;
  }

  /** Watches the cluster for this process's end in it. */
  static Behavior<ClusterDomainEvent> create() {
    return Behaviors.setup(
        context -> {
          Cluster cluster = Cluster.get(context.getSystem());
          cluster.subscriptions().tell(Subscribe.create(context.getSelf(), ClusterDomainEvent.class));
          Departure departure = ID.get(context.getSystem());
          Address self = cluster.selfMember().address();
          Set<Member> holders = new HashSet<>();
          Set<Member> silent = new HashSet<>();
          return Behaviors.receiveMessage(
              event -> {
                switch (event) {
                  case MemberUp up when up.member().hasRole(ClusterSettings.PARTITION) -> holders.add(up.member());
                  case MemberRemoved removed -> holders.remove(removed.member());
                  case UnreachableMember lost -> silent.add(lost.member());
                  case ReachableMember back -> silent.remove(back.member());
                  case MemberDowned downed when downed.member().address().equals(self) -> departure.explain(holders, silent);
                  default -> {}
                }
                return Behaviors.same();
              });
        });
  }

  private void explain(Set<Member> holders, Set<Member> silent) {
    List<String> lost = new ArrayList<>();
    for (Member holder : holders) {
      if (silent.contains(holder)) {
        lost.add(holder.address().getHost().orElse("?") + ":" + holder.address().getPort().orElse(0));
      }
    }
    if (!lost.isEmpty()) {
      reason =
          String.format(
              "this process was cut off from %d of the %d nodes of role %s, %s, and stopped: only the side with most of them goes on",
              lost.size(), holders.size(), ClusterSettings.PARTITION, lost);
    }
  }
}
