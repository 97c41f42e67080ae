package io.strider.deploy.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.actors.jobs.JobClient;
import io.strider.actors.jobs.JobList;
import io.strider.actors.jobs.JobView;
import io.strider.deploy.options.ClusterOptions;
import io.strider.deploy.options.TransportOptions;
import io.strider.deploy.report.Run;
import io.strider.deploy.report.Session;
import io.strider.runtime.common.Cancellation;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The jobs of a cluster. */
@Command(
    name = "jobs",
    description = {"Lists the jobs that were submitted to a cluster with 'strider embed --submit', follows one, or cancels it."},
    footer = {
      "",
      "Examples:",
      "  strider jobs --cluster 10.0.0.1:2551",
      "      what waits, runs, and has ended",
      "  strider jobs --cluster 10.0.0.1:2551 --follow job-3",
      "      shows it until it ends, as if it ran here; Ctrl-C cancels it"
    })
final class JobsCommand extends Job {

  /** What is to be done about one job. */
  static final class One {
    @Option(names = "--follow", paramLabel = "JOB", description = "show a job until it ends, and end with its exit code")
    @Nullable String follow;

    @Option(names = "--cancel", paramLabel = "JOB", description = "stop a job; what it had published already stays")
    @Nullable String cancel;
  }

  @ArgGroup @Nullable One one;

  @Option(
      names = "--cluster",
      required = true,
      paramLabel = "HOST:PORT",
      split = ",",
      description = "nodes of the cluster (required)")
  List<String> cluster = List.of();

  @Option(
      names = "--listen",
      defaultValue = "127.0.0.1:0",
      paramLabel = "HOST:PORT",
      description = "own address, which the nodes must reach (default: ${DEFAULT-VALUE}, any free port)")
  @SuppressWarnings("NullAway.Init")
  String listen;

  @Option(names = "--quick-failover", description = "as the nodes have it; for throw-away clusters")
  boolean quickFailover;

  @Mixin(name = "Transport")
  @SuppressWarnings("NullAway.Init")
  TransportOptions transport;

  JobsCommand(Session session) {
    super(session);
  }

  @Override
  void work(Run run) {
    ClusterSettings settings =
        ClusterOptions.settings(
            spec, listen, cluster, Set.of(ClusterSettings.DRIVER), Path.of("."), quickFailover, transport);
    Cancellation cancellation = run.session().cancellation();
    try (JobClient client = JobClient.join(settings)) {
      if (one != null && one.follow != null) {
        SubmittedJob.follow(client, one.follow, run);
      } else if (one != null && one.cancel != null) {
        JobView view = client.cancel(one.cancel);
        run.print(view.id() + " is " + name(view));
        describe(view, run.summary().putObject("job"));
      } else {
        list(client.list(cancellation), run);
      }
    }
  }

  private static void list(JobList list, Run run) {
    run.note("coordinator " + list.coordinator() + ", trainers " + list.trainers());
    run.summary().put("coordinator", list.coordinator()).put("trainers", list.trainers());
    ArrayNode jobs = run.summary().putArray("jobs");
    for (JobView view : list.jobs()) {
      describe(view, jobs.addObject());
      String place = view.trainer().isEmpty() ? "" : "  " + view.trainer();
      String why = view.exitCode() == 0 ? "" : "  " + view.text();
      run.print(view.id() + "  " + name(view) + place + "  strider " + String.join(" ", view.words()) + why);
    }
  }

  private static void describe(JobView view, ObjectNode target) {
    target
        .put("id", view.id())
        .put("stage", name(view))
        .put("trainer", view.trainer().isEmpty() ? null : view.trainer())
        .put("attempts", view.attempt())
        .put("exitCode", view.stage().hasEnded() ? view.exitCode() : null)
        .put("message", view.exitCode() == 0 ? null : view.text());
    view.words().forEach(target.putArray("commandLine")::add);
  }

  private static String name(JobView view) {
    return view.stage().name().toLowerCase(Locale.ROOT);
  }
}
