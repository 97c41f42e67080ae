package io.strider.actors.transport;

import io.strider.actors.walk.BulkCounters;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/** The counters of an actor system, there before its transport is. */
final class BulkTraffic implements Extension {

  private static final class Id extends AbstractExtensionId<BulkTraffic> {
    @Override
    public BulkTraffic createExtension(ExtendedActorSystem system) {
      return new BulkTraffic();
    }
  }

  private static final Id ID = new Id();

  private final BulkCounters counters = new BulkCounters();

  static BulkCounters of(ActorSystem system) {
    return ID.get(system).counters;
  }
}
