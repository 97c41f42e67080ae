package io.strider.actors.cluster;

import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.ingest.distributed.IngestTask;
import io.strider.runtime.ingest.distributed.IngestTasks;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.jspecify.annotations.Nullable;

/**
 * A node's part in ingesting: does tasks off the actor threads, a few at a time, and keeps their figures while the ingest lasts,
 * for whoever asks again. It forgets an ingest, and stops its tasks, when the driver says so or is gone.
 */
final class IngestNode extends AbstractBehavior<IngestNode.Command> {

  /** Where drivers find all nodes. */
  static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "strider-ingest-node");

  /** What a node hears. */
  sealed interface Command {}

  /** Do a task of the ingest in a folder; asked again, it says how far it is, or the figures again. */
  record Work(String folder, IngestTask task, ActorRef<IngestRun.NodeReply> replyTo) implements Command, ControlMessage {}

  /** The ingest in a folder has ended: stop, and say when nothing is at work in it any more. */
  record Leave(String folder, ActorRef<IngestRun.NodeReply> replyTo) implements Command, ControlMessage {}

  private record Ended(String folder, IngestTask task, long @Nullable [] figures, @Nullable Throwable failure)
      implements Command {}

  /** What is at work, and what is done, for one ingest. */
  private static final class Ingest {
    private final ActorRef<IngestRun.NodeReply> driver;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Map<IngestTask, AtomicLong> running = new HashMap<>();
    private final Map<IngestTask, IngestRun.NodeReply> answers = new HashMap<>();
    private final Set<ActorRef<IngestRun.NodeReply>> leaving = new HashSet<>();

    Ingest(ActorRef<IngestRun.NodeReply> driver) {
      this.driver = driver;
    }
  }

  private final Map<String, Ingest> ingests = new HashMap<>();
  private final Executor executor;

  private IngestNode(ActorContext<Command> context) {
    super(context);
    executor =
        context.getSystem().dispatchers().lookup(DispatcherSelector.fromConfig("strider.ingest-dispatcher"));
  }

  static Behavior<Command> create() {
    return Behaviors.setup(IngestNode::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Command.class, this::onCommand)
        .onSignal(Terminated.class, this::onDriverGone)
        .build();
  }

  private Behavior<Command> onCommand(Command command) {
    switch (command) {
      case Work work -> onWork(work);
      case Leave leave -> onLeave(leave);
      case Ended ended -> onEnded(ended);
    }
    return this;
  }

  private void onWork(Work work) {
    Ingest ingest = ingests.get(work.folder());
    if (ingest == null) {
      ingest = new Ingest(work.replyTo());
      ingests.put(work.folder(), ingest);
      getContext().watch(work.replyTo());
    }
    AtomicLong items = ingest.running.get(work.task());
    IngestRun.NodeReply answer = ingest.answers.get(work.task());
    if (answer != null) {
      ingest.driver.tell(answer);
    } else if (items != null) {
      ingest.driver.tell(new IngestRun.Underway(work.task(), items.get(), getContext().getSelf()));
    } else if (!ingest.stopped.get()) {
      start(work, ingest);
    }
  }

  private void start(Work work, Ingest ingest) {
    AtomicLong items = new AtomicLong();
    ingest.running.put(work.task(), items);
    Path folder = Path.of(work.folder());
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(
                () -> IngestTasks.run(folder, work.task(), items::set, ingest.stopped::get), executor),
            (figures, failure) -> new Ended(work.folder(), work.task(), figures, failure));
  }

  private void onEnded(Ended ended) {
    Ingest ingest = ingests.get(ended.folder());
    if (ingest == null) {
      return;
    }
    ingest.running.remove(ended.task());
    if (ingest.stopped.get()) {
      forgetIfIdle(ended.folder(), ingest);
      return;
    }
    IngestRun.NodeReply answer =
        ended.figures() == null
            ? failed(ended)
            : new IngestRun.TaskDone(ended.task(), ended.figures(), getContext().getSelf());
    ingest.answers.put(ended.task(), answer);
    ingest.driver.tell(answer);
  }

  private IngestRun.TaskFailed failed(Ended ended) {
    Throwable failure = ended.failure();
    Throwable cause = failure != null && failure.getCause() != null ? failure.getCause() : failure;
    String address = IngestRun.address(getContext().getSystem().address());
    IngestRun.TaskFailed.Kind kind =
        switch (cause) {
          case InputException _ -> IngestRun.TaskFailed.Kind.INPUT;
          case LimitException _ -> IngestRun.TaskFailed.Kind.LIMIT;
          case CancelledException _ -> IngestRun.TaskFailed.Kind.FAULT;
          case null, default -> {
            getContext().getLog().error("{} failed", ended.task(), failure);
            yield IngestRun.TaskFailed.Kind.FAULT;
          }
        };
    String what = cause == null ? "no reason" : kind == IngestRun.TaskFailed.Kind.FAULT ? cause.toString() : cause.getMessage();
    return new IngestRun.TaskFailed(ended.task(), kind, "node " + address + ": " + what);
  }

  private void onLeave(Leave leave) {
    Ingest ingest = ingests.get(leave.folder());
    if (ingest == null) {
      leave.replyTo().tell(new IngestRun.Left(getContext().getSelf()));
      return;
    }
    ingest.leaving.add(leave.replyTo());
    stop(leave.folder(), ingest);
  }

  private Behavior<Command> onDriverGone(Terminated gone) {
    ActorRef<IngestRun.NodeReply> driver = gone.getRef().unsafeUpcast();
    for (Map.Entry<String, Ingest> entry : Map.copyOf(ingests).entrySet()) {
      if (entry.getValue().driver.equals(driver)) {
        stop(entry.getKey(), entry.getValue());
      }
    }
    return this;
  }

  private void stop(String folder, Ingest ingest) {
    ingest.stopped.set(true);
    forgetIfIdle(folder, ingest);
  }

  private void forgetIfIdle(String folder, Ingest ingest) {
    if (ingest.running.isEmpty()) {
      ingests.remove(folder);
      getContext().unwatch(ingest.driver);
      ingest.leaving.forEach(driver -> driver.tell(new IngestRun.Left(getContext().getSelf())));
    }
  }
}
