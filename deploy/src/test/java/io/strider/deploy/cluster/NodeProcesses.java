package io.strider.deploy.cluster;

import io.strider.deploy.command.StriderMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Node JVMs, forked by a test and killed at its end. */
final class NodeProcesses implements AutoCloseable {

  /** Lock of test classes that fork several JVMs each: two of them at a time leave none of them the time that it needs. */
  static final String CORES = "cores";

  private final List<String> flags;
  private final List<Process> processes = new CopyOnWriteArrayList<>();
  private final Map<String, Process> byAddress = new ConcurrentHashMap<>();

  /** None yet; their JVMs get these flags too. */
  NodeProcesses(String... flags) {
    this.flags = List.of(flags);
  }

  /**
   * Starts a node that joins {@code seed}, or forms a cluster if that is empty, with more options; returns its address when it
   * is up.
   */
  String start(String seed, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.startsWith("--")) {
        command.add(flag);
      }
    }
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.addAll(flags);
    command.add(StriderMain.class.getName());
    command.addAll(List.of("node", "--quick-failover", "--stop-at-end-of-input", "--threads", "1"));
    command.addAll(List.of(options));
    if (!seed.isEmpty()) {
      command.addAll(List.of("--cluster", seed));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    processes.add(process);
    BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("node ") && line.endsWith(" is up")) {
        Thread.ofPlatform().daemon().start(() -> drain(output));
        String address = line.substring("node ".length(), line.length() - " is up".length());
        byAddress.put(address, process);
        return address;
      }
      said.append(line).append('\n');
    }
    throw new IllegalStateException("a node did not start: " + said);
  }

  private static void drain(BufferedReader output) {
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        System.out.println("node: " + line);
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

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
