package io.strider.actors.cluster;

import io.strider.actors.walk.CorpusBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** A node's part in collecting walks: opens the buffers that drivers ask it to hold for a pass. */
final class CorpusNode extends AbstractBehavior<CorpusNode.Command> {

  /** By this name drivers find it on every node of role corpus. */
  static final String NAME = "strider-corpus-node";

  /** What a node hears. */
  sealed interface Command {}

  /**
   * Hold a buffer of a pass; asked again by the same attempt, it opens no second one.
   *
   * @param driver whose pass it is; the buffer ends with it
   * @param front takes the waves, and stands for this buffer alone
   * @param buffer number of the buffer in the pass
   * @param seed of the walk
   * @param vertices of the graph
   * @param walkLength vertices in a full walk
   * @param walksPerWave walks of a wave at most
   * @param stallMillis a wave without progress for so long has its walkers sent off again
   * @param attempt of the driver to assemble the nodes
   */
  record Open(
      ActorRef<ClusterRun.NodeReply> driver,
      ActorRef<CorpusBuffer.Command> front,
      int buffer,
      long seed,
      int vertices,
      int walkLength,
      int walksPerWave,
      long stallMillis,
      int attempt)
      implements Command, ControlMessage {}

  private record Ended(Open open, ActorRef<HeldBuffer.Command> buffer) implements Command {}

  private record Held(Open open, ActorRef<HeldBuffer.Command> buffer) {}

  private final Map<ActorRef<CorpusBuffer.Command>, Held> ofFronts = new HashMap<>();
  private int opened;

  private CorpusNode(ActorContext<Command> context) {
    super(context);
  }

  static Behavior<Command> create() {
    return Behaviors.setup(CorpusNode::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::onCommand).build();
  }

  private Behavior<Command> onCommand(Command command) {
    switch (command) {
      case Open open -> onOpen(open);
      case Ended ended -> ofFronts.remove(ended.open().front(), new Held(ended.open(), ended.buffer()));
    }
    return this;
  }

  /** What an earlier attempt had opened for the same front has been given up by the driver. */
  private void onOpen(Open open) {
    Held known = ofFronts.get(open.front());
    if (known != null && known.open().equals(open)) {
      known.buffer().tell(new HeldBuffer.SayHeld());
      return;
    }
    if (known != null) {
      known.buffer().tell(new HeldBuffer.Close(false));
    }
    ActorRef<HeldBuffer.Command> buffer = getContext().spawn(HeldBuffer.create(open), "held-buffer-" + opened++);
    getContext().watchWith(buffer, new Ended(open, buffer));
    ofFronts.put(open.front(), new Held(open, buffer));
  }
}
