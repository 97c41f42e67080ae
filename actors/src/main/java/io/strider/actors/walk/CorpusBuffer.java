package io.strider.actors.walk;

import io.strider.runtime.corpus.Wave;
import io.strider.runtime.walk.TrailBatch;
import io.strider.runtime.walk.WalkOutlet;
import io.strider.runtime.walk.WaveBufferLogic;
import io.strider.runtime.walk.WaveChunk;
import java.time.Duration;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * Holds one wave at a time: sends its walkers off, collects their trails, tells the coordinator when it is complete. It is in the process
 * that consumes the waves, or on a node of role corpus.
 */
public final class CorpusBuffer extends AbstractBehavior<CorpusBuffer.Command> {

  /** What a buffer hears. */
  public sealed interface Command {}

  /** Walk these ids as wave {@code number}; the wave before was consumed. */
  public record OpenWave(long number, long firstWalk, int walks) implements Command {}

  /** Walkers dropped these segments. */
  public record Dropped(TrailBatch trail) implements Command, BulkMessage {}

  /** Where walkers go, and which of the buffers this is; heard before any wave, and again when partitions have moved: then lost walkers set off again. */
  public record Connected(Neighbourhood others, int buffer) implements Command {}

  /** What only the stand-in of a buffer hears that is on another node. */
  public non-sealed interface Remote extends Command {}

  /** A piece of a complete wave, for who consumes it. */
  public record Pulled(WaveChunk chunk) implements Remote, BulkMessage {}

  /** Time to look whether the wave gets on. */
  private record Tick() implements Command {}

  /** Ticks between two new starts of a stalled wave grow up to this. */
  private static final int MAX_BACK_OFF_TICKS = 16;

  private final WaveBufferLogic logic;
  private final ActorRef<WalkCoordinator.Command> coordinator;
  private @Nullable WalkOutlet outlet;
  private boolean ending;
  private boolean announced;
  private long stepsAtTick = -1;
  private int ticksToWait = 1;
  private int ticksWaited;

  private CorpusBuffer(
      ActorContext<Command> context, WaveBufferLogic logic, ActorRef<WalkCoordinator.Command> coordinator) {
    super(context);
    this.logic = logic;
    this.coordinator = coordinator;
  }

  /** The behavior. */
  public static Behavior<Command> create(WaveBufferLogic logic, ActorRef<WalkCoordinator.Command> coordinator) {
    return Behaviors.setup(context -> new CorpusBuffer(context, logic, coordinator));
  }

  /** A buffer for walkers that may get lost: those of a wave without progress for so long set off again. */
  public static Behavior<Command> create(
      WaveBufferLogic logic, ActorRef<WalkCoordinator.Command> coordinator, Duration stallTimeout) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(new Tick(), stallTimeout);
          return create(logic, coordinator);
        });
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::onCommand).build();
  }

  private Behavior<Command> onCommand(Command command) {
    switch (command) {
      case Connected connected -> {
        logic.connect(connected.others().endpoints());
        outlet = connected.others().outlet(Neighbourhood.senderOfBuffer(connected.buffer()));
        if (walking()) {
          logic.reissue(outlet);
        }
      }
      case Tick tick -> restartIfStalled();
      case OpenWave open -> {
        ending = false;
        announced = false;
        logic.open(open.number(), open.firstWalk(), open.walks(), Objects.requireNonNull(outlet, "not connected"));
      }
      case Dropped dropped -> logic.accept(dropped.trail());
      case Remote remote -> throw new IllegalStateException("not for the buffer itself: " + remote);
    }
    announceProgress();
    return this;
  }

  private boolean walking() {
    return !announced && logic.wave() >= 0 && !logic.complete();
  }

  private void restartIfStalled() {
    if (!walking() || logic.steps() != stepsAtTick) {
      stepsAtTick = logic.steps();
      ticksToWait = 1;
      ticksWaited = 0;
    } else if (++ticksWaited >= ticksToWait) {
      int walkers = logic.reissue(Objects.requireNonNull(outlet, "not connected"));
      getContext().getLog().warn("wave {} made no progress: {} walkers set off again", logic.wave(), walkers);
      ticksToWait = Math.min(MAX_BACK_OFF_TICKS, 2 * ticksToWait);
      ticksWaited = 0;
    }
  }

  private void announceProgress() {
    if (!ending && logic.wave() >= 0 && logic.ending()) {
      ending = true;
      coordinator.tell(new WalkCoordinator.WaveEnding(logic.wave()));
    }
    if (!announced && logic.wave() >= 0 && logic.complete()) {
      announced = true;
      Wave wave = logic.take();
      coordinator.tell(new WalkCoordinator.WaveComplete(logic.wave(), wave, logic.steps()));
    }
  }
}
