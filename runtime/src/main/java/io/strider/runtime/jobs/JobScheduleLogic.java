package io.strider.runtime.jobs;

import io.strider.runtime.jobs.JobState.Assignment;
import io.strider.runtime.jobs.JobState.Outcome;
import io.strider.runtime.jobs.JobState.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides who works on which job. Jobs go to trainers in the order of their numbers, one at a time, since their walkers share the
 * nodes; a job whose trainer is lost goes to the next, which goes on where its journal stands. Trainers tell again and again what they
 * work on, and are told again what they should, so that any message may be lost. Maps events to effects, which must be carried
 * out in their order: what is kept is durable before anybody hears of it. No threads; times are nanoseconds of one clock.
 */
public final class JobScheduleLogic {

  /** Exit code of a job that was stopped because somebody asked for it. */
  public static final int CANCELLED_CODE = 130;

  /** Exit code of a job that lost its trainers too often. */
  public static final int LOST_CODE = 6;

  /**
   * Limits.
   *
   * @param maxUnended jobs that may wait or run; one more is refused
   * @param keptEnded jobs that have ended and are still known, at least 1; the oldest are forgotten
   * @param maxAttempts how many trainers a job may lose
   * @param silenceNanos a trainer that is not heard of for so long is taken for lost
   */
  public record Limits(int maxUnended, int keptEnded, int maxAttempts, long silenceNanos) {}

  /** What is to be done about an event. */
  public sealed interface Effect {

    /** Keep a job durably. */
    record Keep(JobState job) implements Effect {}

    /** Give up what a job's run has kept. */
    record Clear(String id) implements Effect {}

    /** Forget a job durably. */
    record Remove(String id) implements Effect {}

    /** Tell a trainer to work on a job. */
    record Take(String node, String id, int attempt) implements Effect {}

    /** Tell a trainer to stop working on a job. */
    record Stop(String node, String id, int attempt) implements Effect {}

    /** Tell a trainer that the end of a job is known. */
    record Forget(String node, String id, int attempt) implements Effect {}
  }

  /**
   * What a trainer says of a job that it was given.
   *
   * @param outcome how it ended; empty while it is worked on
   */
  public record Told(String id, int attempt, Optional<Outcome> outcome) {}

  /** The job that a submission is, if it was taken in, and what is to be done. */
  public record Submission(Optional<JobState> job, List<Effect> effects) {}

  /** What is known of a trainer. */
  private record Trainer(long heardNanos, boolean idle) {}

  private final Limits limits;
  private final String home;
  private final TreeMap<Integer, JobState> jobs = new TreeMap<>();
  private final Map<String, Trainer> trainers = new HashMap<>();
  private final Map<String, Long> restsUntilNanos = new HashMap<>();
  private int lastNumber;
  private List<Effect> effects = new ArrayList<>();

  /**
   * Goes on with the jobs that were kept; trainers that work on them have the whole time of silence to say so.
   *
   * @param home node of the coordinator: a job goes to another if there is one, so that one death costs one of both
   * @param lastNumber the highest number that was given to a job, kept or not
   */
  public JobScheduleLogic(Limits limits, String home, List<JobState> kept, int lastNumber, long now) {
    this.limits = limits;
    this.home = home;
    this.lastNumber = lastNumber;
    for (JobState job : kept) {
      jobs.put(JobFolder.numberOf(job.id()), job);
      this.lastNumber = Math.max(this.lastNumber, JobFolder.numberOf(job.id()));
      if (job.stage().isAssigned()) {
        trainers.put(job.assignment().node(), new Trainer(now, false));
      }
    }
  }

  /** All jobs by their numbers. */
  public List<JobState> jobs() {
    return List.copyOf(jobs.values());
  }

  /** A job, if there is one of that name. */
  public Optional<JobState> job(String id) {
    return jobs.values().stream().filter(job -> job.id().equals(id)).findFirst();
  }

  /** Trainers that have been heard of. */
  public int trainers() {
    return trainers.size();
  }

  /** Takes a job in, unless too many are; one of a key that is known is the same job. */
  public Submission onSubmit(String key, List<String> words, long now) {
    Optional<JobState> same = jobs.values().stream().filter(job -> job.key().equals(key)).findFirst();
    long unended = jobs.values().stream().filter(job -> !job.stage().hasEnded()).count();
    if (same.isPresent() || unended >= limits.maxUnended()) {
      return new Submission(same, take());
    }
    lastNumber++;
    JobState job = JobState.submitted("job-" + lastNumber, key, words);
    put(job);
    assign(now);
    return new Submission(Optional.of(job), take());
  }

  /** A trainer says what it works on. */
  public List<Effect> onReport(String node, List<Told> told, long now) {
    trainers.put(node, new Trainer(now, told.isEmpty()));
    boolean knowsItsJob = false;
    for (Told one : told) {
      JobState job = job(one.id()).orElse(null);
      boolean current =
          job != null
              && job.stage().isAssigned()
              && job.assignment().equals(new Assignment(node, one.attempt()));
      knowsItsJob |= current;
      if (one.outcome().isPresent()) {
        if (job != null && current) {
          onEnd(job, one.outcome().get(), now);
        }
        effects.add(new Effect.Forget(node, one.id(), one.attempt()));
      } else if (job == null || !current || job.stage() == Stage.CANCELLING) {
        effects.add(new Effect.Stop(node, one.id(), one.attempt()));
      }
    }
    JobState assigned = assigned();
    if (!knowsItsJob && assigned != null && assigned.assignment().node().equals(node)) {
      if (assigned.stage() == Stage.CANCELLING) {
        onEnd(assigned, new Outcome(CANCELLED_CODE, "cancelled"), now);
      } else {
        effects.add(new Effect.Take(node, assigned.id(), assigned.assignment().attempt()));
      }
    }
    assign(now);
    return take();
  }

  private void onEnd(JobState job, Outcome outcome, long now) {
    if (outcome.exitCode() == 0) {
      put(job.ended(Stage.DONE, outcome));
    } else if (outcome.exitCode() != CANCELLED_CODE) {
      put(job.ended(Stage.FAILED, outcome));
      effects.add(new Effect.Clear(job.id()));
    } else if (job.stage() == Stage.CANCELLING) {
      put(job.ended(Stage.CANCELLED, outcome));
      effects.add(new Effect.Clear(job.id()));
    } else {
      // Nobody asked for it here: the node stops, or could not begin, and would not a moment later.
      restsUntilNanos.put(job.assignment().node(), now + limits.silenceNanos());
      onLost(job, ", which said: " + outcome.text());
    }
    trim();
  }

  /** Somebody wants a job no more; one that has ended stays as it is. */
  public List<Effect> onCancel(String id, long now) {
    JobState job = job(id).orElse(null);
    if (job != null && job.stage() == Stage.WAITING) {
      put(job.ended(Stage.CANCELLED, new Outcome(CANCELLED_CODE, "cancelled")));
      effects.add(new Effect.Clear(id));
      trim();
    } else if (job != null && job.stage() == Stage.RUNNING) {
      put(job.at(Stage.CANCELLING));
      effects.add(new Effect.Stop(job.assignment().node(), id, job.assignment().attempt()));
    }
    assign(now);
    return take();
  }

  /** Only these incarnations of nodes live; what others worked on is given to somebody else. */
  public List<Effect> onMembers(Set<String> nodes, long now) {
    trainers.keySet().retainAll(nodes);
    restsUntilNanos.keySet().retainAll(nodes);
    JobState job = assigned();
    if (job != null && !nodes.contains(job.assignment().node())) {
      onLost(job, "");
    }
    assign(now);
    return take();
  }

  /** Time has passed: who was silent for too long is taken for lost. */
  public List<Effect> onTick(long now) {
    trainers.values().removeIf(trainer -> now - trainer.heardNanos() > limits.silenceNanos());
    JobState job = assigned();
    if (job != null && !trainers.containsKey(job.assignment().node())) {
      effects.add(new Effect.Stop(job.assignment().node(), job.id(), job.assignment().attempt()));
      onLost(job, "");
    }
    assign(now);
    return take();
  }

  private void onLost(JobState job, String said) {
    trainers.remove(job.assignment().node());
    if (job.stage() == Stage.CANCELLING) {
      put(job.ended(Stage.CANCELLED, new Outcome(CANCELLED_CODE, "cancelled")));
      effects.add(new Effect.Clear(job.id()));
    } else if (job.assignment().attempt() >= limits.maxAttempts()) {
      String why = job.id() + " lost its trainer " + job.assignment().attempt() + " times, the last at " + job.assignment().address() + said;
      put(job.ended(Stage.FAILED, new Outcome(LOST_CODE, why)));
      effects.add(new Effect.Clear(job.id()));
    } else {
      put(job.at(Stage.WAITING));
    }
    trim();
  }

  private @Nullable JobState assigned() {
    return jobs.values().stream().filter(job -> job.stage().isAssigned()).findFirst().orElse(null);
  }

  /**
   * Gives the next job to a trainer that works on none, and has not handed one back just now: the one whose address is the
   * first, the coordinator's own last.
   */
  private void assign(long now) {
    if (assigned() != null) {
      return;
    }
    Optional<JobState> next = jobs.values().stream().filter(job -> job.stage() == Stage.WAITING).findFirst();
    Optional<String> node =
        trainers.entrySet().stream()
            .filter(entry -> entry.getValue().idle())
            .map(Map.Entry::getKey)
            .filter(name -> now >= restsUntilNanos.getOrDefault(name, Long.MIN_VALUE))
            .min(Comparator.<String, Boolean>comparing(home::equals).thenComparing(Comparator.naturalOrder()));
    if (next.isPresent() && node.isPresent()) {
      JobState job = next.get().givenTo(node.get());
      trainers.put(node.get(), new Trainer(now, false));
      put(job);
      effects.add(new Effect.Take(node.get(), job.id(), job.assignment().attempt()));
    }
  }

  private void put(JobState job) {
    jobs.put(JobFolder.numberOf(job.id()), job);
    effects.add(new Effect.Keep(job));
  }

  /** The newest job stays in any case, so that no number comes twice, whoever coordinates next. */
  private void trim() {
    List<JobState> ended = jobs.values().stream().filter(job -> job.stage().hasEnded()).toList();
    for (JobState job : ended.subList(0, Math.max(0, ended.size() - limits.keptEnded()))) {
      jobs.remove(JobFolder.numberOf(job.id()));
      effects.add(new Effect.Remove(job.id()));
    }
  }

  private List<Effect> take() {
    List<Effect> all = effects;
    effects = new ArrayList<>();
    return all;
  }
}
