package io.strider.deploy.options;

import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.ingest.IngestOptions.BadLines;
import io.strider.runtime.ingest.IngestOptions.Delimiter;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How the edges of a graph are written, and what they mean. */
public abstract class EdgeOptions {

  /** What becomes of an edge from a vertex to itself. */
  enum SelfLoops {
    DROP,
    KEEP
  }

  static final class Direction {
    @Option(names = "--undirected", description = "an edge 'a b' is also an edge 'b a' (the default)")
    boolean undirected;

    @Option(names = "--directed", description = "an edge 'a b' leads from a to b only")
    boolean directed;
  }

  @ArgGroup @Nullable Direction direction;

  @Option(names = "--weighted", description = "the third column is a weight, a finite positive number")
  boolean weighted;

  @Option(
      names = "--delimiter",
      defaultValue = "AUTO",
      paramLabel = "auto|tab|comma|blank",
      description = "what separates the columns; auto goes by the first edge (default: auto)")
  @SuppressWarnings("NullAway.Init")
  Delimiter delimiter;

  @Option(
      names = "--self-loops",
      defaultValue = "DROP",
      paramLabel = "drop|keep",
      description = "edges from a vertex to itself (default: drop)")
  @SuppressWarnings("NullAway.Init")
  SelfLoops selfLoops;

  @Option(
      names = "--bad-lines",
      defaultValue = "FAIL",
      paramLabel = "fail|skip",
      description = "at a line that cannot be read: fail and name it, or skip and count it; one of more than 1 MiB always fails (default: fail)")
  @SuppressWarnings("NullAway.Init")
  BadLines badLines;

  /** How to read the edges. */
  public IngestOptions ingest() {
    boolean directed = direction != null && direction.directed;
    return new IngestOptions(directed, weighted, delimiter, selfLoops == SelfLoops.KEEP, badLines);
  }

  /** The source that a person calls {@code graph}: a file, a folder, or {@code -} for {@code in}. */
  static GraphSource source(String graph, InputStream in) {
    return graph.equals("-") ? GraphSource.stdin(in) : GraphSource.path(Path.of(graph));
  }
}
