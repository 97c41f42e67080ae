package io.strider.actors.cluster;

import io.strider.actors.transport.BulkTransports;
import io.strider.runtime.common.ThreadLimit;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;

/** A system's part in the placement of partitions; there is one of it, whoever asks first. Immutable. */
record Membership(ActorRef<Placement.Locate> placement) implements Extension {

  static final ExtensionId<Membership> ID = new Id();

  private static final class Id extends ExtensionId<Membership> {
    @Override
    public Membership createExtension(ActorSystem<?> system) {
      boolean holds = Cluster.get(system).selfMember().hasRole(ClusterSettings.PARTITION);
      int threads = threads(system);
      system.systemActorOf(PeerWatch.create(BulkTransports.of(system)), "strider-peer-watch", Props.empty());
      if (holds) {
        ActorRef<IngestNode.Command> ingest =
            system.systemActorOf(IngestNode.create(), "strider-ingest-node", Props.empty());
        system.receptionist().tell(Receptionist.register(IngestNode.KEY, ingest));
      }
      if (Cluster.get(system).selfMember().hasRole(ClusterSettings.CORPUS)) {
        system.systemActorOf(CorpusNode.create(), CorpusNode.NAME, Props.empty());
      }
      system.systemActorOf(Departure.create(), "strider-departure", Props.empty());
      return new Membership(Placement.init(system, holds ? walkNode(system, threads) : null));
    }

    private static int threads(ActorSystem<?> system) {
      int asked = system.settings().config().getInt("strider.cluster.threads");
      int threads = asked > 0 ? asked : Math.min(ThreadLimit.MOST, Runtime.getRuntime().availableProcessors());
      ThreadLimit.check("strider.cluster.threads", threads);
      return threads;
    }

    private static ActorRef<WalkNode.Command> walkNode(ActorSystem<?> system, int threads) {
      return system.systemActorOf(WalkNode.create(threads), "strider-walk-node", Props.empty());
    }
  }

  /** Reachable nodes that could hold a partition: one that has just joined gets its share a moment later. */
  static int nodes(ActorSystem<?> system) {
    CurrentClusterState state = Cluster.get(system).state();
    int nodes = 0;
    for (Member member : state.getMembers()) {
      boolean able = member.status().equals(MemberStatus.up()) && member.hasRole(ClusterSettings.PARTITION);
      nodes += able && !state.getUnreachable().contains(member) ? 1 : 0;
    }
    return nodes;
  }

  /** The nodes that could hold buffers, reachable members, in the order of their addresses. */
  static List<ActorRef<CorpusNode.Command>> corpusNodes(ActorSystem<?> system) {
    CurrentClusterState state = Cluster.get(system).state();
    ActorRefResolver resolver = ActorRefResolver.get(system);
    return StreamSupport.stream(state.getMembers().spliterator(), false)
        .filter(member -> member.status().equals(MemberStatus.up()) && member.hasRole(ClusterSettings.CORPUS))
        .filter(member -> !state.getUnreachable().contains(member))
        .map(member -> member.address() + "/system/" + CorpusNode.NAME)
        .sorted()
        .map(path -> resolver.<CorpusNode.Command>resolveActorRef(path))
        .toList();
  }

  /** Whether the failure detector takes the node at this address for a living member, as this process always is. */
  static boolean isReachable(ActorSystem<?> system, Address address) {
    CurrentClusterState state = Cluster.get(system).state();
    boolean unreachable = state.getUnreachable().stream().anyMatch(member -> member.address().equals(address));
    boolean member =
        StreamSupport.stream(state.getMembers().spliterator(), false).anyMatch(one -> one.address().equals(address));
    return address.hasLocalScope() || (member && !unreachable);
  }
}
