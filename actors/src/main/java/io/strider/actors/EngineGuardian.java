package io.strider.actors;

import io.strider.actors.cluster.ClusterMember;
import io.strider.actors.cluster.ClusterRun;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.actors.cluster.IngestRun;
import io.strider.actors.cluster.NodeReport;
import io.strider.actors.cluster.Placement;
import io.strider.actors.walk.WalkPass;
import io.strider.actors.walk.WalkRun;
import io.strider.runtime.ingest.distributed.IngestCoordinator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/** The root of an engine's actors: starts runs, passes cancellation on, answers for a run that could not even start. */
final class EngineGuardian extends AbstractBehavior<EngineGuardian.Command> {

  /** What the engine asks for. */
  sealed interface Command {}

  /** Walk once and answer when all has stopped. */
  record Walk(WalkPass pass, ActorRef<WalkRun.Outcome> replyTo) implements Command {}

  /** Walk once with the partitions on the nodes of the cluster, which load rows from the graph file. */
  record WalkOnCluster(WalkPass pass, Path graphFile, Consumer<NodeReport> reports, ActorRef<WalkRun.Outcome> replyTo)
      implements Command {}

  /** Have the nodes read a graph. */
  record IngestOnCluster(
      IngestCoordinator coordinator, IngestRun.Context context, ActorRef<WalkRun.Outcome> replyTo)
      implements Command {}

  /** Cancel every run. */
  record CancelRuns() implements Command {}

  /** Stop with all runs; the engine is closed. */
  record Stop() implements Command {}

  private final Map<ActorRef<Void>, ActorRef<WalkRun.Outcome>> waiting = new HashMap<>();
  private final Map<ActorRef<Void>, ActorRef<WalkRun.Command>> runs = new HashMap<>();
  private final @Nullable ClusterSettings cluster;
  private final @Nullable ActorRef<Placement.Locate> placement;
  private long started;

  private EngineGuardian(ActorContext<Command> context, EngineSettings settings) {
    super(context);
    cluster = settings.cluster();
    placement = cluster == null ? null : ClusterMember.begin(context.getSystem());
  }

  static Behavior<Command> create(EngineSettings settings) {
    return Behaviors.setup(context -> new EngineGuardian(context, settings));
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
      case Walk walk -> start(WalkRun.create(walk.pass(), walk.replyTo()), walk.replyTo());
      case WalkOnCluster walk ->
          start(ClusterRun.create(walk.pass(), context(walk), walk.replyTo()), walk.replyTo());
      case IngestOnCluster ingest ->
          start(IngestRun.create(ingest.coordinator(), ingest.context(), ingest.replyTo()), ingest.replyTo());
      case CancelRuns cancel -> runs.values().forEach(run -> run.tell(new WalkRun.Cancel()));
      case Stop stop -> {
        return Behaviors.stopped();
      }
    }
    return this;
  }

  private ClusterRun.Context context(WalkOnCluster walk) {
    Duration stall = getContext().getSystem().settings().config().getDuration("strider.cluster.stall-timeout");
    return new ClusterRun.Context(
        Objects.requireNonNull(placement),
        walk.graphFile(),
        Objects.requireNonNull(cluster).joinTimeout(),
        stall,
        ClusterMember.corpusNodes(getContext().getSystem()),
        walk.reports());
  }

  private void start(Behavior<WalkRun.Command> behavior, ActorRef<WalkRun.Outcome> replyTo) {
    ActorRef<WalkRun.Command> run = getContext().spawn(behavior, "walk-" + started++);
    getContext().watch(run);
    waiting.put(run.unsafeUpcast(), replyTo);
    runs.put(run.unsafeUpcast(), run);
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
