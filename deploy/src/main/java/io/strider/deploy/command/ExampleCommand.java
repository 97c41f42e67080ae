package io.strider.deploy.command;

import io.strider.deploy.report.Json;
import io.strider.deploy.report.Session;
import io.strider.runtime.common.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what Strider does, by running its own commands on a graph that comes with it. */
@Command(
    name = "example",
    description = {
      "Embeds a graph that comes with Strider, scores the vectors and looks at some neighbours, with the same commands"
          + " that you would type; each is printed before it runs.",
      "debian: 61,562 packages of Debian 12 and what they depend on, classes are the archive's sections.",
      "karate: 34 members of a karate club, classes are the two sides it split into (Zachary 1977)."
    },
    footer = {
      "",
      "Examples:",
      "  strider example",
      "  strider example karate --output-dir /tmp/karate"
    })
final class ExampleCommand implements Callable<Integer> {

  /** Where the launcher says that the source tree is. */
  static final String HOME_PROPERTY = "strider.home";

  enum Graph {
    DEBIAN("edges.tsv.gz", "labels.tsv.gz", "1",
        List.of("python3", "gcc", "firefox-esr", "postgresql", "nginx", "gimp")),
    KARATE("edges.tsv", "labels.tsv", "10", List.of("1", "34"));

    private final String edges;
    private final String labels;
    private final String splits;

    /** A list that cannot change, which its type does not tell. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> vertices;

    Graph(String edges, String labels, String splits, List<String> vertices) {
      this.edges = edges;
      this.labels = labels;
      this.splits = splits;
      this.vertices = vertices;
    }

    String folder() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final Session session;

  @Parameters(index = "0", defaultValue = "debian", paramLabel = "debian|karate", description = "which graph (default: ${DEFAULT-VALUE})")
  @SuppressWarnings("NullAway.Init")
  Graph graph;

  @Option(
      names = "--output-dir",
      defaultValue = "strider-example",
      paramLabel = "DIR",
      description = "folder for the vectors; made when missing, files of an earlier example are replaced (default: ${DEFAULT-VALUE})")
  @SuppressWarnings("NullAway.Init")
  Path outputFolder;

  @Option(names = "--quiet", description = "no progress on standard error")
  boolean quiet;

  @Option(
      names = "--json",
      description = "print one JSON object on standard output at the end, with the object of each command, and nothing else there")
  boolean json;

  ExampleCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Path data = home().resolve("examples").resolve("data").resolve(graph.folder());
    makeFolder();
    String vectors = outputFolder.resolve(graph.folder() + ".txt").toString();
    String labels = data.resolve(graph.labels).toString();
    List<String> similar = new ArrayList<>(List.of("similar", vectors, "-k", "5"));
    similar.addAll(graph.vertices);
    List<List<String>> lines =
        List.of(
            List.of("embed", data.resolve(graph.edges).toString(), "-o", vectors, "--force"),
            List.of("evaluate", "classify", vectors, labels, "--splits", graph.splits),
            similar);
    return json ? runForJson(lines) : runAloud(lines, vectors);
  }

  private int runForJson(List<List<String>> lines) {
    List<String> reports = new ArrayList<>();
    for (List<String> line : lines) {
      StringWriter report = new StringWriter();
      int code = run(session.withOut(new PrintWriter(report)), line, "--json");
      if (code != ExitCode.OK.code()) {
        session.out().print(report);
        session.out().flush();
        return code;
      }
      reports.add(report.toString());
    }
    session.out().println(Json.commands(lines, reports));
    session.out().flush();
    return ExitCode.OK.code();
  }

  private int runAloud(List<List<String>> lines, String vectors) {
    for (List<String> line : lines) {
      session.out().println();
      session.out().println("$ strider " + String.join(" ", line));
      session.out().flush();
      int code = run(session, line);
      if (code != ExitCode.OK.code()) {
        return code;
      }
    }
    session.out().println();
    session.out().println("The vectors are in " + vectors + "; how they were made, in " + vectors + ".provenance.json");
    session.out().flush();
    return ExitCode.OK.code();
  }

  private int run(Session inner, List<String> line, String... more) {
    List<String> words = new ArrayList<>(line);
    words.addAll(List.of(more));
    if (quiet) {
      words.add("--quiet");
    }
    return StriderCommand.run(inner, words.toArray(String[]::new));
  }

  private void makeFolder() {
    try {
      Files.createDirectories(outputFolder);
    } catch (IOException e) {
      throw InputException.at("--output-dir", outputFolder + ", which cannot be made", "a folder to write to", e);
    }
  }

  private static Path home() {
    String home = System.getProperty(HOME_PROPERTY, ".");
    Path data = Path.of(home, "examples", "data");
    if (!Files.isDirectory(data)) {
      throw InputException.at(
          data.toString(), "no such folder", "the examples of Strider's source tree; start it as ./strider there");
    }
    Path absolute = data.toAbsolutePath().normalize().getParent();
    Path here = Path.of("").toAbsolutePath();
    if (absolute == null || absolute.getParent() == null) {
      throw new UncheckedIOException(new IOException("no folder above " + data));
    }
    Path root = absolute.getParent();
    return root.startsWith(here) ? here.relativize(root) : root;
  }
}
