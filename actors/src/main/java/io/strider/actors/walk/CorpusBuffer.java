package io.strider.actors.walk;

import io.strider.runtime.corpus.Wave;
import io.strider.runtime.walk.TrailBatch;
import io.strider.runtime.walk.WalkOutlet;
import io.strider.runtime.walk.WaveBufferLogic;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/** Holds one wave at a time: sends its walkers off, collects their trails, tells the coordinator when it is complete. */
final class CorpusBuffer extends AbstractBehavior<CorpusBuffer.Command> {

  /** What a buffer hears. */
  sealed interface Command {}

  /** Walk these ids as wave {@code number}; the wave before was consumed. */
  record OpenWave(long number, long firstWalk, int walks) implements Command {}

  /** Walkers dropped these segments. */
  record Dropped(TrailBatch trail) implements Command {}

  /** Where walkers go; heard once, before any wave. */
  record Connected(Neighbourhood others) implements Command {}

  private final WaveBufferLogic logic;
  private final ActorRef<WalkCoordinator.Command> coordinator;
  private @Nullable WalkOutlet outlet;
  private boolean announced;

  private CorpusBuffer(
      ActorContext<Command> context, WaveBufferLogic logic, ActorRef<WalkCoordinator.Command> coordinator) {
    super(context);
    this.logic = logic;
    this.coordinator = coordinator;
  }

  static Behavior<Command> create(WaveBufferLogic logic, ActorRef<WalkCoordinator.Command> coordinator) {
    return Behaviors.setup(context -> new CorpusBuffer(context, logic, coordinator));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::onCommand).build();
  }

  private Behavior<Command> onCommand(Command command) {
    switch (command) {
      case Connected connected -> outlet = connected.others().outlet();
      case OpenWave open -> {
        announced = false;
        logic.open(open.number(), open.firstWalk(), open.walks(), Objects.requireNonNull(outlet, "not connected"));
      }
      case Dropped dropped -> logic.accept(dropped.trail());
    }
    announceIfComplete();
    return this;
  }

  private void announceIfComplete() {
    if (!announced && logic.wave() >= 0 && logic.complete()) {
      announced = true;
      Wave wave = logic.take();
      coordinator.tell(new WalkCoordinator.WaveComplete(logic.wave(), wave, logic.steps()));
    }
  }
}
