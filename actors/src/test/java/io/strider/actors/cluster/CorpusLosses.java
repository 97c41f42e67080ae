package io.strider.actors.cluster;

import io.strider.actors.walk.CorpusBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Stands between drivers and a corpus node, and loses the first message of every kind, both ways; never that a buffer is closed. */
final class CorpusLosses {

  private final ActorTestKit kit;
  private final Set<String> lost = new HashSet<>();
  private final Map<ActorRef<?>, ActorRef<?>> relays = new HashMap<>();

  CorpusLosses(ActorTestKit kit) {
    this.kit = kit;
  }

  synchronized Set<String> lost() {
    return Set.copyOf(lost);
  }

  private synchronized boolean loses(Object message) {
    boolean end = message instanceof HeldBuffer.Close || message instanceof ClusterRun.Closed;
    return !end && lost.add(message.getClass().getSimpleName());
  }

  /** What a driver takes for the node. */
  ActorRef<CorpusNode.Command> between(ActorRef<CorpusNode.Command> node) {
    return kit.spawn(
        Behaviors.receiveMessage(
            message -> {
              if (message instanceof CorpusNode.Open open && !loses(open)) {
                node.tell(forNode(open));
              }
              return Behaviors.same();
            }));
  }

  /** The same question from who stands for the driver and for its stand-in. */
  private CorpusNode.Open forNode(CorpusNode.Open open) {
    return new CorpusNode.Open(
        relay(open.driver()),
        relay(open.front()),
        open.buffer(),
        open.seed(),
        open.vertices(),
        open.walkLength(),
        open.walksPerWave(),
        open.stallMillis(),
        open.attempt());
  }

  private synchronized <T> ActorRef<T> relay(ActorRef<T> to) {
    return relays
        .computeIfAbsent(
            to,
            actor ->
                kit.<T>spawn(
                    Behaviors.receiveMessage(
                        message -> {
                          if (!loses(message)) {
                            to.tell(forDriver(message));
                          }
                          return message instanceof HeldBuffer.Close ? Behaviors.stopped() : Behaviors.same();
                        })))
        .unsafeUpcast();
  }

  @SuppressWarnings("unchecked")
  private <T> T forDriver(T message) {
    return message instanceof ClusterRun.Held held
        ? (T) new ClusterRun.Held(held.attempt(), held.buffer(), held.trails(), held.address(), relay(held.node()))
        : message;
  }
}
