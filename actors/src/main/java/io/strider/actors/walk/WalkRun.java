package io.strider.actors.walk;

import io.strider.runtime.common.CancelledException;
import io.strider.runtime.plan.RunFootprint;
import io.strider.runtime.walk.Endpoints;
import io.strider.runtime.walk.PartitionWalkLogic;
import io.strider.runtime.walk.WalkOutlet;
import io.strider.runtime.walk.WaveBufferLogic;
import io.strider.runtime.walk.WaveScheduleLogic;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the corpus: starts its actors, ends when the last wave was consumed, when any of them fails, or when it
 * is cancelled, and answers only after all of them have stopped, so that nothing touches the graph or the sink any more.
 */
public final class WalkRun extends AbstractBehavior<WalkRun.Command> {

  /** What a run hears. */
  public interface Command {}

  /** Stop as soon as the blocks in hand are done. */
  public record Cancel() implements Command {}

  /** Every wave was consumed. */
  public record Finished() implements Command {}

  /** One of the run's actors could not do its work. */
  public record Failed(Throwable cause) implements Command {}

  /** How a run ended. */
  public sealed interface Outcome {

    /** Every wave went through the sink. */
    record Completed() implements Outcome {}

    /** An actor or the sink failed; a cancelled run fails with {@link CancelledException}. */
    record Stopped(Throwable cause) implements Outcome {}
  }

  private final ActorRef<Outcome> replyTo;
  private final List<ActorRef<?>> living = new ArrayList<>();
  private @Nullable Outcome outcome;

  private WalkRun(ActorContext<Command> context, WalkPass pass, ActorRef<Outcome> replyTo) {
    super(context);
    this.replyTo = replyTo;
    start(pass);
  }

  /** A run of one pass that answers {@code replyTo}. */
  public static Behavior<Command> create(WalkPass pass, ActorRef<Outcome> replyTo) {
    return Behaviors.setup(context -> new WalkRun(context, pass, replyTo));
  }

  private void start(WalkPass pass) {
    WaveScheduleLogic schedule =
        new WaveScheduleLogic(pass.firstWalk(), pass.totalWalks(), pass.walksPerWave(), pass.buffers());
    ActorRef<WalkCoordinator.Command> coordinator =
        spawn(WalkCoordinator.create(schedule, pass.meter(), pass.listener()), "coordinator", "default-dispatcher");
    BulkCounters counters = new BulkCounters();
    List<ActorRef<Partition.Command>> partitions = new ArrayList<>();
    for (int p = 0; p < pass.map().partitions(); p++) {
      partitions.add(spawn(Partition.create(pass.buffers(), counters), "partition-" + p, "default-dispatcher"));
    }
    List<ActorRef<CorpusBuffer.Command>> buffers = new ArrayList<>();
    for (int b = 0; b < pass.buffers(); b++) {
      WaveBufferLogic logic =
          new WaveBufferLogic(pass.starts(), pass.model().parameters().walkLength(), pass.walksPerWave());
      buffers.add(spawn(CorpusBuffer.create(logic, coordinator), "corpus-buffer-" + b, "default-dispatcher"));
    }
    ActorRef<Command> self = getContext().getSelf();
    Neighbourhood all =
        Neighbourhood.inProcess(Endpoints.ofEach(pass.map()), List.copyOf(partitions), List.copyOf(buffers), self);
    for (int b = 0; b < buffers.size(); b++) {
      buffers.get(b).tell(new CorpusBuffer.Connected(all, b));
    }
    for (int p = 0; p < partitions.size(); p++) {
      partitions.get(p).tell(new Partition.Staffed(lanes(pass, p, all)));
    }
    ActorRef<WaveConsumer.Consume> consumer =
        spawn(
            WaveConsumer.create(pass.sink(), pass.cancellation(), coordinator, self),
            "consumer",
            "consumer-dispatcher");
    coordinator.tell(new WalkCoordinator.Start(buffers, consumer, self));
  }

  private List<ActorRef<PartitionLane.Command>> lanes(WalkPass pass, int p, Neighbourhood all) {
    List<ActorRef<PartitionLane.Command>> lanes = new ArrayList<>();
    int partitions = all.inboxes().size();
    int lanesPerPartition = RunFootprint.lanesPerPartition(pass.threads(), partitions);
    for (int lane = 0; lane < lanesPerPartition; lane++) {
      PartitionWalkLogic logic = new PartitionWalkLogic(pass.model(), all.endpoints(), p);
      WalkOutlet outlet = all.outlet(Neighbourhood.senderOfLane(p, lane));
      lanes.add(
          spawn(
              PartitionLane.create(logic, all.inboxes().get(p), outlet, all.run()),
              "lane-" + p + "-" + lane,
              LaneDispatcher.of(getContext().getSystem(), pass.threads())));
    }
    return lanes;
  }

  private <T> ActorRef<T> spawn(Behavior<T> behavior, String name, String dispatcher) {
    return spawn(behavior, name, DispatcherSelector.fromConfig("strider." + dispatcher));
  }

  private <T> ActorRef<T> spawn(Behavior<T> behavior, String name, DispatcherSelector dispatcher) {
    ActorRef<T> child = getContext().spawn(behavior, name, dispatcher);
    getContext().watch(child);
    living.add(child);
    return child;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Command.class, this::onCommand)
        .onSignal(ChildFailed.class, failed -> onGone(failed, failed.getCause()))
        .onSignal(Terminated.class, gone -> onGone(gone, new IllegalStateException(gone.getRef() + " stopped")))
        .build();
  }

  private Behavior<Command> onCommand(Command command) {
    switch (command) {
      case Cancel cancel -> end(new Outcome.Stopped(new CancelledException()));
      case Failed failed -> end(new Outcome.Stopped(failed.cause()));
      case Finished finished -> end(new Outcome.Completed());
      default -> throw new IllegalStateException("not for a run in one process: " + command);
    }
    return this;
  }

  private Behavior<Command> onGone(Terminated gone, Throwable cause) {
    living.remove(gone.getRef());
    end(new Outcome.Stopped(cause));
    if (!living.isEmpty() || outcome == null) {
      return this;
    }
    replyTo.tell(outcome);
    return Behaviors.stopped();
  }

  /** Keeps the first outcome and stops everybody who is still at work. */
  private void end(Outcome how) {
    if (outcome == null) {
      outcome = how;
      living.forEach(getContext()::stop);
    }
  }
}
