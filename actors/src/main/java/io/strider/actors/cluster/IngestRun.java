package io.strider.actors.cluster;

import io.strider.actors.walk.WalkRun;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.ingest.distributed.IngestCoordinator;
import io.strider.runtime.ingest.distributed.IngestPhase;
import io.strider.runtime.ingest.distributed.IngestTask;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.jspecify.annotations.Nullable;

/**
 * One ingest on the nodes of a cluster, led from here: gives tasks to the nodes that there are, a few at a time each, and those
 * of a lost node to others; asks again after a while, since a message between nodes may be lost. It answers when no node is at
 * work any more. Between two phases the coordinator reads and writes files off the actor threads.
 */
public final class IngestRun extends AbstractBehavior<WalkRun.Command> {

  /**
   * What an ingest needs beside its coordinator.
   *
   * @param tasksPerNode at the same time
   * @param nodeTimeout how long to wait for the first node, or for another when the last was lost
   * @param listener hears of {@link Stage#INGEST} (edges read) and {@link Stage#INDEX} (tasks done)
   * @param shares told at the end of each task what its node did
   * @param cancellation asked between the phases
   */
  public record Context(
      int tasksPerNode,
      Duration nodeTimeout,
      StageListener listener,
      Consumer<IngestShare> shares,
      Cancellation cancellation) {

    /** Checks that nodes get work. */
    public Context {
      if (tasksPerNode < 1) {
        throw InputException.at("strider.cluster.ingest.tasks-per-node", String.valueOf(tasksPerNode), "at least 1");
      }
    }
  }

  /** What nodes answer. */
  sealed interface NodeReply extends WalkRun.Command, ControlMessage {}

  /** A task is done. */
  record TaskDone(IngestTask task, long[] figures, ActorRef<IngestNode.Command> node) implements NodeReply {}

  /** A task goes on, and has gone through so many edges, labels or arcs. */
  record Underway(IngestTask task, long items, ActorRef<IngestNode.Command> node) implements NodeReply {}

  /** A task could not be done, and could not be anywhere. */
  record TaskFailed(IngestTask task, Kind kind, String message) implements NodeReply {
    /** What sort of failure it is. */
    enum Kind {
      INPUT,
      LIMIT,
      FAULT
    }
  }

  /** A node has nothing at work for this ingest any more. */
  record Left(ActorRef<IngestNode.Command> node) implements NodeReply {}

  /** The nodes that can be given tasks now. */
  record Nodes(Set<ActorRef<IngestNode.Command>> able) implements WalkRun.Command {}

  private record Advanced(boolean more, @Nullable Throwable failure) implements WalkRun.Command {}

  private record AskAgain() implements WalkRun.Command {}

  private record NobodyThere() implements WalkRun.Command {}

  private record LeaveOverdue() implements WalkRun.Command {}

  /** Nodes may be lost so often in one ingest: a task that kills whoever does it must not kill all. */
  private static final int MAX_LOSSES = 20;

  private static final int ASKS_IN_TIMEOUT = 12;
  private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(5);

  private final IngestCoordinator coordinator;
  private final Context settings;
  private final TimerScheduler<WalkRun.Command> timers;
  private final ActorRef<WalkRun.Outcome> replyTo;
  private final ActorRef<NodeReply> replies;
  private final Map<ActorRef<IngestNode.Command>, Set<IngestTask>> nodes = new LinkedHashMap<>();
  private final Set<ActorRef<IngestNode.Command>> leaving = new HashSet<>();
  private final Set<ActorRef<IngestNode.Command>> touched = new HashSet<>();
  private final Deque<IngestTask> waiting = new ArrayDeque<>();
  private final Map<IngestTask, Long> underway = new HashMap<>();
  private boolean advancing;
  private long edgeLines;
  private long tasksDone;
  private long said;
  private int losses;
  private WalkRun.@Nullable Outcome outcome;

  private IngestRun(
      ActorContext<WalkRun.Command> context,
      TimerScheduler<WalkRun.Command> timers,
      IngestCoordinator coordinator,
      Context settings,
      ActorRef<WalkRun.Outcome> replyTo) {
    super(context);
    this.coordinator = coordinator;
    this.settings = settings;
    this.timers = timers;
    this.replyTo = replyTo;
    this.replies = context.getSelf().unsafeUpcast();
    timers.startTimerWithFixedDelay(new AskAgain(), settings.nodeTimeout().dividedBy(ASKS_IN_TIMEOUT));
    timers.startSingleTimer(new NobodyThere(), settings.nodeTimeout());
    beginPhase();
  }

  /** An ingest by all nodes that the cluster has, now and later, that answers {@code replyTo}. */
  public static Behavior<WalkRun.Command> create(
      IngestCoordinator coordinator, Context settings, ActorRef<WalkRun.Outcome> replyTo) {
    return Behaviors.setup(
        context -> {
          ActorRef<Receptionist.Listing> listings =
              context.messageAdapter(
                  Receptionist.Listing.class, listing -> new Nodes(listing.getServiceInstances(IngestNode.KEY)));
          context.getSystem().receptionist().tell(Receptionist.subscribe(IngestNode.KEY, listings));
          return withNodes(coordinator, settings, replyTo);
        });
  }

  /** The same, with nodes that only {@link Nodes} tells of. */
  static Behavior<WalkRun.Command> withNodes(
      IngestCoordinator coordinator, Context settings, ActorRef<WalkRun.Outcome> replyTo) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new IngestRun(context, timers, coordinator, settings, replyTo)));
  }

  @Override
  public Receive<WalkRun.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(WalkRun.Command.class, this::onCommand)
        .onSignal(Terminated.class, gone -> onGone(gone.getRef().unsafeUpcast()))
        .build();
  }

  private Behavior<WalkRun.Command> onCommand(WalkRun.Command command) {
    switch (command) {
      case WalkRun.Cancel cancel -> end(new WalkRun.Outcome.Stopped(new CancelledException()));
      case Nodes now -> onNodes(now);
      case TaskDone done -> onDone(done);
      case Underway on -> onUnderway(on);
      case TaskFailed failed -> onFailed(failed);
      case Left left -> leaving.remove(left.node());
      case Advanced on -> onAdvanced(on);
      case AskAgain again -> nodes.forEach((node, tasks) -> tasks.forEach(task -> ask(node, task)));
      case NobodyThere nobody -> onNobodyThere();
      case LeaveOverdue overdue -> leaving.clear();
      default -> throw new IllegalStateException("unknown command " + command);
    }
    return stopIfDone();
  }

  private void onNodes(Nodes now) {
    for (ActorRef<IngestNode.Command> node : Set.copyOf(nodes.keySet())) {
      if (!now.able().contains(node)) {
        lose(node);
      }
    }
    for (ActorRef<IngestNode.Command> node : now.able()) {
      if (!nodes.containsKey(node)) {
        getContext().watch(node);
        nodes.put(node, new HashSet<>());
      }
    }
    deal();
  }

  private Behavior<WalkRun.Command> onGone(ActorRef<IngestNode.Command> node) {
    lose(node);
    leaving.remove(node);
    deal();
    return stopIfDone();
  }

  /** Takes a node's tasks back. */
  private void lose(ActorRef<IngestNode.Command> node) {
    Set<IngestTask> tasks = nodes.remove(node);
    if (tasks == null) {
      return;
    }
    getContext().unwatch(node);
    if (!tasks.isEmpty()) {
      getContext().getLog().warn("lost {}: {} of its tasks go to others", node, tasks.size());
      tasks.forEach(waiting::addFirst);
      if (++losses > MAX_LOSSES) {
        end(
            new WalkRun.Outcome.Stopped(
                new ClusterException("nodes were lost " + losses + " times in one ingest; the last was " + node)));
        return;
      }
    }
    if (nodes.isEmpty()) {
      timers.startSingleTimer(new NobodyThere(), settings.nodeTimeout());
    }
  }

  private void onNobodyThere() {
    if (nodes.isEmpty()) {
      end(
          new WalkRun.Outcome.Stopped(
              new ClusterException(
                  "no node of role " + ClusterSettings.PARTITION + " was there to read the graph within "
                      + settings.nodeTimeout().toSeconds() + " s")));
    }
  }

  private void beginPhase() {
    IngestPhase phase = coordinator.phase();
    for (int index = 0; index < coordinator.tasks(); index++) {
      waiting.add(new IngestTask(phase, index));
    }
  }

  /** Gives tasks that wait to those who have the fewest. */
  private void deal() {
    while (outcome == null && !waiting.isEmpty()) {
      Map.Entry<ActorRef<IngestNode.Command>, Set<IngestTask>> idlest =
          nodes.entrySet().stream().min(Comparator.comparingInt(entry -> entry.getValue().size())).orElse(null);
      if (idlest == null || idlest.getValue().size() >= settings.tasksPerNode()) {
        return;
      }
      IngestTask task = waiting.removeFirst();
      idlest.getValue().add(task);
      ask(idlest.getKey(), task);
    }
  }

  private void ask(ActorRef<IngestNode.Command> node, IngestTask task) {
    touched.add(node);
    node.tell(new IngestNode.Work(coordinator.folder().toString(), task, replies));
  }

  private void onDone(TaskDone done) {
    if (outcome != null || advancing || coordinator.isDone(done.task())) {
      return;
    }
    coordinator.done(done.task(), done.figures());
    nodes.values().forEach(tasks -> tasks.remove(done.task()));
    waiting.remove(done.task());
    underway.remove(done.task());
    long read = coordinator.edgeLines(done.task(), done.figures());
    edgeLines += read;
    settings
        .shares()
        .accept(new IngestShare(address(done.node()), 1, read, coordinator.inputBytes(done.task(), done.figures())));
    if (done.task().phase() != IngestPhase.SCAN) {
      settings.listener().advanced(Stage.INDEX, ++tasksDone);
    }
    sayEdges();
    if (coordinator.left() > 0) {
      deal();
    } else {
      advance();
    }
  }

  private void onUnderway(Underway on) {
    if (outcome == null && !advancing && !coordinator.isDone(on.task())) {
      underway.put(on.task(), on.items());
      sayEdges();
    }
  }

  /** Tells how many edges were read, never fewer than before: a task that begins again begins at 0. */
  private void sayEdges() {
    if (coordinator.phase() == IngestPhase.SCAN) {
      long now = edgeLines + underway.values().stream().mapToLong(Long::longValue).sum();
      if (now > said) {
        said = now;
        settings.listener().advanced(Stage.INGEST, now);
      }
    }
  }

  private void advance() {
    advancing = true;
    underway.clear();
    var executor =
        getContext().getSystem().dispatchers().lookup(DispatcherSelector.fromConfig("strider.blocking-dispatcher"));
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(() -> coordinator.advance(settings.cancellation()), executor),
            (more, failure) -> new Advanced(more != null && more, failure));
  }

  private void onAdvanced(Advanced on) {
    advancing = false;
    Throwable failure = on.failure();
    if (failure != null) {
      end(new WalkRun.Outcome.Stopped(failure.getCause() == null ? failure : failure.getCause()));
    } else if (on.more()) {
      beginPhase();
      deal();
    } else {
      end(new WalkRun.Outcome.Completed());
    }
  }

  private void onFailed(TaskFailed failed) {
    if (advancing || coordinator.isDone(failed.task())) {
      return; // Somebody else has done it meanwhile, and what it reads may be deleted.
    }
    RuntimeException cause =
        switch (failed.kind()) {
          case INPUT -> InputException.reported(failed.message());
          case LIMIT -> new LimitException(failed.message());
          case FAULT -> new ClusterException("a task of the ingest failed: " + failed.message());
        };
    end(new WalkRun.Outcome.Stopped(cause));
  }

  /** Keeps the first outcome and has the nodes stop. */
  private void end(WalkRun.Outcome how) {
    if (outcome == null) {
      outcome = how;
      waiting.clear();
      timers.cancelAll();
      timers.startSingleTimer(new LeaveOverdue(), LEAVE_TIMEOUT);
      for (ActorRef<IngestNode.Command> node : touched) {
        if (nodes.containsKey(node)) {
          leaving.add(node);
          node.tell(new IngestNode.Leave(coordinator.folder().toString(), replies));
        }
      }
    }
  }

  private Behavior<WalkRun.Command> stopIfDone() {
    if (outcome == null || !leaving.isEmpty() || advancing) {
      return this;
    }
    replyTo.tell(outcome);
    return Behaviors.stopped();
  }

  /** Where a node listens; one in this process has the address of the process. */
  private String address(ActorRef<IngestNode.Command> node) {
    Address address = node.path().address();
    return address(address.getHost().isPresent() ? address : getContext().getSystem().address());
  }

  static String address(Address address) {
    return address.getHost().isPresent() ? address.getHost().get() + ":" + address.getPort().orElse(0) : "in this process";
  }
}
