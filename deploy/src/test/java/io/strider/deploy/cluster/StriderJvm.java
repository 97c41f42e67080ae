package io.strider.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.deploy.command.StriderMain;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;

/**
 * The strider command in JVMs of its own, which live for seconds: so without the parallel collector, and with a cache of loaded classes
 * (JEP 483), which spares a third of what a node's start costs. The cache is made by the first that asks, and goes with the test's JVM;
 * it wants jars, so the classes of the modules are put into some.
 */
final class StriderJvm {

  private static final int TRAINING_SECONDS = 120;

  /** For JVMs that do not train on vectors: the second compiler would not earn what it costs. */
  static final String NO_C2 = "-XX:TieredStopAtLevel=1";

  private StriderJvm() {}

  /** The words that start the command with {@code words}, in a JVM with so much heap and these flags beside the test's own. */
  static List<String> command(String heap, List<String> flags, List<String> words) {
    List<String> all = new ArrayList<>(flags);
    if (Files.exists(Cache.FILE)) {
      all.addAll(List.of("-XX:AOTCache=" + Cache.FILE, "-Xlog:aot=off"));
    }
    return plain(Cache.CLASS_PATH, heap, all, words);
  }

  private static List<String> plain(String classPath, String heap, List<String> flags, List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.startsWith("--")) {
        command.add(flag);
      }
    }
    command.add("-XX:+UseSerialGC");
    command.addAll(flags);
    command.addAll(List.of(heap, "-cp", classPath, StriderMain.class.getName()));
    command.addAll(words);
    return command;
  }

  /** Made when it is first asked for. */
  private static final class Cache {

    private static final Path FOLDER = newFolder();
    static final Path FILE = goesAtExit(FOLDER.resolve("classes.aot"));
    static final String CLASS_PATH = jarsOnly();

    static {
      train();
    }

    private static Path newFolder() {
      try {
        // Beside the classes, which a clean build removes.
        Path target = Path.of(StriderMain.class.getProtectionDomain().getCodeSource().getLocation().getPath()).resolveSibling("node-jvm");
        Files.createDirectories(target);
        return goesAtExit(Files.createTempDirectory(target, "cache"));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private static Path goesAtExit(Path path) {
      path.toFile().deleteOnExit();
      return path;
    }

    /** The test's class path with each folder as a jar. */
    private static String jarsOnly() {
      ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
      Set<String> entries = new LinkedHashSet<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        if (!entry.isEmpty() && Files.isDirectory(Path.of(entry))) {
          Path made = goesAtExit(FOLDER.resolve("classes" + entries.size() + ".jar"));
          assertThat(jar.run(System.out, System.err, "--create", "--file", made.toString(), "-C", entry, ".")).isZero();
          entries.add(made.toString());
        } else if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
          entries.add(entry);
        }
      }
      return String.join(File.pathSeparator, entries);
    }

    /** A node that starts and ends; where no cache comes of it, JVMs start without. */
    private static void train() {
      List<String> node = List.of("node", "--quick-failover", "--stop-at-end-of-input", "--threads", "1");
      Path log = goesAtExit(FOLDER.resolve("training.log"));
      try {
        Process process =
            new ProcessBuilder(plain(CLASS_PATH, "-Xmx256m", List.of(NO_C2, "-XX:AOTCacheOutput=" + FILE), node))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
        if (!Files.exists(FILE)) {
          System.out.println("no cache of classes: " + Files.readString(log));
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(interrupted);
      }
    }
  }
}
