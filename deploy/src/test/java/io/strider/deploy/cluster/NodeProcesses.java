package io.strider.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Node JVMs, forked by a test and killed at its end. */
final class NodeProcesses implements AutoCloseable {

  /** Lock of test classes that fork several JVMs each: two of them at a time leave none of them the time that it needs. */
  static final String CORES = "cores";

  private static final int PATIENCE_SECONDS = 60;

  private final List<String> flags;
  private final List<Process> processes = new CopyOnWriteArrayList<>();
  private final Map<String, Process> byAddress = new ConcurrentHashMap<>();

  /** None yet; their JVMs get these flags too. */
  NodeProcesses(String... flags) {
    this.flags = List.of(flags);
  }

  /** A node's process, and what it has said since it was up, which a thread listens to. */
  record Node(Process process, String address, List<String> lines, Thread listener) {

    /** Waits for the node to end by itself; the exit code, when all that it had to say is said. */
    int code() throws InterruptedException {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("%s ended; it said: %s", address, said()).isTrue();
      listener.join();
      return process.exitValue();
    }

    String said() {
      return String.join("\n", lines);
    }
  }

  /**
   * Starts a node that joins {@code seed}, or forms a cluster if that is empty, with more options; returns its address when it
   * is up.
   */
  String start(String seed, String... options) throws IOException {
    return start(List.of(), seed, options).address();
  }

  /** As {@link #start(String, String...)}, with words before the command. */
  Node start(List<String> before, String seed, String... options) throws IOException {
    List<String> command = new ArrayList<>(before);
    List<String> words = new ArrayList<>(List.of("node", "--quick-failover", "--stop-at-end-of-input", "--threads", "1"));
    words.addAll(List.of(options));
    if (!seed.isEmpty()) {
      words.addAll(List.of("--cluster", seed));
    }
    List<String> all = new ArrayList<>(List.of(StriderJvm.NO_C2));
    all.addAll(flags);
    command.addAll(StriderJvm.command("-Xmx256m", all, words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    processes.add(process);
    BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("node ") && line.endsWith(" is up")) {
        String address = line.substring("node ".length(), line.length() - " is up".length());
        byAddress.put(address, process);
        List<String> later = new CopyOnWriteArrayList<>();
        return new Node(process, address, later, Thread.ofPlatform().daemon().start(() -> drain(output, later)));
      }
      said.append(line).append('\n');
    }
    throw new IllegalStateException("a node did not start: " + said);
  }

  private static void drain(BufferedReader output, List<String> lines) {
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        System.out.println("node: " + line);
        lines.add(line);
      }
    } catch (IOException | UncheckedIOException gone) {
      // Killed.
    }
  }

  /** Kills the node that was started last, as a crash would. */
  void killLast() {
    processes.getLast().destroyForcibly();
  }

  /** Kills the node at an address, as a crash would. */
  void kill(String address) throws InterruptedException {
    Process process = Objects.requireNonNull(byAddress.remove(address), address);
    process.destroyForcibly();
    process.waitFor();
  }

  /** Kills the node that was started as number {@code started}, from 0 on. */
  void kill(int started) {
    processes.get(started).destroyForcibly();
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
