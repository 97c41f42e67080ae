package io.strider.actors.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.actors.cluster.ClusterNode;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.jobs.JobState.Outcome;
import io.strider.runtime.jobs.JobState.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trainer that is stopped while the cluster goes on. */
@Tag("cluster")
class JobHandBackTest {

  private static final int CLUSTER_LOST = 6;

  @TempDir Path workspace;

  private ClusterNode node(List<String> seeds, String role) {
    return ClusterNode.start(
        new ClusterSettings("127.0.0.1", 0, seeds, Set.of(role), workspace, Duration.ofSeconds(60), true), 1);
  }

  /** What a job needs of its node goes away under it; that it fails then says nothing of the job. */
  @Test
  void shouldHandBackAJobThatFailsBecauseItsNodeLeaves() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (ClusterNode coordinator = node(List.of(), ClusterSettings.COORDINATOR);
        ClusterNode first = node(List.of(coordinator.address()), ClusterSettings.TRAINER)) {
      Jobs.serve(coordinator.system(), workspace, (job, folder, board, cancellation) -> new Outcome(1, "no trainer"));
      Jobs.serve(
          first.system(),
          workspace,
          (job, folder, board, cancellation) -> {
            begun.countDown();
            while (Cluster.get(first.system()).selfMember().status().equals(MemberStatus.up())) {
              Thread.onSpinWait();
            }
            return new Outcome(CLUSTER_LOST, "this process was removed while it joined");
          });
      JobClient client = JobClient.on(coordinator.system());
      String id = client.submit(List.of("embed", "x"), Cancellation.NEVER);
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
      first.close();
      assertThat(client.look(id, Cancellation.NEVER).stage()).isIn(Stage.WAITING, Stage.RUNNING);
      try (ClusterNode second = node(List.of(coordinator.address()), ClusterSettings.TRAINER)) {
        Jobs.serve(second.system(), workspace, (job, folder, board, cancellation) -> new Outcome(0, "{}"));
        TestProbe.create(coordinator.system())
            .awaitAssert(
                Duration.ofSeconds(30),
                () -> assertThat(client.look(id, Cancellation.NEVER).stage()).isEqualTo(Stage.DONE));
        assertThat(client.look(id, Cancellation.NEVER).attempt()).isEqualTo(2);
      }
    }
  }
}
