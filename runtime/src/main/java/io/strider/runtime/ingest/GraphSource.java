package io.strider.runtime.ingest;

import io.strider.runtime.common.InputException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a graph is read from: a file, a folder of parts, a stream, or edges that a program hands over. What bytes are
 * (gzip, Zstandard, Matrix Market or edge list) is decided by their beginning, never by a name. A source of files, or of edges
 * that can be read again, may be used any number of times; a stream once.
 */
public final class GraphSource {

  /** What standard input is called in messages and reports. */
  public static final String STDIN_NAME = "standard input";

  /** One input to be read from its beginning to its end. */
  sealed interface Part {}

  /**
   * Bytes with edges in them.
   *
   * @param bytes how many as they are stored, or −1 when only reading tells
   */
  record Text(String name, Opener opener, long bytes) implements Part {}

  /** Edges of a program. */
  record Edges(String name, EdgeSource source) implements Part {}

  /** Opens an input. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  private final String name;
  private final Lister lister;
  private final @Nullable Path path;

  @FunctionalInterface
  private interface Lister {
    List<Part> list();
  }

  private GraphSource(String name, Lister lister, @Nullable Path path) {
    this.name = name;
    this.lister = lister;
    this.path = path;
  }

  /**
   * A file (or a pipe), or a folder: then every file in it whose name does not begin with a dot or an underscore, in the
   * order of the names. A folder inside it is refused. A part may be empty as long as another holds an edge.
   */
  public static GraphSource path(Path path) {
    return new GraphSource(path.toString(), () -> partsOf(path), path);
  }

  /** A stream, read once from where it stands to its end; it is not closed. */
  public static GraphSource stdin(InputStream in) {
    Opener opener =
        () ->
            new FilterInputStream(in) {
              @Override
              public void close() {}
            };
    return new GraphSource(STDIN_NAME, () -> List.of(new Text(STDIN_NAME, opener, -1)), null);
  }

  /**
   * Edges in memory.
   *
   * @param name what the source is called in messages and reports
   * @param edges read in their order, once a graph
   */
  public static GraphSource edges(String name, Iterable<Edge> edges) {
    return edges(
        name, receiver -> edges.forEach(edge -> receiver.edge(edge.source(), edge.target(), edge.weight())));
  }

  /**
   * Edges of the caller's own.
   *
   * @param name what the source is called in messages and reports
   * @param source asked for its edges once a graph, on the thread that reads the graph
   */
  public static GraphSource edges(String name, EdgeSource source) {
    return new GraphSource(name, () -> List.of(new Edges(name, source)), null);
  }

  /** The path or name as given, or {@link #STDIN_NAME}. */
  public String name() {
    return name;
  }

  /** The file or folder, as given; empty for what only this process can read. */
  public Optional<Path> path() {
    return Optional.ofNullable(path);
  }

  /**
   * The inputs in the order in which they are to be read.
   *
   * @throws InputException when there is no such path, or a folder with no file in it
   */
  List<Part> parts() {
    return lister.list();
  }

  private static List<Part> partsOf(Path path) {
    return filesOf(path).stream().map(GraphSource::part).toList();
  }

  /**
   * The files behind a path, in the order in which they are to be read.
   *
   * @throws InputException when there is no such path, or a folder with no file in it
   */
  static List<Path> filesOf(Path path) {
    if (!Files.exists(path)) {
      throw InputException.at(path.toString(), "no such file or folder", "a file or a folder with edges");
    }
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    List<Path> parts = new ArrayList<>();
    try (Stream<Path> files = Files.list(path)) {
      files
          .filter(file -> !isHidden(file.getFileName().toString()))
          .sorted(Comparator.comparing(file -> file.getFileName().toString()))
          .forEach(parts::add);
    } catch (IOException e) {
      throw InputException.at(path.toString(), "a folder that cannot be listed", "a readable folder", e);
    }
    if (parts.isEmpty()) {
      throw InputException.at(path.toString(), "a folder with no files", "at least one file with edges");
    }
    for (Path part : parts) {
      if (!Files.isRegularFile(part)) {
        String found = Files.isDirectory(part) ? "a folder" : Files.exists(part) ? "a device or a pipe" : "a link to nothing";
        throw InputException.at(part.toString(), found, "files alone in a folder of parts, or names that begin with . or _");
      }
    }
    return parts;
  }

  /** Names that programs which write folders of parts use for what is none, as {@code _SUCCESS}. */
  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  private static Part part(Path file) {
    return new Text(file.toString(), () -> Files.newInputStream(file), sizeOf(file));
  }

  private static long sizeOf(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : -1;
    } catch (IOException e) {
      return -1; // whoever opens it says why
    }
  }
}
