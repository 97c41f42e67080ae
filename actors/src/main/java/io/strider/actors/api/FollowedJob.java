package io.strider.actors.api;

import io.strider.actors.cluster.ClusterSettings;
import io.strider.actors.jobs.JobClient;
import io.strider.actors.jobs.JobView;
import io.strider.actors.jobs.StageView;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.common.DeviceException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.common.TrainingException;
import io.strider.runtime.jobs.JobState;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Source;

/** A job of a cluster as this process follows it, on a thread that asks its coordinator again and again. Safe from any thread. */
final class FollowedJob implements ClusterJob {

  /** To cancel it is to follow the job no more. */
  private final JobRun<ClusterJobResult> following = new JobRun<>();

  private final CompletableFuture<String> name = new CompletableFuture<>();
  private volatile boolean unwanted;

  FollowedJob() {
    following
        .result()
        .whenComplete(
            (result, failure) -> {
              if (failure != null) {
                name.completeExceptionally(failure);
              }
            });
  }

  /** What runs on the thread, and ends with it. */
  JobRun<ClusterJobResult> following() {
    return following;
  }

  @Override
  public CompletionStage<String> name() {
    return name;
  }

  @Override
  public Source<Progress, NotUsed> progress() {
    return following.progress();
  }

  @Override
  public Progress current() {
    return following.current();
  }

  @Override
  public CompletionStage<ClusterJobResult> result() {
    return following.result();
  }

  @Override
  public void cancel() {
    unwanted = true;
  }

  /** Submits a command line and follows the job to its end, on the calling thread. */
  ClusterJobResult submit(ActorSystem<?> system, List<String> words) {
    try (JobClient client = JobClient.on(system)) {
      client.requireNodeOf(ClusterSettings.TRAINER);
      return follow(client, client.submit(words, following));
    }
  }

  /** Follows a job to its end, on the calling thread. */
  ClusterJobResult follow(ActorSystem<?> system, String id) {
    try (JobClient client = JobClient.on(system)) {
      return follow(client, id);
    }
  }

  private ClusterJobResult follow(JobClient client, String id) {
    boolean told = false;
    while (true) {
      JobView view = client.look(id, following);
      name.complete(id);
      following.board().replace(view.progress().stages().stream().map(FollowedJob::stage).toList());
      if (view.stage().hasEnded()) {
        return result(view);
      }
      if (unwanted && !told) {
        told = true;
        client.cancel(id);
      } else {
        client.pause();
      }
    }
  }

  private static StageProgress stage(StageView view) {
    Stage stage = Stage.valueOf(view.stage().toUpperCase(Locale.ROOT));
    StageReport ended =
        view.finished() ? new StageReport(stage, view.done(), view.seconds(), view.cpuSeconds()) : null;
    return new StageProgress(stage, view.planned(), view.done(), ended);
  }

  /** What a job that has ended gave, or the exception of its exit code, which is that of the command. */
  static ClusterJobResult result(JobView view) {
    if (view.stage() == JobState.Stage.DONE) {
      return new ClusterJobResult(view.id(), view.trainer(), view.attempt(), view.text());
    } else if (view.stage() == JobState.Stage.CANCELLED) {
      throw new CancelledException();
    }
    String message = view.id() + ": " + view.text();
    throw switch (view.exitCode()) {
      case 2, 3 -> InputException.reported(message);
      case 4 -> new LimitException(message);
      case 5 -> new TrainingException(message);
      case 6 -> new ClusterException(message);
      case 7 -> new DeviceException(message);
      default -> new IllegalStateException(message);
    };
  }
}
