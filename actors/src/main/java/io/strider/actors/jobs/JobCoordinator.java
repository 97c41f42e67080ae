package io.strider.actors.jobs;

import io.strider.actors.cluster.ClusterMember;
import io.strider.runtime.jobs.JobJournal;
import io.strider.runtime.jobs.JobScheduleLogic;
import io.strider.runtime.jobs.JobScheduleLogic.Effect;
import io.strider.runtime.jobs.JobState;
import io.strider.runtime.jobs.JobState.Outcome;
import io.strider.runtime.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the jobs of a cluster and hands them out. There is one of it, on the oldest node of its role; when that dies it comes up
 * on the next, reads what was kept, and hears from the trainers what they work on. It blocks while it writes a job, on a
 * thread of its own.
 */
final class JobCoordinator extends AbstractBehavior<JobCoordinator.Command> {

  /** What it hears. */
  sealed interface Command {}

  /** Take a job in; sent again with the same key it is the same job. */
  record Submit(String key, ArrayList<String> words, ActorRef<Reply> replyTo) implements Command, JobMessage {}

  /** How is this job? */
  record Look(String id, ActorRef<Reply> replyTo) implements Command, JobMessage {}

  /** This job is wanted no more. */
  record Cancel(String id, ActorRef<Reply> replyTo) implements Command, JobMessage {}

  /** What jobs are there? */
  record ListJobs(ActorRef<Reply> replyTo) implements Command, JobMessage {}

  /** What a trainer works on, or has ended and was not yet told to forget. */
  record Report(String node, ArrayList<Told> jobs, ActorRef<JobTrainer.Command> trainer) implements Command, JobMessage {}

  /** One job of a report; exit code and text mean something once it has ended. */
  record Told(String id, int attempt, boolean ended, int exitCode, String text, JobProgress progress) {}

  private record Removed(String node) implements Command {}

  private record Tick() implements Command {}

  /** What it answers. */
  sealed interface Reply extends JobMessage permits Accepted, Refused, Shown, JobList {}

  /** The job is kept. */
  record Accepted(String id) implements Reply {}

  /** What was asked for is not done. */
  record Refused(String reason) implements Reply {}

  /** The job, and how many trainers there are. */
  record Shown(JobView job, int trainers) implements Reply {}

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LEAST_RESTART = Duration.ofSeconds(2);
  private static final Duration MOST_RESTART = Duration.ofSeconds(30);
  private static final double RESTART_JITTER = 0.2;

  private final Clock clock;
  private final JobSettings settings;
  private final JobJournal.Held journal;
  private final String home;
  private final JobScheduleLogic logic;
  private final Map<String, ActorRef<JobTrainer.Command>> trainers = new HashMap<>();
  private final Map<String, JobProgress> progress = new HashMap<>();
  private final LivingNodes living = new LivingNodes();

  private JobCoordinator(ActorContext<Command> context, JobJournal jobs, Clock clock) {
    super(context);
    context.setLoggerName(JobCoordinator.class);
    this.clock = clock;
    this.settings = JobSettings.of(context.getSystem());
    home = Jobs.incarnation(context.getSystem());
    journal = jobs.claim();
    journal.warnings().forEach(context.getLog()::warn);
    context.getLog().info("coordinates {} jobs with fencing epoch {}", journal.jobs().size(), journal.epoch());
    logic = new JobScheduleLogic(settings.limits(), home, journal.jobs(), journal.lastNumber(), clock.nanoTime());
    Cluster.get(context.getSystem())
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(MemberRemoved.class, removed -> new Removed(Jobs.incarnation(removed.member()))),
                MemberRemoved.class));
    onMembers();
  }

  /**
   * The coordinator of the jobs in a journal. When it can write no more, because another one has claimed the journal or the disk is
   * full, it starts anew from what was kept.
   */
  static Behavior<Command> create(JobJournal jobs, Clock clock) {
    Behavior<Command> behavior =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> {
                      timers.startTimerAtFixedRate(new Tick(), TICK);
                      return new JobCoordinator(context, jobs, clock);
                    }));
    return Behaviors.supervise(behavior)
        .onFailure(SupervisorStrategy.restartWithBackoff(LEAST_RESTART, MOST_RESTART, RESTART_JITTER));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::onCommand).build();
  }

  private Behavior<Command> onCommand(Command command) {
    switch (command) {
      case Submit submit -> onSubmit(submit);
      case Look look -> look.replyTo().tell(show(look.id()));
      case Cancel cancel -> {
        carryOut(logic.onCancel(cancel.id(), clock.nanoTime()));
        cancel.replyTo().tell(show(cancel.id()));
      }
      case ListJobs list -> list.replyTo().tell(list());
      case Report report -> onReport(report);
      case Removed removed -> {
        living.removed(removed.node());
        onMembers();
      }
      case Tick tick -> {
        onMembers();
        carryOut(logic.onTick(clock.nanoTime()));
      }
    }
    return this;
  }

  private void onSubmit(Submit submit) {
    JobScheduleLogic.Submission taken = logic.onSubmit(submit.key(), submit.words(), clock.nanoTime());
    carryOut(taken.effects());
    int most = settings.limits().maxUnended();
    Optional<Reply> accepted = taken.job().map(job -> new Accepted(job.id()));
    submit.replyTo().tell(accepted.orElseGet(() -> new Refused("strider.jobs.max-unended: " + most + " jobs wait or run already")));
  }

  /** What a node has said before it was removed may come after that. */
  private void onReport(Report report) {
    if (!members().contains(report.node())) {
      return;
    }
    trainers.put(report.node(), report.trainer());
    List<JobScheduleLogic.Told> told = new ArrayList<>();
    for (Told one : report.jobs()) {
      Optional<Outcome> outcome = one.ended() ? Optional.of(new Outcome(one.exitCode(), one.text())) : Optional.empty();
      told.add(new JobScheduleLogic.Told(one.id(), one.attempt(), outcome));
      JobState.Assignment from = new JobState.Assignment(report.node(), one.attempt());
      if (logic.job(one.id()).filter(job -> job.assignment().equals(from)).isPresent()) {
        progress.put(one.id(), one.progress());
      }
    }
    carryOut(logic.onReport(report.node(), told, clock.nanoTime()));
  }

  private void onMembers() {
    Set<String> nodes = members();
    if (!nodes.contains(home)) {
      // A node that has left sees no others either; that says nothing of them.
      return;
    }
    trainers.keySet().retainAll(nodes);
    carryOut(logic.onMembers(nodes, clock.nanoTime()));
  }

  private Set<String> members() {
    Set<String> state = new HashSet<>();
    Cluster.get(getContext().getSystem()).state().getMembers().forEach(member -> state.add(Jobs.incarnation(member)));
    return living.of(state);
  }

  private Reply show(String id) {
    Optional<JobState> job = logic.job(id);
    if (job.isEmpty()) {
      return new Refused(id + ": found no such job, expected one that 'strider jobs' lists");
    }
    return new Shown(JobView.of(job.get(), progressOf(job.get())), logic.trainers());
  }

  private JobList list() {
    ArrayList<JobView> views = new ArrayList<>();
    logic.jobs().forEach(job -> views.add(JobView.of(job, progressOf(job)).withoutReport()));
    return new JobList(views, ClusterMember.address(getContext().getSystem()), logic.trainers());
  }

  private JobProgress progressOf(JobState job) {
    return progress.getOrDefault(job.id(), JobProgress.none());
  }

  private void carryOut(List<Effect> effects) {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Keep keep -> onKeep(keep.job());
        case Effect.Clear clear -> journal.clear(clear.id());
        case Effect.Remove remove -> {
          journal.remove(remove.id());
          progress.remove(remove.id());
        }
        case Effect.Take take -> tell(take.node(), new JobTrainer.Take(take.id(), take.attempt()));
        case Effect.Stop stop -> tell(stop.node(), new JobTrainer.Stop(stop.id(), stop.attempt()));
        case Effect.Forget forget -> tell(forget.node(), new JobTrainer.Forget(forget.id(), forget.attempt()));
      }
    }
  }

  private void onKeep(JobState job) {
    journal.keep(job);
    if (job.stage() == JobState.Stage.WAITING) {
      progress.remove(job.id());
    }
    getContext().getLog().info("{} is {} (attempt {}, {})", job.id(), job.stage(), job.assignment().attempt(), job.assignment().node());
  }

  private void tell(String node, JobTrainer.Command command) {
    @Nullable ActorRef<JobTrainer.Command> trainer = trainers.get(node);
    if (trainer != null) {
      trainer.tell(command);
    }
  }
}
