package io.strider.actors.jobs;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.jobs.JobFolder;
import io.strider.runtime.jobs.JobScheduleLogic;
import io.strider.runtime.jobs.JobState;
import io.strider.runtime.jobs.JobState.Outcome;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * A node's part in jobs: runs one at a time on a thread of its own, and tells the coordinator, whichever node that is on just now,
 * again and again what it does. So a coordinator that comes up anew hears of work that went on without it.
 */
final class JobTrainer extends AbstractBehavior<JobTrainer.Command> {

  /** What it hears. */
  sealed interface Command {}

  /** Work on a job. */
  record Take(String id, int attempt) implements Command, JobMessage {}

  /** Stop working on a job. */
  record Stop(String id, int attempt) implements Command, JobMessage {}

  /** The end of a job is known. */
  record Forget(String id, int attempt) implements Command, JobMessage {}

  /** The node begins to stop: hand back what is worked on. */
  record Leave() implements Command {}

  private record Ended(Work work, Outcome outcome) implements Command {}

  private record Tick() implements Command {}

  /**
   * What a node has to run jobs.
   *
   * @param leaving whether the node has begun to stop, or the cluster gave it up; asked by any thread
   */
  record Tools(JobFolder folder, JobRunner runner, BooleanSupplier leaving) {}

  private static final int FAULT_CODE = 1;

  /** A job in hand. */
  private static final class Work implements Cancellation {
    private final String id;
    private final int attempt;
    private final JobBoard board = new JobBoard();
    private volatile boolean cancelled;
    private @Nullable Outcome outcome;

    Work(String id, int attempt) {
      this.id = id;
      this.attempt = attempt;
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }

    boolean is(String otherId, int otherAttempt) {
      return id.equals(otherId) && attempt == otherAttempt;
    }
  }

  private final ActorRef<JobCoordinator.Command> coordinator;
  private final Tools tools;
  private final String node;
  private @Nullable Work work;

  private JobTrainer(ActorContext<Command> context, ActorRef<JobCoordinator.Command> coordinator, Tools tools) {
    super(context);
    context.setLoggerName(JobTrainer.class);
    this.coordinator = coordinator;
    this.tools = tools;
    this.node = Jobs.incarnation(context.getSystem());
  }

  /** A trainer that tells {@code coordinator}. */
  static Behavior<Command> create(ActorRef<JobCoordinator.Command> coordinator, Tools tools) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerAtFixedRate(new Tick(), JobSettings.of(context.getSystem()).reportInterval());
                  return new JobTrainer(context, coordinator, tools);
                }));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Command.class, this::onCommand)
        .onSignal(PostStop.class, stopped -> onPostStop())
        .build();
  }

  private Behavior<Command> onCommand(Command command) {
    Work mine = work;
    switch (command) {
      case Take take -> {
        if (mine == null && !tools.leaving().getAsBoolean()) {
          begin(new Work(take.id(), take.attempt()));
        }
      }
      case Stop stop -> {
        if (mine != null && mine.is(stop.id(), stop.attempt())) {
          mine.cancelled = true;
        }
      }
      case Forget forget -> {
        if (mine != null && mine.outcome != null && mine.is(forget.id(), forget.attempt())) {
          work = null;
        }
      }
      case Leave leave -> handBack();
      case Ended ended -> {
        ended.work().outcome = ended.outcome();
        getContext().getLog().info("{} ended with {}{}", ended.work().id, ended.outcome().exitCode(), reason(ended.outcome()));
        report();
      }
      case Tick tick -> report();
    }
    return this;
  }

  private static String reason(Outcome outcome) {
    return outcome.exitCode() == 0 ? "" : ": " + outcome.text();
  }

  private void begin(Work begun) {
    work = begun;
    getContext().getLog().info("works on {}, attempt {}", begun.id, begun.attempt);
    ActorRef<Command> self = getContext().getSelf();
    Thread.ofPlatform().daemon().name("strider-" + begun.id).start(() -> self.tell(new Ended(begun, run(begun))));
  }

  /** On the job's thread. The journal has the last word on whose the job is: what it heard may be old. */
  private Outcome run(Work begun) {
    try {
      JobState job = tools.folder().read(begun.id);
      if (!job.runsAt(new JobState.Assignment(node, begun.attempt))) {
        return new Outcome(JobScheduleLogic.CANCELLED_CODE, "given to somebody else");
      }
      Optional<String> published = tools.folder().published(begun.id);
      return published.isPresent() ? new Outcome(0, published.get()) : outcomeOf(job, begun);
    } catch (InputException unreadable) {
      // The workspace, as this node sees it: another may be luckier.
      return new Outcome(JobScheduleLogic.CANCELLED_CODE, String.valueOf(unreadable.getMessage()));
    } catch (RuntimeException | Error failure) {
      return new Outcome(FAULT_CODE, "a fault of Strider itself, please report it: " + failure);
    }
  }

  /** A node that stops takes much from under a job: whatever fails then is no fault of the job's. */
  private Outcome outcomeOf(JobState job, Work begun) {
    Outcome outcome = tools.runner().run(job, tools.folder(), begun.board, begun);
    return outcome.exitCode() != 0 && tools.leaving().getAsBoolean()
        ? new Outcome(JobScheduleLogic.CANCELLED_CODE, "the node stopped: " + outcome.text())
        : outcome;
  }

  /** One that leaves and has nothing to tell is silent: what says nothing of work is given some. */
  private void report() {
    ArrayList<JobCoordinator.Told> jobs = new ArrayList<>();
    Work mine = work;
    if (mine == null && tools.leaving().getAsBoolean()) {
      return;
    }
    if (mine != null) {
      Outcome outcome = mine.outcome == null ? Outcome.NONE : mine.outcome;
      jobs.add(
          new JobCoordinator.Told(
              mine.id, mine.attempt, mine.outcome != null, outcome.exitCode(), outcome.text(), mine.board.progress()));
    }
    coordinator.tell(new JobCoordinator.Report(node, jobs, getContext().getSelf()));
  }

  private Behavior<Command> onPostStop() {
    handBack();
    return this;
  }

  private void handBack() {
    if (work != null) {
      work.cancelled = true;
    }
  }
}
