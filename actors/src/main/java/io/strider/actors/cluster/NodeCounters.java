package io.strider.actors.cluster;

import io.strider.actors.transport.BulkTransports;
import io.strider.actors.walk.BulkCounters;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.typed.ActorSystem;

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
  final LongAdder controlMessagesSent = new LongAdder();
  final LongAdder controlBytesSent = new LongAdder();
  final LongAdder refusedControlFrames = new LongAdder();

  /** All that the node has done so far, now that it holds so many partitions, but for its buffers, which count themselves. */
  NodeReport report(ActorSystem<?> system, int partitions) {
    BulkCounters bulk = BulkTransports.counters(system);
    return new NodeReport(
        ClusterMember.address(system),
        partitions,
        steps.sum(),
        0,
        bulk.walkersSent.sum(),
        bulk.walkersReceived.sum(),
        bulk.refusedFrames.sum() + refusedControlFrames.sum(),
        new NodeReport.Traffic(
            BulkTransports.of(system).carrier(),
            bulk.messagesSent.sum(),
            bulk.bytesSent.sum(),
            controlMessagesSent.sum(),
            controlBytesSent.sum(),
            bulk.droppedFrames.sum(),
            bulk.backPressured.sum(),
            bulk.doubledBatches.sum(),
            bulk.staleBatches.sum()));
  }
}
