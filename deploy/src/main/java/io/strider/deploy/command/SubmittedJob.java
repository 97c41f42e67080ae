package io.strider.deploy.command;

import io.strider.actors.cluster.ClusterSettings;
import io.strider.actors.jobs.JobClient;
import io.strider.actors.jobs.JobView;
import io.strider.actors.jobs.StageView;
import io.strider.deploy.report.Progress;
import io.strider.deploy.report.Run;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.jobs.JobState;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A job in a cluster as the command that follows it sees it: shown as if it ran here, and ending the command as it ends. One thread. */
final class SubmittedJob {

  private final JobClient client;
  private final String id;
  private final Run run;
  private final Set<Stage> started = new HashSet<>();
  private final Set<Stage> finished = new HashSet<>();
  private int notes;
  private int attempt;
  private boolean saidLost;

  private SubmittedJob(JobClient client, String id, Run run) {
    this.client = client;
    this.id = id;
    this.run = run;
  }

  /** Has the cluster do the words, and follows unless {@code detach}. */
  static void submit(List<String> words, ClusterSettings cluster, boolean detach, Run run) {
    try (JobClient client = JobClient.join(cluster)) {
      client.requireNodeOf(ClusterSettings.TRAINER);
      String id = client.submit(words, run.session().cancellation());
      run.note(id + " is submitted and kept");
      if (detach) {
        run.summary().put("job", id);
        run.print(id);
      } else {
        follow(client, id, run);
      }
    }
  }

  /**
   * Shows a job until it ends; its report becomes that of the run. A person who stops the run stops the job.
   *
   * @throws JobFailure as the job
   */
  static void follow(JobClient client, String id, Run run) {
    new SubmittedJob(client, id, run).follow();
  }

  private void follow() {
    Cancellation person = run.session().cancellation();
    JobView view;
    try {
      view = watch(person);
    } catch (CancelledException e) {
      client.cancel(id);
      run.note(id + " is being cancelled");
      view = watch(Cancellation.NEVER);
    }
    switch (view.stage()) {
      case DONE -> {
        run.adopt(view.text());
        run.summary().put("job", id).put("trainedOn", view.trainer()).put("attempts", view.attempt());
      }
      case CANCELLED -> {
        person.check();
        throw new JobFailure(ExitCode.INTERRUPTED.code(), id + " was cancelled by somebody else");
      }
      default -> throw new JobFailure(view.exitCode(), id + ": " + view.text());
    }
  }

  /** Until the job has ended. */
  private JobView watch(Cancellation cancellation) {
    while (true) {
      JobView view = client.look(id, cancellation);
      show(view);
      if (view.stage().hasEnded()) {
        return view;
      }
      client.pause();
    }
  }

  private void show(JobView view) {
    if (view.stage() == JobState.Stage.WAITING && view.attempt() > 0 && !saidLost) {
      saidLost = true;
      run.note(id + " lost its trainer " + view.trainer() + " and waits for another");
    }
    if (view.attempt() != attempt && view.stage() == JobState.Stage.RUNNING) {
      run.note(id + (view.attempt() == 1 ? " runs on " : " goes on (attempt " + view.attempt() + ") on ") + view.trainer());
      attempt = view.attempt();
      started.clear();
      finished.clear();
      notes = 0;
      saidLost = false;
    }
    List<String> said = view.progress().notes();
    while (notes < said.size()) {
      run.note(said.get(notes++));
    }
    view.progress().stages().forEach(this::show);
  }

  private void show(StageView view) {
    Progress progress = run.progress();
    Stage stage = Stage.valueOf(view.stage().toUpperCase(Locale.ROOT));
    if (started.add(stage)) {
      progress.started(stage, view.planned());
    }
    if (!view.finished()) {
      progress.planned(stage, view.planned());
      progress.advanced(stage, view.done());
    } else if (finished.add(stage)) {
      progress.finished(new StageReport(stage, view.done(), view.seconds(), view.cpuSeconds()));
    }
  }
}
