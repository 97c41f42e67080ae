package io.strider.actors.jobs;

import io.strider.actors.cluster.ClusterSettings;
import io.strider.runtime.jobs.JobFolder;
import io.strider.runtime.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.SingletonActor;

/** A node's part in submitted jobs, after the roles that it has. */
public final class Jobs {

  /**
   * How long the next coordinator waits after the one before was given up. Two at once would do no harm, since the journal is fenced; so
   * this need not be as long as the split-brain resolver takes.
   */
  private static final Duration REMOVAL_MARGIN = Duration.ofMillis(500);

  private static final String NAME = "strider-jobs";

  private Jobs() {}

  /**
   * Begins to serve: as a node that may have the coordinator where it has the role {@link ClusterSettings#COORDINATOR}, and one that runs
   * jobs where it has the role {@link ClusterSettings#TRAINER}. Once a system.
   *
   * @param workspace folder that all nodes reach under the same path; jobs are kept below it
   */
  public static void serve(ActorSystem<?> system, Path workspace, JobRunner runner) {
    JobFolder folder = JobFolder.inWorkspace(workspace);
    ActorRef<JobCoordinator.Command> coordinator = coordinator(system, folder);
    if (Cluster.get(system).selfMember().hasRole(ClusterSettings.TRAINER)) {
      JobTrainer.Tools tools = new JobTrainer.Tools(folder, runner, () -> leaves(system));
      ActorRef<JobTrainer.Command> trainer =
          system.systemActorOf(JobTrainer.create(coordinator, tools), "strider-job-trainer", Props.empty());
      CoordinatedShutdown.get(system)
          .addTask(
              CoordinatedShutdown.PhaseBeforeServiceUnbind(),
              "strider-job-trainer",
              () -> {
                trainer.tell(new JobTrainer.Leave());
                return CompletableFuture.completedFuture(Done.done());
              });
    }
  }

  private static boolean leaves(ActorSystem<?> system) {
    MemberStatus status = Cluster.get(system).selfMember().status();
    boolean member = status.equals(MemberStatus.up()) || status.equals(MemberStatus.weaklyUp()) || status.equals(MemberStatus.joining());
    return !member || CoordinatedShutdown.get(system).getShutdownReason().isPresent();
  }

  /**
   * Whom to tell, wherever it is; messages are lost while it is nowhere. Made here if this is the node of its role that is to have it;
   * nodes without that role need no folder.
   */
  static ActorRef<JobCoordinator.Command> coordinator(ActorSystem<?> system, JobFolder folder) {
    ClusterSingletonSettings settings =
        ClusterSingletonSettings.create(system)
            .withRole(ClusterSettings.COORDINATOR)
            .withRemovalMargin(REMOVAL_MARGIN)
            .withBufferSize(0);
    return ClusterSingleton.get(system)
        .init(
            SingletonActor.of(JobCoordinator.create(folder, Clock.SYSTEM), NAME)
                .withProps(DispatcherSelector.fromConfig("strider.jobs-dispatcher"))
                .withSettings(settings));
  }

  /** One life of a node, as {@code host:port#uid}. */
  static String incarnation(Member member) {
    return incarnation(member.uniqueAddress());
  }

  /** The life that this system's node lives. */
  static String incarnation(ActorSystem<?> system) {
    return incarnation(Cluster.get(system).selfMember().uniqueAddress());
  }

  private static String incarnation(UniqueAddress unique) {
    Address address = unique.address();
    return address.getHost().orElse("?") + ":" + address.getPort().orElse(0) + "#" + unique.longUid();
  }
}
