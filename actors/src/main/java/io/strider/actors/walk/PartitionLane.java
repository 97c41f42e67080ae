package io.strider.actors.walk;

import io.strider.runtime.walk.PartitionWalkLogic;
import io.strider.runtime.walk.RowQuestion;
import io.strider.runtime.walk.WalkOutlet;
import io.strider.runtime.walk.WalkerBatch;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** One thread's worth of a partition: moves the batches that its partition hands it and sends what comes out of them. */
public final class PartitionLane extends AbstractBehavior<PartitionLane.Command> {

  /** What a lane hears. */
  public sealed interface Command {}

  /** Walkers to move; all of one wave. */
  public record Advance(List<WalkerBatch> batches) implements Command {}

  /** A row to weigh. */
  public record Answer(RowQuestion question) implements Command {}

  private final PartitionWalkLogic logic;
  private final WalkOutlet outlet;
  private final ActorRef<Partition.Command> partition;
  private final ActorRef<WalkRun.Command> run;

  private PartitionLane(
      ActorContext<Command> context,
      PartitionWalkLogic logic,
      ActorRef<Partition.Command> partition,
      WalkOutlet outlet,
      ActorRef<WalkRun.Command> run) {
    super(context);
    this.logic = logic;
    this.partition = partition;
    this.outlet = outlet;
    this.run = run;
  }

  /** A lane of {@code partition} that tells {@code run} when it fails. */
  public static Behavior<Command> create(
      PartitionWalkLogic logic,
      ActorRef<Partition.Command> partition,
      WalkOutlet outlet,
      ActorRef<WalkRun.Command> run) {
    return Behaviors.setup(context -> new PartitionLane(context, logic, partition, outlet, run));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::onCommand).build();
  }

  private Behavior<Command> onCommand(Command command) {
    try {
      switch (command) {
        case Advance advance -> {
          logic.advance(advance.batches(), outlet);
          partition.tell(new Partition.LaneFree(getContext().getSelf()));
        }
        case Answer answer -> logic.answer(answer.question(), outlet);
      }
    } catch (RuntimeException | Error failure) {
      run.tell(new WalkRun.Failed(failure));
    }
    return this;
  }
}
