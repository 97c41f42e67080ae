package io.strider.actors.walk;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.corpus.WaveSink;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Hands waves to a {@link WaveSink} on a thread of its own and asks for the next by saying that it is through. */
public final class WaveConsumer {

  /** A complete wave to work through. */
  public record Consume(long number, Wave wave) {}

  private WaveConsumer() {}

  /** The behavior. */
  public static Behavior<Consume> create(
      WaveSink sink,
      Cancellation cancellation,
      ActorRef<WalkCoordinator.Command> coordinator,
      ActorRef<WalkRun.Command> run) {
    return Behaviors.receiveMessage(
        consume -> {
          try {
            sink.accept(consume.wave(), cancellation);
            coordinator.tell(new WalkCoordinator.WaveConsumed(consume.number()));
          } catch (RuntimeException | Error failure) {
            run.tell(new WalkRun.Failed(failure));
          }
          return Behaviors.same();
        });
  }
}
