import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** All JVMs that bench/Soak.java has started; what they print goes to files in a folder. */
final class SoakProcesses {

  private static final long DUMP_SECONDS = 20;

  private final Path folder;
  private final ConcurrentLinkedQueue<SoakProcess> started = new ConcurrentLinkedQueue<>();

  SoakProcesses(Path folder) {
    this.folder = folder;
  }

  /** Starts the strider command with this process's own flags, and more; its standard input stays open as long as this lives. */
  SoakProcess start(String name, List<String> flags, List<String> words) throws IOException {
    List<String> command = new ArrayList<>(List.of(tool("java")));
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      // The descriptor of the launcher is not theirs.
      if (!flag.startsWith("-Dstrider.stderr") && !flag.startsWith("-XX:MaxRAMPercentage")) {
        command.add(flag);
      }
    }
    command.addAll(flags);
    command.addAll(List.of("-jar", System.getProperty("java.class.path")));
    command.addAll(words);
    String unique = name + "-" + (started.size() + 1);
    Path out = folder.resolve(unique + ".out");
    Path err = folder.resolve(unique + ".err");
    Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    SoakProcess fresh = new SoakProcess(unique, process, out, err);
    started.add(fresh);
    return fresh;
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** Prints where every thread of every living process stands, as something took too long. */
  Soak.Failure hang(String message) throws IOException, InterruptedException {
    for (SoakProcess living : started.stream().filter(SoakProcess::isAlive).toList()) {
      System.out.println("threads of " + living.name() + " " + living.address());
      new ProcessBuilder(tool("jcmd"), String.valueOf(living.pid()), "Thread.print")
          .redirectOutput(ProcessBuilder.Redirect.INHERIT)
          .redirectErrorStream(true)
          .start()
          .waitFor(DUMP_SECONDS, TimeUnit.SECONDS);
    }
    return new Soak.Failure(message);
  }

  /** SIGKILL to all that still live, and waits until they are gone. */
  void stopAll() {
    started.forEach(SoakProcess::stop);
    started.forEach(SoakProcess::awaitEnd);
  }
}
