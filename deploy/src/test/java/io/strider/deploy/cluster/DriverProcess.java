package io.strider.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The strider command in a JVM of its own, to be killed, stopped and let go on. */
final class DriverProcess implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 120;
  private static final long POLL_MILLIS = 5;

  private final Process process;
  private final Path out;
  private final Path err;

  /** Starts the command; what it prints goes to files in {@code folder}. Its JVM gets these flags too. */
  DriverProcess(Path folder, List<String> words, String... flags) throws IOException {
    this(folder, List.of(), words, flags);
  }

  /** As {@link #DriverProcess(Path, List, String...)}, with words before the command. */
  DriverProcess(Path folder, List<String> before, List<String> words, String... flags) throws IOException {
    out = Files.createTempFile(folder, "driver", ".out");
    err = Files.createTempFile(folder, "driver", ".err");
    List<String> command = new ArrayList<>(before);
    command.addAll(StriderJvm.command("-Xmx512m", List.of(flags), words));
    process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  /** Waits until something holds or the command has ended; whether it still runs. */
  boolean runsUntil(BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (process.isAlive() && !holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      Thread.sleep(POLL_MILLIS);
    }
    return process.isAlive();
  }

  /** Whether the command still ran after so long. */
  boolean runsFor(long millis) throws InterruptedException {
    return !process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Its process id. */
  long pid() {
    return process.pid();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGSTOP, SIGCONT and their like. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Waits for the end; the exit code. */
  int code() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
    return process.exitValue();
  }

  /** What went to standard error. */
  String err() throws IOException {
    return Files.readString(err);
  }

  /** The JSON object of a command that must have ended well. */
  JsonNode json() throws IOException, InterruptedException {
    assertThat(code()).as(err()).isZero();
    return new ObjectMapper().readTree(Files.readString(out));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
