import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One strider command in a JVM of its own, with all that it printed. */
final class SoakProcess {

  private static final int SIGKILLED = 128 + 9;
  private static final int LINES_SHOWN = 40;
  private static final Pattern UP = Pattern.compile("node (\\S+) is up");

  private final String name;
  private final Process process;
  private final Path out;
  private final Path err;
  private final long startedNanos = System.nanoTime();
  private boolean killed;
  private long killedNanos;
  private String address = "";

  SoakProcess(String name, Process process, Path out, Path err) {
    this.name = name;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  long startedNanos() {
    return startedNanos;
  }

  /** Whether {@link #kill} ended it. */
  boolean isKilled() {
    return killed;
  }

  long killedNanos() {
    return killedNanos;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it has said that it is a member of the cluster, as nodes do. */
  boolean isUp() {
    return !address().isEmpty();
  }

  /** {@code host:port} of a node that has said it. */
  String address() {
    if (address.isEmpty()) {
      try {
        Matcher up = UP.matcher(Files.readString(err));
        address = up.find() ? up.group(1) : "";
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return address;
  }

  /** Waits for its end; the exit code. */
  int code() throws InterruptedException {
    return process.waitFor();
  }

  void awaitEnd() {
    process.onExit().join();
  }

  /** What it printed on standard output. */
  String output() throws IOException {
    return Files.readString(out);
  }

  /** SIGKILL; whether it had not ended by itself before. */
  boolean kill() throws InterruptedException {
    process.destroyForcibly();
    killed = process.waitFor() == SIGKILLED;
    killedNanos = System.nanoTime();
    return killed;
  }

  /** SIGKILL that is none of the soak's kills. */
  void stop() {
    process.destroyForcibly();
  }

  /** The end of what it printed on standard error. */
  String tail() throws IOException {
    List<String> lines = Files.readAllLines(err);
    return name + " said\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }
}
