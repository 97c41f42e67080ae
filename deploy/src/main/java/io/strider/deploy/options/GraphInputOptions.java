package io.strider.deploy.options;

import io.strider.runtime.ingest.GraphSource;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** Which graph is read, and how. */
public final class GraphInputOptions extends EdgeOptions {

  @Parameters(
      index = "0",
      paramLabel = "GRAPH",
      description = {
        "edge list (plain, gzip or Zstandard), a folder of such parts (names that begin with . or _ are passed over), a Matrix Market file, or - for standard input;"
            + " one edge a line, 'from to [weight]'; # and %% begin comments"
      })
  @SuppressWarnings("NullAway.Init")
  String graph;

  /** Where to read them from; {@code in} is standard input. */
  public GraphSource source(InputStream in) {
    return source(graph, in);
  }

  /** The file or folder, or null for standard input. */
  public @Nullable Path path() {
    return graph.equals("-") ? null : Path.of(graph);
  }
}
