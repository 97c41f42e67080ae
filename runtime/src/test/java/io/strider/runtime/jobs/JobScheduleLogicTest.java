package io.strider.runtime.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.jobs.JobScheduleLogic.Effect;
import io.strider.runtime.jobs.JobScheduleLogic.Limits;
import io.strider.runtime.jobs.JobScheduleLogic.Told;
import io.strider.runtime.jobs.JobState.Outcome;
import io.strider.runtime.jobs.JobState.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class JobScheduleLogicTest {

  private static final Limits LIMITS = new Limits(4, 3, 5, 100);
  private static final List<String> WORDS = List.of("embed", "/g", "-o", "/v");
  private static final String A = "a:1#1";
  private static final String B = "b:1#1";

  private final JobScheduleLogic logic = new JobScheduleLogic(LIMITS, B, List.of(), 0, 0);

  private static Told works(String id, int attempt) {
    return new Told(id, attempt, Optional.empty());
  }

  private static Told ended(String id, int attempt, int exitCode) {
    return new Told(id, attempt, Optional.of(new Outcome(exitCode, "text " + exitCode)));
  }

  private JobState submit(String key) {
    return logic.onSubmit(key, WORDS, 0).job().orElseThrow();
  }

  private JobState job(String id) {
    return logic.job(id).orElseThrow();
  }

  @Test
  void shouldKeepAJobBeforeAnybodyHearsOfIt() {
    assertThat(logic.onReport(A, List.of(), 0)).isEmpty();
    List<Effect> effects = logic.onSubmit("k", WORDS, 1).effects();
    JobState waiting = JobState.submitted("job-1", "k", WORDS);
    assertThat(effects)
        .containsExactly(
            new Effect.Keep(waiting), new Effect.Keep(waiting.givenTo(A)), new Effect.Take(A, "job-1", 1));
  }

  @Test
  void shouldKnowASubmissionThatIsSentAgain() {
    assertThat(submit("k")).isEqualTo(submit("k"));
    assertThat(logic.jobs()).hasSize(1);
  }

  @Test
  void shouldRefuseMoreThanMayWait() {
    for (int i = 0; i < LIMITS.maxUnended(); i++) {
      submit("k" + i);
    }
    assertThat(logic.onSubmit("more", WORDS, 0).job()).isEmpty();
    assertThat(logic.onSubmit("k1", WORDS, 0).job()).isPresent();
  }

  @Test
  void shouldRunOneJobAtATimeInOrder() {
    submit("k1");
    submit("k2");
    logic.onReport(A, List.of(), 0);
    logic.onReport(B, List.of(), 0);
    assertThat(job("job-1").assignment().node()).isEqualTo(A);
    assertThat(job("job-2").stage()).isEqualTo(Stage.WAITING);
    List<Effect> effects = logic.onReport(A, List.of(ended("job-1", 1, 0)), 1);
    assertThat(effects)
        .as("on the coordinator's own node, for the other has not been told to forget yet")
        .containsExactly(
            new Effect.Keep(job("job-1")),
            new Effect.Forget(A, "job-1", 1),
            new Effect.Keep(job("job-2")),
            new Effect.Take(B, "job-2", 1));
    assertThat(job("job-1").stage()).isEqualTo(Stage.DONE);
    assertThat(job("job-1").outcome().text()).isEqualTo("text 0");
  }

  @Test
  void shouldSpareTheNodeOfTheCoordinator() {
    logic.onReport(B, List.of(), 0);
    logic.onReport("c:1#1", List.of(), 0);
    submit("k");
    assertThat(job("job-1").assignment().node()).isEqualTo("c:1#1");
  }

  @Test
  void shouldAskAgainWhenATrainerDoesNotKnowItsJob() {
    submit("k");
    logic.onReport(A, List.of(), 0);
    assertThat(logic.onReport(A, List.of(), 1)).containsExactly(new Effect.Take(A, "job-1", 1));
    assertThat(logic.onReport(A, List.of(works("job-1", 1)), 2)).isEmpty();
  }

  @Test
  void shouldGiveTheJobOfADeadTrainerToAnother() {
    submit("k");
    logic.onReport(A, List.of(), 0);
    logic.onReport(A, List.of(works("job-1", 1)), 1);
    logic.onReport(B, List.of(), 1);
    List<Effect> effects = logic.onMembers(Set.of(B), 2);
    assertThat(effects).last().isEqualTo(new Effect.Take(B, "job-1", 2));
    assertThat(job("job-1").assignment()).isEqualTo(new JobState.Assignment(B, 2));
    assertThat(logic.onReport(A, List.of(works("job-1", 1)), 3))
        .as("the one before was only out of sight")
        .containsExactly(new Effect.Stop(A, "job-1", 1));
    assertThat(logic.onReport(A, List.of(ended("job-1", 1, 3)), 4))
        .as("it was deposed, which is no failure of the job")
        .containsExactly(new Effect.Forget(A, "job-1", 1));
    assertThat(job("job-1").stage()).isEqualTo(Stage.RUNNING);
  }

  @Test
  void shouldTakeASilentTrainerForLost() {
    submit("k");
    logic.onReport(A, List.of(), 0);
    logic.onReport(B, List.of(), 90);
    assertThat(logic.onTick(100)).isEmpty();
    assertThat(logic.onTick(101))
        .contains(new Effect.Stop(A, "job-1", 1), new Effect.Take(B, "job-1", 2));
  }

  @Test
  void shouldGoOnWithWhatWasKept() {
    JobState running = JobState.submitted("job-7", "k", WORDS).givenTo(A);
    JobScheduleLogic next = new JobScheduleLogic(LIMITS, B, List.of(running), 1, 1_000);
    assertThat(next.onMembers(Set.of(A, B), 1_001)).isEmpty();
    assertThat(next.onReport(B, List.of(), 1_002)).isEmpty();
    assertThat(next.onReport(A, List.of(works("job-7", 1)), 1_003)).as("still at work").isEmpty();
    assertThat(next.onSubmit("k2", WORDS, 1_004).job().orElseThrow().id()).isEqualTo("job-8");
    JobScheduleLogic orphaned = new JobScheduleLogic(LIMITS, B, List.of(running), 1, 1_000);
    orphaned.onReport(B, List.of(), 1_001);
    assertThat(orphaned.onMembers(Set.of(B), 1_002)).last().isEqualTo(new Effect.Take(B, "job-7", 2));
  }

  @Test
  void shouldFailAJobThatLosesItsTrainersTooOften() {
    submit("k");
    for (int i = 1; i <= LIMITS.maxAttempts(); i++) {
      logic.onReport("n:1#" + i, List.of(), i);
      assertThat(job("job-1").assignment().attempt()).isEqualTo(i);
      logic.onMembers(Set.of(), i);
    }
    assertThat(job("job-1").stage()).isEqualTo(Stage.FAILED);
    assertThat(job("job-1").outcome().exitCode()).isEqualTo(JobScheduleLogic.LOST_CODE);
    assertThat(job("job-1").outcome().text()).contains("lost its trainer 5 times", "n:1");
  }

  @Test
  void shouldCancelWhatWaitsAtOnceAndWhatRunsWhenItHasStopped() {
    submit("k1");
    submit("k2");
    logic.onReport(A, List.of(), 0);
    assertThat(logic.onCancel("job-2", 1)).contains(new Effect.Clear("job-2"));
    assertThat(job("job-2").stage()).isEqualTo(Stage.CANCELLED);
    assertThat(logic.onCancel("job-1", 1)).endsWith(new Effect.Stop(A, "job-1", 1));
    assertThat(job("job-1").stage()).isEqualTo(Stage.CANCELLING);
    assertThat(logic.onReport(A, List.of(works("job-1", 1)), 2)).containsExactly(new Effect.Stop(A, "job-1", 1));
    logic.onReport(A, List.of(ended("job-1", 1, JobScheduleLogic.CANCELLED_CODE)), 3);
    assertThat(job("job-1").stage()).isEqualTo(Stage.CANCELLED);
    assertThat(logic.onCancel("job-1", 4)).isEmpty();
  }

  @Test
  void shouldNotCallAJobCancelledWhoseNodeStopped() {
    submit("k");
    logic.onReport(A, List.of(), 0);
    logic.onReport(A, List.of(ended("job-1", 1, JobScheduleLogic.CANCELLED_CODE)), 1);
    assertThat(job("job-1").stage()).isEqualTo(Stage.WAITING);
  }

  /** As one does whose workspace is not there: a moment later it would hand it back again. */
  @Test
  void shouldNotGiveAJobAgainSoonToATrainerThatHandedItBack() {
    submit("k");
    logic.onReport(A, List.of(), 0);
    logic.onReport(A, List.of(ended("job-1", 1, JobScheduleLogic.CANCELLED_CODE)), 1);
    for (int now = 2; now <= LIMITS.silenceNanos(); now++) {
      logic.onReport(A, List.of(), now);
      assertThat(job("job-1").stage()).as("at %d", now).isEqualTo(Stage.WAITING);
    }
    logic.onReport(A, List.of(), LIMITS.silenceNanos() + 1);
    assertThat(job("job-1").assignment()).isEqualTo(new JobState.Assignment(A, 2));
    logic.onReport(A, List.of(ended("job-1", 2, JobScheduleLogic.CANCELLED_CODE)), LIMITS.silenceNanos() + 2);
    logic.onReport(B, List.of(), LIMITS.silenceNanos() + 3);
    assertThat(job("job-1").assignment()).as("another has it at once").isEqualTo(new JobState.Assignment(B, 3));
  }

  @Test
  void shouldForgetTheOldestOfThoseThatEnded() {
    logic.onReport(A, List.of(), 0);
    for (int i = 1; i <= LIMITS.keptEnded() + 1; i++) {
      submit("k" + i);
      logic.onReport(A, List.of(ended("job-" + i, 1, 3)), i);
      logic.onReport(A, List.of(), i);
    }
    assertThat(logic.jobs()).extracting(JobState::id).containsExactly("job-2", "job-3", "job-4");
  }

  /** Whatever dies, and whatever message is lost: every job ends, and at most one trainer at a time is current. */
  @Test
  void shouldEndEveryJobWhateverIsLost() {
    for (long seed = 1; seed <= 200; seed++) {
      new World(seed).run();
    }
  }

  /** Trainers that die and are replaced, a coordinator that dies and is replaced, and messages that are lost. */
  private static final class World {
    private static final int JOBS = 4;
    private final long seed;
    private final Random random;
    private final Map<Integer, JobState> disk = new TreeMap<>();
    private final Map<String, List<Told>> trainers = new HashMap<>();
    private JobScheduleLogic logic = new JobScheduleLogic(new Limits(9, 9, 1_000, 20), "n0:1#0", List.of(), 0, 0);
    private int incarnations;

    World(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void run() {
      for (int i = 0; i < JOBS; i++) {
        apply(logic.onSubmit("k" + i, WORDS, 0).effects());
      }
      long now = 0;
      while (disk.values().stream().anyMatch(job -> !job.stage().hasEnded())) {
        assertThat(now).as("seed %d hangs: %s", seed, disk).isLessThan(5_000);
        step(++now);
      }
      assertThat(disk.values()).as("seed " + seed).allMatch(job -> job.stage() == Stage.DONE);
    }

    private void step(long now) {
      while (trainers.size() < 2) {
        trainers.put("n" + random.nextInt(3) + ":1#" + incarnations++, new ArrayList<>());
      }
      if (random.nextInt(40) == 0) {
        logic = new JobScheduleLogic(new Limits(9, 9, 1_000, 20), "n0:1#0", List.copyOf(disk.values()), JOBS, now);
        apply(logic.onMembers(trainers.keySet(), now));
      }
      if (random.nextInt(25) == 0) {
        trainers.remove(trainers.keySet().iterator().next());
        apply(logic.onMembers(trainers.keySet(), now));
      }
      for (String node : List.copyOf(trainers.keySet())) {
        List<Told> told = trainers.getOrDefault(node, List.of());
        if (random.nextInt(10) == 0) {
          told.replaceAll(one -> one.outcome().isPresent() ? one : ended(one.id(), one.attempt(), 0));
        }
        if (random.nextInt(3) > 0) {
          apply(logic.onReport(node, List.copyOf(told), now));
        }
      }
      apply(logic.onTick(now));
    }

    /** What is kept is always kept; a message is lost now and then, and so are all behind it. */
    private void apply(List<Effect> effects) {
      for (Effect effect : effects) {
        if (effect instanceof Effect.Keep keep) {
          disk.put(JobFolder.numberOf(keep.job().id()), keep.job());
        } else if (random.nextInt(4) > 0) {
          deliver(effect);
        }
      }
      assertThat(disk.values().stream().filter(job -> job.stage().isAssigned())).hasSizeLessThanOrEqualTo(1);
    }

    private void deliver(Effect effect) {
      switch (effect) {
        case Effect.Take take -> {
          List<Told> told = trainers.getOrDefault(take.node(), new ArrayList<>());
          if (told.isEmpty()) {
            told.add(works(take.id(), take.attempt()));
          }
        }
        case Effect.Stop stop ->
            trainers
                .getOrDefault(stop.node(), new ArrayList<>())
                .replaceAll(
                    one ->
                        one.id().equals(stop.id()) && one.attempt() == stop.attempt() && one.outcome().isEmpty()
                            ? ended(one.id(), one.attempt(), JobScheduleLogic.CANCELLED_CODE)
                            : one);
        case Effect.Forget forget ->
            trainers
                .getOrDefault(forget.node(), new ArrayList<>())
                .removeIf(one -> one.id().equals(forget.id()) && one.attempt() == forget.attempt());
        case Effect.Keep _, Effect.Clear _, Effect.Remove _ -> {}
      }
    }
  }
}
