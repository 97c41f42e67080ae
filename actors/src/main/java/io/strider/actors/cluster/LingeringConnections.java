package io.strider.actors.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Ends connections that keep an actor system from stopping. Artery waits for its streams without a limit (apache/pekko, issue
 * 3247), and a stream over TLS that is still open when its peer is gone may have no end. So connections that are left when
 * everything else has been shut down are cut off after a grace period, which ends their streams. How often that
 * happened: docs/DECISIONS.md.
 */
final class LingeringConnections {

  /** Three times what Artery gives messages on their way (shutdown-flush-timeout). */
  private static final Duration GRACE = Duration.ofSeconds(3);

  /** Each connection of Pekko's TCP extension is an actor here. */
  private static final String CONNECTIONS = "/system/IO-TCP/selectors/*/*";

  private LingeringConnections() {}

  /** Has a system that is about to stop cut off what it still has then. */
  static void cutOffAtTheEnd(ActorSystem<?> system) {
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
            "strider-lingering-connections",
            () -> {
              CompletableFuture.delayedExecutor(GRACE.toMillis(), TimeUnit.MILLISECONDS).execute(() -> cutOff(system));
              return CompletableFuture.completedFuture(Done.getInstance());
            });
  }

  private static void cutOff(ActorSystem<?> system) {
    if (!system.getWhenTerminated().toCompletableFuture().isDone()) {
      system.classicSystem().actorSelection(CONNECTIONS).tell(PoisonPill.getInstance(), ActorRef.noSender());
    }
  }
}
