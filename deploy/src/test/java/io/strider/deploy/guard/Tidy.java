package io.strider.deploy.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The habits of the project that a scan of the sources can check. Each finding reads {@code file:line: what, why}. */
final class Tidy {

  /** The most lines of a source file; the aim is 300. */
  static final int MAX_LINES = 400;

  private static final String CLOCKS = "/io/strider/runtime/time/";
  private static final String CONSOLE = "/io/strider/deploy/command/";

  /** What is not to be written, where it is allowed all the same, and what to do instead. */
  private record Habit(Pattern pattern, String allowedIn, String advice) {}

  /** Programs of users, as it were: only how their text looks is checked. */
  private static final String EXAMPLES = "examples/";

  private static final String NOWHERE = "\0";

  private static final List<Habit> CODE_HABITS =
      List.of(
          habit("System\\.(nanoTime|currentTimeMillis)\\(|Instant\\.now\\(|LocalDateTime\\.now\\(", CLOCKS,
              "reads a clock; take a Clock or an InstantSource instead"),
          habit("\\bnew Random\\(|ThreadLocalRandom|Math\\.random\\(|new SecureRandom\\(|new SplittableRandom\\(", NOWHERE,
              "draws unseeded; use CounterRandom"),
          habit("Thread\\.sleep\\(", CLOCKS, "sleeps; wait for a condition instead"),
          habit("System\\.(out|err)\\b", CONSOLE, "prints past the session; use Run or Session"),
          habit("\\.printStackTrace\\(\\)", NOWHERE, "prints past the session; throw, or log with its cause"));

  private static final List<Habit> TEXT_HABITS =
      List.of(
          habit("\\t", NOWHERE, "a tab; indent with blanks"),
          habit("[ ]+$", NOWHERE, "blanks at the end of the line"),
          habit("^import (static )?[\\w.]+\\.\\*;", NOWHERE, "imports everything; name each class"),
          habit("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b", NOWHERE, "an open end; finish it or file an issue"));

  private Tidy() {}

  private static Habit habit(String pattern, String allowedIn, String advice) {
    return new Habit(Pattern.compile(pattern), allowedIn, advice);
  }

  /** Findings in every source file of every module below a folder. */
  static List<String> scan(Path root) {
    List<String> findings = new ArrayList<>();
    for (Path source : sources(root)) {
      String name = root.relativize(source).toString().replace('\\', '/');
      findings.addAll(scan(name, read(source)));
    }
    return findings;
  }

  /** Findings in one file. */
  static List<String> scan(String name, String text) {
    List<String> findings = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    if (lines.length - 1 > MAX_LINES) {
      findings.add(name + ":" + MAX_LINES + ": has " + (lines.length - 1) + " lines; it is hiding a second idea");
    }
    boolean main = name.contains("src/main/") && !name.startsWith(EXAMPLES);
    for (int i = 0; i < lines.length; i++) {
      String place = name + ":" + (i + 1) + ": ";
      check(TEXT_HABITS, name, lines[i], place, findings);
      if (main) {
        check(CODE_HABITS, name, code(lines[i]), place, findings);
      }
    }
    return findings;
  }

  /** Packages of main sources without a {@code package-info.java} that says {@code @NullMarked}. */
  static List<String> packagesWithoutContract(Path root) {
    return sources(root).stream()
        .filter(source -> source.toString().replace('\\', '/').contains("src/main/java/"))
        .map(Path::getParent)
        .filter(folder -> !root.relativize(folder).startsWith(EXAMPLES))
        .distinct()
        .filter(folder -> !isMarked(folder.resolve("package-info.java")))
        .map(folder -> root.relativize(folder) + ": no package-info.java with a purpose and @NullMarked")
        .toList();
  }

  private static boolean isMarked(Path info) {
    if (!Files.exists(info)) {
      return false;
    }
    String text = read(info);
    return text.contains("@NullMarked") && text.contains("/**");
  }

  private static void check(List<Habit> habits, String name, String line, String place, List<String> findings) {
    for (Habit habit : habits) {
      if (!("/" + name).contains(habit.allowedIn) && habit.pattern.matcher(line).find()) {
        findings.add(place + habit.advice);
      }
    }
  }

  /** A line without its comments: rules about calls may be talked about. */
  private static String code(String line) {
    String stripped = line.strip();
    if (stripped.startsWith("*") || stripped.startsWith("/*")) {
      return "";
    }
    int comment = line.indexOf("//");
    return comment < 0 ? line : line.substring(0, comment);
  }

  private static List<Path> sources(Path root) {
    try (Stream<Path> files = Files.walk(root, 32)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !root.relativize(file).toString().contains("target"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
