package io.strider.deploy.command;

import io.strider.actors.cluster.BulkSettings;
import io.strider.actors.transport.MediaDrivers;
import io.strider.deploy.options.Checks;
import io.strider.deploy.report.Session;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.ClusterException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A throw-away cluster on this machine. */
@Command(
    name = "cluster",
    description = {
      "Starts a throw-away cluster of JVMs on this machine. With a command behind --, runs it on that cluster, takes the"
          + " cluster down and ends with the command's exit code; without one, serves until it is stopped."
    },
    footer = {
      "",
      "Examples:",
      "  strider cluster --local 3 -- embed edges.tsv -o vectors.txt -p 0.5 -q 2",
      "      the same vectors, walked by three JVMs",
      "  strider cluster --local 2",
      "      two nodes to try --cluster with"
    })
final class ClusterCommand implements Callable<Integer> {

  private static final int MAX_NODES = 64;
  private static final int MEMORY_PERCENT = 72;
  private static final long STOP_SECONDS = 10;
  private static final String UP = "node ";

  @Option(names = "--local", required = true, paramLabel = "N", description = "node JVMs to start")
  int nodes;

  @Option(
      names = "--transport",
      defaultValue = "auto",
      paramLabel = "auto|artery|aeron",
      description =
          "what carries walkers and trails: artery (TCP), aeron (shared memory, by a media driver in this process), or auto,"
              + " which is aeron where there is room for it, else artery; default: ${DEFAULT-VALUE}")
  @SuppressWarnings("NullAway.Init")
  BulkSettings.Transport transport;

  @Parameters(arity = "0..*", paramLabel = "-- COMMAND", description = "a command that takes --cluster")
  List<String> command = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  private final Session session;
  private final List<Process> children = new ArrayList<>();
  private final List<String> bulk = new ArrayList<>();

  ClusterCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Checks.range(spec, "--local", nodes, 1, MAX_NODES);
    Path workspace = Files.createTempDirectory("strider-cluster");
    MediaDrivers.Running driver = null;
    try {
      File directory = MediaDrivers.freshDirectory();
      driver = startDriver(directory);
      String name = transport.name().toLowerCase(Locale.ROOT);
      bulk.addAll(
          driver == null
              ? List.of("--transport", "artery")
              : List.of("--transport", name, "--aeron-dir", directory.getPath()));
      String seed = awaitUp(start("", workspace));
      for (int i = 1; i < nodes; i++) {
        start(seed, workspace);
      }
      for (Process child : children.subList(1, nodes)) {
        awaitUp(child);
      }
      if (command.isEmpty()) {
        return serve(seed);
      }
      List<String> words = new ArrayList<>(command);
      words.addAll(List.of("--cluster", seed, "--quick-failover"));
      if (!command.contains("--submit") && !command.getFirst().equals("jobs")) {
        words.addAll(List.of("--workspace", workspace.toString()));
      }
      words.addAll(bulk);
      return StriderCommand.run(session, words.toArray(String[]::new));
    } finally {
      stop();
      if (driver != null) {
        driver.close();
      }
      delete(workspace);
    }
  }

  /** The media driver of all nodes; null where Artery alone shall carry walkers, or must. */
  private MediaDrivers.@Nullable Running startDriver(File directory) {
    if (transport == BulkSettings.Transport.ARTERY || (transport == BulkSettings.Transport.AUTO && !MediaDrivers.hasRoom())) {
      return null;
    }
    try {
      return MediaDrivers.launch(directory);
    } catch (ClusterException e) {
      if (transport == BulkSettings.Transport.AERON) {
        throw e;
      }
      session.err().println(e.getMessage() + ": walkers and trails go by Artery");
      session.err().flush();
      return null;
    }
  }

  private int serve(String seed) throws InterruptedException {
    String how = String.join(" ", bulk);
    session.err().println(nodes + " nodes; use --cluster " + (seed + " " + how).strip() + ", and Ctrl-C to stop");
    session.err().flush();
    while (true) {
      for (Process child : children) {
        if (session.cancellation().isCancelled()) {
          throw new CancelledException();
        }
        if (child.waitFor(100, TimeUnit.MILLISECONDS)) {
          throw new ClusterException("the node with process id " + child.pid() + " stopped");
        }
      }
    }
  }

  /** Starts a node that joins {@code seed}, or forms a cluster if that is empty. */
  private Process start(String seed, Path workspace) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElse("java"));
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!flag.startsWith("-Xmx") && !flag.startsWith("-XX:MaxRAMPercentage") && !flag.startsWith("-Dstrider.stderr")
          && !flag.startsWith("-XX:StartFlightRecording") && !flag.startsWith("-agentlib")) {
        line.add(flag);
      }
    }
    line.add("-XX:MaxRAMPercentage=" + Math.max(1, MEMORY_PERCENT / (nodes + 1)));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), StriderMain.class.getName()));
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / nodes);
    line.addAll(List.of("node", "--workspace", workspace.toString(), "--quick-failover", "--stop-at-end-of-input", "--threads", String.valueOf(threads)));
    line.addAll(bulk);
    if (!seed.isEmpty()) {
      line.addAll(List.of("--cluster", seed));
    }
    Process child = new ProcessBuilder(line).redirectErrorStream(true).start();
    children.add(child);
    return child;
  }

  /** Reads what the node says until it is up, and returns its address; a thread of its own passes the rest on. */
  private String awaitUp(Process child) throws IOException {
    BufferedReader output = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      int at = line.indexOf(UP);
      if (at >= 0 && line.endsWith(" is up")) {
        Thread.ofPlatform().daemon().name("node-" + child.pid()).start(() -> passOn(output));
        return line.substring(at + UP.length(), line.length() - " is up".length());
      }
      said.append(line).append(System.lineSeparator());
    }
    throw new ClusterException("a node did not start; it said: " + said);
  }

  private void passOn(BufferedReader output) {
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        session.err().println(line);
        session.err().flush();
      }
    } catch (IOException | UncheckedIOException e) {
      // The node is gone.
    }
  }

  /** Kills the nodes: what they hold is a copy, and nobody is left who would miss them. */
  private void stop() throws InterruptedException {
    for (Process child : children) {
      child.destroyForcibly();
    }
    for (Process child : children) {
      child.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.toList();
    }
    for (Path file : all.reversed()) {
      Files.deleteIfExists(file);
    }
  }
}
