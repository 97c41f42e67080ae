package io.strider.actors.walk;

import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.time.StageMeter;
import io.strider.runtime.walk.WaveScheduleLogic;
import io.strider.runtime.walk.WaveScheduleLogic.Effect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Opens waves while buffers are free and delivers them in order, one at a time, to the consumer. */
public final class WalkCoordinator extends AbstractBehavior<WalkCoordinator.Command> {

  /** What a coordinator hears. */
  public sealed interface Command {}

  /** Most steps of a wave are known: the next may set off. */
  record WaveEnding(long number) implements Command {}

  /** A buffer has every walk of a wave, which took so many steps. */
  public record WaveComplete(long number, Wave wave, long steps) implements Command {}

  /** The consumer is through with a wave. */
  public record WaveConsumed(long number) implements Command {}

  /** The actors to work with; the walk starts. */
  public record Start(
      List<ActorRef<CorpusBuffer.Command>> buffers,
      ActorRef<WaveConsumer.Consume> consumer,
      ActorRef<WalkRun.Command> run)
      implements Command {}

  private final WaveScheduleLogic logic;
  private final StageMeter meter;
  private final StageListener listener;
  private final Map<Long, Wave> complete = new HashMap<>();
  private boolean metering;

  private WalkCoordinator(
      ActorContext<Command> context, WaveScheduleLogic logic, StageMeter meter, StageListener listener) {
    super(context);
    this.logic = logic;
    this.meter = meter;
    this.listener = listener;
  }

  /** The behavior. */
  public static Behavior<Command> create(WaveScheduleLogic logic, StageMeter meter, StageListener listener) {
    return Behaviors.setup(context -> new WalkCoordinator(context, logic, meter, listener));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Start.class, this::onStart).build();
  }

  private Behavior<Command> onStart(Start actors) {
    carryOut(logic.start(), actors);
    return Behaviors.receive(Command.class)
        .onMessage(WaveEnding.class, event -> onWaveEnding(event, actors))
        .onMessage(WaveComplete.class, event -> onWaveComplete(event, actors))
        .onMessage(WaveConsumed.class, event -> onWaveConsumed(event, actors))
        .build();
  }

  private Behavior<Command> onWaveEnding(WaveEnding event, Start actors) {
    carryOut(logic.onEnding(event.number()), actors);
    return Behaviors.same();
  }

  private Behavior<Command> onWaveComplete(WaveComplete event, Start actors) {
    complete.put(event.number(), event.wave());
    List<Effect> effects = logic.onComplete(event.number());
    meter.pause(event.steps());
    metering = false;
    listener.advanced(Stage.WALK, meter.items());
    carryOut(effects, actors);
    return Behaviors.same();
  }

  private Behavior<Command> onWaveConsumed(WaveConsumed event, Start actors) {
    complete.remove(event.number());
    carryOut(logic.onConsumed(event.number()), actors);
    return Behaviors.same();
  }

  private void carryOut(List<Effect> effects, Start actors) {
    if (!metering && logic.walking()) {
      metering = true;
      meter.resume();
    }
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Open open ->
            actors
                .buffers()
                .get(open.buffer())
                .tell(new CorpusBuffer.OpenWave(open.number(), open.firstWalk(), open.walks()));
        case Effect.Deliver deliver -> {
          Wave wave = complete.get(deliver.number());
          if (wave == null) {
            throw new IllegalStateException("wave " + deliver.number() + " is not complete");
          }
          actors.consumer().tell(new WaveConsumer.Consume(deliver.number(), wave));
        }
        case Effect.Finish finish -> actors.run().tell(new WalkRun.Finished());
      }
    }
  }
}
