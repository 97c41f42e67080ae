package io.strider.actors.cluster;

import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/** What this node has done since it started. Safe from any thread. */
final class NodeCounters implements Extension {

  /** One a system. */
  static final class Id extends AbstractExtensionId<NodeCounters> {
    @Override
    public NodeCounters createExtension(ExtendedActorSystem system) {
      return new NodeCounters();
    }
  }

  static final Id ID = new Id();

  final LongAdder steps = new LongAdder();
  final LongAdder walkersSent = new LongAdder();
  final LongAdder walkersReceived = new LongAdder();
  final LongAdder refusedFrames = new LongAdder();
}
