package io.strider.actors.jobs;

import com.typesafe.config.ConfigFactory;
import io.strider.actors.cluster.ClusterConfig;
import io.strider.actors.cluster.ClusterMember;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.StriderException;
import io.strider.runtime.jobs.JobFolder;
import io.strider.runtime.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Submits jobs to a cluster and looks after them, as a member of it that does nothing else ({@link #join}) or on a member that
 * somebody else owns ({@link #on}). Asks again until it is answered, so that it outlives coordinators and trainers. Blocks the calling
 * thread, which must not be an actor's; of one thread at a time.
 */
public final class JobClient implements AutoCloseable {

  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(1);
  private static final long CANCELLATION_POLL_MILLIS = 50;
  private static final long PAUSE_MILLIS = 200;
  private static final double NANOS_PER_SECOND = 1e9;

  private final ActorSystem<?> system;
  private final boolean ownsSystem;
  private final ActorRef<JobCoordinator.Command> coordinator;
  private final JobSettings settings;
  private final Clock clock = Clock.SYSTEM;
  private double withoutTrainerSince = Double.NaN;

  private JobClient(ActorSystem<?> system, boolean ownsSystem, ClusterSettings cluster) {
    this.system = system;
    this.ownsSystem = ownsSystem;
    this.settings = JobSettings.of(system);
    this.coordinator = Jobs.coordinator(system, JobFolder.inWorkspace(cluster.workspace()));
  }

  /**
   * Joins the cluster, as a node of neither role of jobs.
   *
   * @throws ClusterException when it cannot in time, or when no node there is of role {@link ClusterSettings#COORDINATOR}
   */
  public static JobClient join(ClusterSettings cluster) {
    ActorSystem<Void> system =
        ClusterMember.create(
            Behaviors.empty(), cluster, ClusterConfig.of(cluster).withFallback(ConfigFactory.load()));
    try {
      return upOn(system, true, cluster);
    } catch (RuntimeException e) {
      system.terminate();
      throw e;
    }
  }

  /**
   * A client on a system that is, or is about to be, a member of the cluster, and goes on when the client is closed.
   *
   * @throws io.strider.runtime.common.InputException when the system has no cluster
   * @throws ClusterException as {@link #join}
   */
  public static JobClient on(ActorSystem<?> system) {
    return upOn(system, false, ClusterSettings.of(system));
  }

  private static JobClient upOn(ActorSystem<?> system, boolean ownsSystem, ClusterSettings cluster) {
    ClusterMember.awaitUp(system, cluster);
    JobClient client = new JobClient(system, ownsSystem, cluster);
    client.requireNodeOf(ClusterSettings.COORDINATOR);
    return client;
  }

  /**
   * Refuses a cluster without a node of a role.
   *
   * @throws ClusterException when there is none now
   */
  public void requireNodeOf(String role) {
    for (Member member : Cluster.get(system).state().getMembers()) {
      if (member.hasRole(role)) {
        return;
      }
    }
    throw new ClusterException(
        "no node of the cluster has the role " + role + ": start one with 'strider node --roles " + role + " --workspace DIR'");
  }

  /**
   * Submits a job once, however often that must be said; it is kept durably on return. One that is cancelled before the answer
   * came is cancelled in the cluster, too.
   *
   * @param words of a command, the first its name; paths are absolute
   * @return the job's name
   * @throws ClusterException when no coordinator answers in time, or it refuses the job
   */
  public String submit(List<String> words, Cancellation cancellation) {
    String key = UUID.randomUUID().toString();
    ArrayList<String> all = new ArrayList<>(words);
    Function<ActorRef<JobCoordinator.Reply>, JobCoordinator.Command> submission =
        replyTo -> new JobCoordinator.Submit(key, all, replyTo);
    try {
      return switch (ask(submission, "", cancellation)) {
        case JobCoordinator.Accepted accepted -> accepted.id();
        case JobCoordinator.Reply other -> throw refused(other);
      };
    } catch (CancelledException e) {
      if (ask(submission, "", Cancellation.NEVER) instanceof JobCoordinator.Accepted accepted) {
        cancel(accepted.id());
      }
      throw e;
    }
  }

  /**
   * How a job is.
   *
   * @throws InputException when there is no such job
   * @throws ClusterException when no coordinator answers in time, or when the job has waited too long for a cluster that has no
   *     trainer
   */
  public JobView look(String id, Cancellation cancellation) {
    JobCoordinator.Reply reply = ask(replyTo -> new JobCoordinator.Look(id, replyTo), id, cancellation);
    if (!(reply instanceof JobCoordinator.Shown shown)) {
      throw unknown(reply);
    }
    checkTrainers(shown);
    return shown.job();
  }

  private void checkTrainers(JobCoordinator.Shown shown) {
    double now = clock.nanoTime() / NANOS_PER_SECOND;
    if (shown.trainers() > 0 || shown.job().stage().hasEnded()) {
      withoutTrainerSince = Double.NaN;
    } else if (Double.isNaN(withoutTrainerSince)) {
      withoutTrainerSince = now;
    } else if (now - withoutTrainerSince > settings.answerTimeout().toSeconds()) {
      throw new ClusterException(
          "no node of role " + ClusterSettings.TRAINER + " has been there for " + settings.answerTimeout().toSeconds() + " s; "
              + shown.job().id() + " is kept and waits for one");
    }
  }

  /**
   * Wants a job no more; it ends soon after, unless it has ended already.
   *
   * @throws ClusterException as {@link #look}
   */
  public JobView cancel(String id) {
    JobCoordinator.Reply reply = ask(replyTo -> new JobCoordinator.Cancel(id, replyTo), id, Cancellation.NEVER);
    if (!(reply instanceof JobCoordinator.Shown shown)) {
      throw unknown(reply);
    }
    return shown.job();
  }

  /**
   * All jobs that are known.
   *
   * @throws ClusterException when no coordinator answers in time
   */
  public JobList list(Cancellation cancellation) {
    JobCoordinator.Reply reply = ask(JobCoordinator.ListJobs::new, "", cancellation);
    if (!(reply instanceof JobList list)) {
      throw refused(reply);
    }
    return list;
  }

  /** Waits a moment before the next look, unless this process leaves the cluster meanwhile. */
  public void pause() {
    try {
      system.getWhenTerminated().toCompletableFuture().get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // The usual case.
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
  }

  private static StriderException unknown(JobCoordinator.Reply reply) {
    return reply instanceof JobCoordinator.Refused refused ? InputException.reported(refused.reason()) : refused(reply);
  }

  private static ClusterException refused(JobCoordinator.Reply reply) {
    return new ClusterException(reply instanceof JobCoordinator.Refused refused ? refused.reason() : "answered " + reply);
  }

  private JobCoordinator.Reply ask(
      Function<ActorRef<JobCoordinator.Reply>, JobCoordinator.Command> question, String job, Cancellation cancellation) {
    long begin = clock.nanoTime();
    while (true) {
      var answer =
          AskPattern.<JobCoordinator.Command, JobCoordinator.Reply>ask(
                  coordinator, question::apply, ASK_TIMEOUT, system.scheduler())
              .toCompletableFuture();
      while (true) {
        cancellation.check();
        try {
          return answer.get(CANCELLATION_POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          // Still waiting, or cancelled.
        } catch (ExecutionException e) {
          break;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new CancelledException();
        }
      }
      String kept = job.isEmpty() ? "" : "; " + job + " is kept: follow it with 'strider jobs --follow " + job + "'";
      if (system.getWhenTerminated().toCompletableFuture().isDone()) {
        throw new ClusterException("this process was removed from the cluster: the others could not reach it" + kept);
      }
      if (Duration.ofNanos(clock.nanoTime() - begin).compareTo(settings.answerTimeout()) > 0) {
        throw new ClusterException(
            "no coordinator of jobs has answered for " + settings.answerTimeout().toSeconds() + " s" + kept);
      }
    }
  }

  /** Leaves the cluster, unless the system is somebody else's; jobs go on. */
  @Override
  public void close() {
    if (!ownsSystem) {
      return;
    }
    system.terminate();
    try {
      system.getWhenTerminated().toCompletableFuture().get(settings.answerTimeout().toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      system.log().warn("did not leave the cluster in time: {}", e.toString());
    }
  }
}
