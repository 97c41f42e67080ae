package io.strider.actors.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.actors.cluster.ClusterNode;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.runtime.jobs.JobFolder;
import io.strider.runtime.jobs.JobScheduleLogic;
import io.strider.runtime.jobs.JobState;
import io.strider.runtime.jobs.JobState.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trainer says of a job that fails, while its node stays and while it leaves. */
class JobTrainerTest {

  private static final int CLUSTER_LOST = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Four times the interval of reports. */
  private static final Duration SILENCE = Duration.ofSeconds(1);

  @TempDir Path workspace;

  private final AtomicBoolean leaving = new AtomicBoolean();

  @SuppressWarnings("NullAway.Init")
  private ClusterNode node;

  @SuppressWarnings("NullAway.Init")
  private TestProbe<JobCoordinator.Command> coordinator;

  @BeforeEach
  void start() {
    node =
        ClusterNode.start(
            new ClusterSettings(
                "127.0.0.1", 0, List.of(), Set.of(ClusterSettings.TRAINER), workspace, Duration.ofSeconds(60), true),
            1);
    coordinator = TestProbe.create(node.system());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private ActorRef<JobTrainer.Command> trainer(JobRunner runner) {
    JobFolder folder = JobFolder.inWorkspace(workspace);
    folder.claim().keep(JobState.submitted("job-1", "key", List.of("embed")).givenTo(Jobs.incarnation(node.system())));
    JobTrainer.Tools tools = new JobTrainer.Tools(folder, runner, leaving::get);
    return node.system().systemActorOf(JobTrainer.create(coordinator.ref(), tools), "trainer", Props.empty());
  }

  /** The end that the trainer tells of the job. */
  private JobCoordinator.Told end() {
    while (true) {
      JobCoordinator.Report report = coordinator.expectMessageClass(JobCoordinator.Report.class, PATIENCE);
      for (JobCoordinator.Told told : report.jobs()) {
        if (told.ended()) {
          return told;
        }
      }
    }
  }

  @Test
  void shouldTellOfAFailureWhileTheNodeStays() {
    trainer((job, folder, board, cancellation) -> new Outcome(CLUSTER_LOST, "lost")).tell(new JobTrainer.Take("job-1", 1));
    assertThat(end().exitCode()).isEqualTo(CLUSTER_LOST);
  }

  @Test
  void shouldHandBackAJobThatItCannotRead() throws IOException {
    ActorRef<JobTrainer.Command> trainer = trainer((job, folder, board, cancellation) -> new Outcome(0, "not reached"));
    Files.delete(workspace.resolve("jobs").resolve("job-1").resolve("job"));
    trainer.tell(new JobTrainer.Take("job-1", 1));
    JobCoordinator.Told told = end();
    assertThat(told.exitCode()).isEqualTo(JobScheduleLogic.CANCELLED_CODE);
    assertThat(told.text()).contains("--workspace must be the same folder");
  }

  @Test
  void shouldHandTheJobBackWhateverFailsWhileTheNodeLeaves() {
    ActorRef<JobTrainer.Command> trainer =
        trainer(
            (job, folder, board, cancellation) -> {
              while (!cancellation.isCancelled()) {
                Thread.onSpinWait();
              }
              return new Outcome(CLUSTER_LOST, "this process was removed while it joined");
            });
    trainer.tell(new JobTrainer.Take("job-1", 1));
    coordinator.expectMessageClass(JobCoordinator.Report.class, PATIENCE);
    leaving.set(true);
    trainer.tell(new JobTrainer.Leave());
    assertThat(end().exitCode()).isEqualTo(JobScheduleLogic.CANCELLED_CODE);
    trainer.tell(new JobTrainer.Forget("job-1", 1));
    trainer.tell(new JobTrainer.Take("job-1", 1));
    coordinator.awaitAssert(
        PATIENCE,
        () -> {
          coordinator.expectNoMessage(SILENCE);
          return true;
        });
  }
}
