package io.strider.deploy.command;

import io.strider.actors.EngineSettings;
import io.strider.actors.cluster.ClusterNode;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.actors.jobs.Jobs;
import io.strider.deploy.options.Checks;
import io.strider.deploy.options.ClusterOptions;
import io.strider.deploy.options.NodeOptions;
import io.strider.deploy.options.TransportOptions;
import io.strider.deploy.report.Run;
import io.strider.deploy.report.Session;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.train.TrainerKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One node of a cluster. */
@Command(
    name = "node",
    description = {
      "Serves as one node of a cluster until it is stopped: holds partitions of graphs and moves walkers, and with --workspace"
          + " runs submitted jobs ('strider embed --submit').",
      "Only loopback is listened on unless --listen says otherwise; traffic is encrypted only with --tls-key and its like."
    },
    footer = {
      "",
      "Examples:",
      "  strider node --listen 127.0.0.1:2551",
      "      the first node, which forms the cluster",
      "  strider node --cluster 127.0.0.1:2551",
      "      one more, on any free port",
      "  strider node --cluster 127.0.0.1:2551 --roles trainer,coordinator --workspace /shared/strider",
      "      one that holds no partitions and runs jobs"
    })
final class NodeCommand extends Job {

  private static final long POLL_MILLIS = 100;

  @Option(
      names = "--listen",
      defaultValue = "127.0.0.1:0",
      paramLabel = "HOST:PORT",
      description = "own address, which the others must reach (default: ${DEFAULT-VALUE}, any free port)")
  @SuppressWarnings("NullAway.Init")
  String listen;

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "nodes to join; without it this node forms a cluster of its own")
  List<String> cluster = List.of();

  @Option(names = "--threads", paramLabel = "N", description = "threads that move walkers (default: all cores)")
  @Nullable Integer threads;

  @Option(names = "--quick-failover", description = "give a silent node up after seconds; for throw-away clusters")
  boolean quickFailover;

  @Option(names = "--stop-at-end-of-input", description = "stop when standard input ends, as it does with its writer")
  boolean stopAtEndOfInput;

  @Mixin(name = "Roles")
  @SuppressWarnings("NullAway.Init")
  NodeOptions roles;

  @Mixin(name = "Transport")
  @SuppressWarnings("NullAway.Init")
  TransportOptions transport;

  NodeCommand(Session session) {
    super(session);
  }

  @Override
  void work(Run run) {
    Path workspace = roles.workspace();
    ClusterSettings settings =
        ClusterOptions.settings(
            spec, listen, cluster, roles.roles(), workspace == null ? Path.of(".") : workspace, quickFailover, transport);
    int workers = Checks.threads(spec, threads);
    CompletableFuture<Void> input = stopAtEndOfInput ? endOf(run.session().in()) : new CompletableFuture<>();
    try (ClusterNode node = ClusterNode.start(settings, workers)) {
      if (workspace != null) {
        EngineSettings engine = new EngineSettings(workers, 1, roles.memoryBytes(), TrainerKind.CPU, settings);
        Jobs.serve(node.system(), workspace, new EmbedJobs(node.system(), engine, run.session()));
      }
      run.note("node " + node.address() + " is up");
      run.summary().put("address", node.address());
      await(node, input, run);
    }
  }

  private static void await(ClusterNode node, CompletableFuture<Void> input, Run run) {
    CompletableFuture<?> stopped = node.whenStopped().toCompletableFuture();
    while (!input.isDone() && !run.session().cancellation().isCancelled()) {
      try {
        stopped.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        throw new ClusterException(node.whyStopped());
      } catch (TimeoutException e) {
        // Still serving.
      } catch (InterruptedException | ExecutionException e) {
        throw new ClusterException("the node failed: " + e.getMessage());
      }
    }
    run.session().cancellation().check();
  }

  private static CompletableFuture<Void> endOf(InputStream in) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("end-of-input")
        .start(
            () -> {
              try {
                in.skipNBytes(Long.MAX_VALUE);
              } catch (IOException | CancelledException e) {
                // The end, by another name.
              }
              end.complete(null);
            });
    return end;
  }
}
