package io.strider.actors.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.jobs.JobState;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class JobSerializerTest {

  private static final int FUZZED_FRAMES = 500;
  private static final String VERSION = "j1";

  @SuppressWarnings("NullAway.Init")
  private static ActorTestKit kit;

  @SuppressWarnings("NullAway.Init")
  private static JobSerializer serializer;

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
    serializer = new JobSerializer((ExtendedActorSystem) Adapter.toClassic(kit.system()));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private static List<JobMessage> messages() {
    ActorRef<JobCoordinator.Reply> client = kit.<JobCoordinator.Reply>createTestProbe().ref();
    ActorRef<JobTrainer.Command> trainer = kit.<JobTrainer.Command>createTestProbe().ref();
    ArrayList<String> words = new ArrayList<>(List.of("embed", "/g", "--output=/v"));
    JobProgress progress =
        new JobProgress(
            new ArrayList<>(List.of(new StageView("ingest", -1, 78, true, 0.5, 0.25), new StageView("walk", 9, 3, false, 0, 0))),
            new ArrayList<>(List.of("34 vertices")));
    JobView view = new JobView("job-1", words, JobState.Stage.CANCELLING, "h:1", 2, 130, "text", progress);
    return List.of(
        new JobCoordinator.Submit("key", words, client),
        new JobCoordinator.Look("job-1", client),
        new JobCoordinator.Cancel("job-1", client),
        new JobCoordinator.ListJobs(client),
        new JobCoordinator.Report(
            "h:1#2", new ArrayList<>(List.of(new JobCoordinator.Told("job-1", 2, true, 0, "{}", progress))), trainer),
        new JobCoordinator.Accepted("job-1"),
        new JobCoordinator.Refused("no"),
        new JobCoordinator.Shown(view, 3),
        new JobList(new ArrayList<>(List.of(view)), "h:1", 3),
        new JobTrainer.Take("job-1", 2),
        new JobTrainer.Stop("job-1", 2),
        new JobTrainer.Forget("job-1", 2));
  }

  @Test
  void shouldReadWhatItWrote() throws NotSerializableException {
    for (JobMessage message : messages()) {
      Object read = serializer.fromBinary(serializer.toBinary(message), serializer.manifest(message));
      assertThat(read).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(message);
    }
  }

  /** What a long-lived cluster lists: the reports of its jobs together are more than a message may have. */
  @Test
  void shouldListManyJobsInOneMessage() {
    ArrayList<JobView> views = new ArrayList<>();
    for (int i = 1; i <= 1_000; i++) {
      JobView done =
          new JobView("job-" + i, new ArrayList<>(), JobState.Stage.DONE, "h:1", 1, 0, "r".repeat(30_000), JobProgress.none());
      views.add(done.withoutReport());
    }
    assertThat(serializer.toBinary(new JobList(views, "h:1", 3))).hasSizeLessThan(1 << 20);
    JobView failed = new JobView("job-1", new ArrayList<>(), JobState.Stage.FAILED, "h:1", 1, 3, "why", JobProgress.none());
    assertThat(failed.withoutReport().text()).isEqualTo("why");
  }

  @Test
  void shouldRefuseDamagedFramesAndOtherVersions() {
    Random random = new Random(3);
    for (JobMessage message : messages()) {
      byte[] whole = serializer.toBinary(message);
      assertThatThrownBy(() -> serializer.fromBinary(whole, "j0")).isInstanceOf(NotSerializableException.class);
      for (int i = 0; i < FUZZED_FRAMES; i++) {
        byte[] frame = Arrays.copyOf(whole, random.nextInt(whole.length + 8));
        for (int flips = random.nextInt(3); flips > 0 && frame.length > 0; flips--) {
          frame[random.nextInt(frame.length)] = (byte) random.nextInt();
        }
        try {
          assertThat(serializer.fromBinary(frame, VERSION)).isInstanceOf(JobMessage.class);
        } catch (NotSerializableException refused) {
          assertThat(refused).hasMessageContaining("refused");
        }
      }
    }
  }
}
