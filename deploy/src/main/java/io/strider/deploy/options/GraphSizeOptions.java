package io.strider.deploy.options;

import io.strider.runtime.graph.Graph;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.plan.GraphSize;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A graph that is there, or the size of one that is not yet. */
public final class GraphSizeOptions extends EdgeOptions {

  private static final int LABEL_BYTES = 8;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "GRAPH",
      description = "as of 'strider embed', to be read and counted; or give --vertices and --edges")
  @Nullable String graph;

  @Option(names = "--vertices", paramLabel = "N", description = "of a graph that is not there yet")
  @Nullable Integer vertices;

  @Option(names = "--edges", paramLabel = "N", description = "of a graph that is not there yet")
  @Nullable Long edges;

  @Option(
      names = "--label-bytes",
      paramLabel = "N",
      description = "of a graph that is not there yet: bytes of a label on average (default: " + LABEL_BYTES + ")")
  @Nullable Integer labelBytes;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  /** Where to read the graph from, or null if its size was given; {@code in} is standard input. */
  public @Nullable GraphSource source(InputStream in) {
    boolean sized = vertices != null && edges != null;
    boolean half = (vertices == null) != (edges == null);
    if (half || sized == (graph != null)) {
      throw new ParameterException(spec.commandLine(), "expected either GRAPH or both --vertices and --edges");
    }
    if (graph == null) {
      return null;
    }
    Checks.require(labelBytes == null, spec, "--label-bytes", "a GRAPH, whose labels are read", "--vertices and --edges");
    return source(graph, in);
  }

  /** Edges of the graph that is not there yet. */
  public long edges() {
    return edges == null ? 0 : edges;
  }

  /** Its size. */
  public GraphSize size() {
    int count = vertices == null ? 0 : vertices;
    Checks.range(spec, "--vertices", count, 1, Integer.MAX_VALUE);
    long mostEdges = ingest().directed() ? Graph.MAX_ARCS : Graph.MAX_ARCS / 2;
    Checks.range(spec, "--edges", edges(), 0, mostEdges);
    Checks.range(spec, "--label-bytes", bytesOfALabel(), 1, Short.MAX_VALUE);
    boolean directed = ingest().directed();
    return new GraphSize(count, directed ? edges() : 2 * edges(), directed, ingest().weighted());
  }

  /** The bytes of all its labels. */
  public long allLabelBytes() {
    return (long) bytesOfALabel() * (vertices == null ? 0 : vertices);
  }

  private int bytesOfALabel() {
    return labelBytes == null ? LABEL_BYTES : labelBytes;
  }
}
