package io.strider.actors;

import io.strider.actors.walk.WalkPass;
import io.strider.actors.walk.WalkRun;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** The root of an engine's actors: starts runs, passes cancellation on, answers for a run that could not even start. */
final class EngineGuardian extends AbstractBehavior<EngineGuardian.Command> {

  /** What the engine asks for. */
  sealed interface Command {}

  /** Walk once and answer when all has stopped. */
  record Walk(WalkPass pass, ActorRef<WalkRun.Outcome> replyTo) implements Command {}

  /** Cancel every run. */
  record CancelRuns() implements Command {}

  private final Map<ActorRef<Void>, ActorRef<WalkRun.Outcome>> waiting = new HashMap<>();
  private final Map<ActorRef<Void>, ActorRef<WalkRun.Command>> runs = new HashMap<>();
  private long started;

  private EngineGuardian(ActorContext<Command> context) {
    super(context);
  }

  static Behavior<Command> create() {
    return Behaviors.setup(EngineGuardian::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Command.class, this::onCommand)
        .onSignal(ChildFailed.class, this::onRunFailed)
        .onSignal(Terminated.class, this::onRunEnded)
        .build();
  }

  private Behavior<Command> onCommand(Command command) {
    switch (command) {
      case Walk walk -> {
        ActorRef<WalkRun.Command> run =
            getContext().spawn(WalkRun.create(walk.pass(), walk.replyTo()), "walk-" + started++);
        getContext().watch(run);
        waiting.put(run.unsafeUpcast(), walk.replyTo());
        runs.put(run.unsafeUpcast(), run);
      }
      case CancelRuns cancel -> runs.values().forEach(run -> run.tell(new WalkRun.Cancel()));
    }
    return this;
  }

  private Behavior<Command> onRunFailed(ChildFailed failed) {
    ActorRef<WalkRun.Outcome> replyTo = waiting.get(failed.getRef());
    if (replyTo != null) {
      replyTo.tell(new WalkRun.Outcome.Stopped(failed.getCause()));
    }
    return onRunEnded(failed);
  }

  private Behavior<Command> onRunEnded(Terminated ended) {
    waiting.remove(ended.getRef());
    runs.remove(ended.getRef());
    return this;
  }
}
