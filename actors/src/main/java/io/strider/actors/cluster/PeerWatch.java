package io.strider.actors.cluster;

import io.strider.actors.transport.BulkTransport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/** Tells the bulk transport which nodes have left. */
final class PeerWatch {

  private PeerWatch() {}

  static Behavior<MemberRemoved> create(BulkTransport transport) {
    return Behaviors.setup(
        context -> {
          Cluster.get(context.getSystem())
              .subscriptions()
              .tell(Subscribe.create(context.getSelf(), MemberRemoved.class));
          return Behaviors.receiveMessage(
              removed -> {
                transport.disconnect(node(removed.member().address()));
                return Behaviors.same();
              });
        });
  }

  private static String node(Address address) {
    return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
  }
}
