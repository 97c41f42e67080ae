package io.strider.actors.walk;

import io.strider.runtime.walk.PartitionWalkLogic;
import io.strider.runtime.walk.RowQuestion;
import io.strider.runtime.walk.WalkerAdmission;
import io.strider.runtime.walk.WalkerBatch;
import io.strider.runtime.walk.WaveAttempt;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * What takes the walkers of an endpoint, which is a partition of the graph or all those of one node: an inbox of batches, dealt
 * out to its lanes in blocks. The inbox cannot grow beyond the walkers of the open waves, because that population is closed: what
 * a transport doubles is not let in ({@link WalkerAdmission}).
 */
public final class Partition extends AbstractBehavior<Partition.Command> {

  /** What a partition hears. */
  public sealed interface Command {}

  /** Walkers stand on vertices of this partition. */
  public record Arrived(WalkerBatch batch, BatchStamp stamp) implements Command, BulkMessage {}

  /** A row to be weighed against a row of this partition. */
  public record Asked(RowQuestion question, BatchStamp stamp) implements Command, BulkMessage {}

  /** Deal out what has come in since this was sent. */
  private record Deal() implements Command {}

  /** A lane has moved the block it was given. */
  public record LaneFree(ActorRef<PartitionLane.Command> lane) implements Command {}

  /** The lanes to deal to; heard once, before any walker. */
  public record Staffed(List<ActorRef<PartitionLane.Command>> lanes) implements Command {}

  /** Blocks that a lane may have waiting, so that it need not pause for the next. */
  private static final int MAX_BLOCKS_PER_LANE = 2;

  private final WaitingWalkers inbox = new WaitingWalkers();
  private final Map<ActorRef<PartitionLane.Command>, Integer> blocksOfLane = new LinkedHashMap<>();

  private final WalkerAdmission admission;
  private final BulkCounters counters;
  private final Set<WaveAttempt> open = new HashSet<>();
  private boolean dealing;

  private Partition(ActorContext<Command> context, WalkerAdmission admission, BulkCounters counters) {
    super(context);
    this.admission = admission;
    this.counters = counters;
  }

  /**
   * The behavior.
   *
   * @param buffers how many buffers, and so waves, the pass has at once
   */
  public static Behavior<Command> create(int buffers, BulkCounters counters) {
    return Behaviors.setup(context -> new Partition(context, new WalkerAdmission(buffers), counters));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::onCommand).build();
  }

  private Behavior<Command> onCommand(Command command) {
    switch (command) {
      case Arrived arrived -> {
        if (admits(arrived.batch().attempt(), arrived.stamp())) {
          inbox.add(arrived.batch());
        }
      }
      case Asked asked -> {
        if (admits(asked.question().attempt(), asked.stamp())) {
          blocksOfLane.keySet().iterator().next().tell(new PartitionLane.Answer(asked.question()));
        }
      }
      case Deal deal -> {
        dealing = false;
        deal();
      }
      case LaneFree free -> blocksOfLane.merge(free.lane(), -1, Integer::sum);
      case Staffed staffed -> staffed.lanes().forEach(lane -> blocksOfLane.put(lane, 0));
    }
    if (!dealing && !(command instanceof Deal)) {
      dealing = true;
      getContext().getSelf().tell(new Deal());
    }
    return this;
  }

  /** Refuses what has no business here, and throws out of the inbox what a newer attempt has replaced. */
  private boolean admits(WaveAttempt attempt, BatchStamp stamp) {
    return switch (admission.admit(attempt, stamp.sender(), stamp.sequence())) {
      case ADMITTED -> {
        if (open.add(attempt)) {
          open.removeIf(admission::stale);
          inbox.removeIf(admission::stale);
        }
        yield true;
      }
      case DOUBLED -> {
        counters.doubledBatches.increment();
        yield false;
      }
      case STALE -> {
        counters.staleBatches.increment();
        yield false;
      }
    };
  }

  /**
   * Deals out after all that has come in meanwhile, since walkers that move together also leave together, in one message. An idle
   * lane gets what there is; a second block waits for a lane only when it is full.
   */
  private void deal() {
    for (int waiting = 0; waiting < MAX_BLOCKS_PER_LANE; waiting++) {
      for (Map.Entry<ActorRef<PartitionLane.Command>, Integer> lane : blocksOfLane.entrySet()) {
        if (inbox.count() == 0 || (waiting > 0 && inbox.count() < PartitionWalkLogic.BLOCK_WALKERS)) {
          return;
        }
        if (lane.getValue() == waiting) {
          lane.setValue(waiting + 1);
          lane.getKey().tell(new PartitionLane.Advance(inbox.take(blocksOfLane.size())));
        }
      }
    }
  }
}
