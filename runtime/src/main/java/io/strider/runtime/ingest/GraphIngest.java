package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a graph from text, or from edges that a program hands over. The graph, its labels and its vertex order are a function of the set of edges alone: not of
 * the order of lines, of files, or of how the lines are spread over them.
 */
public final class GraphIngest {

  private static final long SEED_FACTOR = 0x9E3779B97F4A7C15L;

  private record Watch(StageListener listener, Cancellation cancellation) {}

  private record Counts(long lines, long edgeLines, long selfLoops, long badLines) {}

  /** All that is left of the text; the tables that looked labels up are not. */
  private record Collected(LabelStore labels, EdgeList edges, Counts counts, List<InputFile> inputs) {}

  private GraphIngest() {}

  /**
   * Reads all of a source on the calling thread. Reports the stage {@link Stage#INGEST}: started with an unknown
   * number of edges, advanced to the edge lines read so far, finished.
   *
   * @return the graph, to be closed by the caller
   * @throws InputException when the input cannot be used; the message says where, what was found, what was expected
   * @throws io.strider.runtime.common.LimitException when the graph is larger than one slab
   * @throws io.strider.runtime.common.CancelledException when asked to stop; nothing is left behind then or after any
   *     other failure
   */
  public static IngestedGraph read(
      GraphSource source, IngestOptions options, StageListener listener, Cancellation cancellation) {
    return read(source, options, listener, cancellation, Clock.SYSTEM);
  }

  /** As {@link #read(GraphSource, IngestOptions, StageListener, Cancellation)} with a clock for the stage report. */
  public static IngestedGraph read(
      GraphSource source, IngestOptions options, StageListener listener, Cancellation cancellation, Clock clock) {
    long start = clock.nanoTime();
    long startCpu = clock.processCpuNanos();
    listener.started(Stage.INGEST, -1);
    IngestedGraph result = read(source, options, listener, cancellation, start);
    listener.finished(
        new StageReport(
            Stage.INGEST,
            result.report().edgeLines(),
            (clock.nanoTime() - start) * 1e-9,
            (clock.processCpuNanos() - startCpu) * 1e-9));
    return result;
  }

  private static IngestedGraph read(
      GraphSource source, IngestOptions options, StageListener listener, Cancellation cancellation, long hashSeed) {
    Collected found = collect(source, options, new Watch(listener, cancellation), hashSeed);
    long presented = found.edges().size();
    GraphBuilder builder = new GraphBuilder(source.name(), found.labels(), cancellation);
    GraphBuilder.Built built = builder.build(found.edges());
    Counts counts = found.counts();
    Graph graph = built.graph();
    IngestReport report =
        new IngestReport(
            counts.lines(),
            counts.edgeLines(),
            presented - graph.edgeCount(),
            counts.selfLoops(),
            counts.badLines(),
            graph.vertexCount(),
            graph.edgeCount(),
            built.isolatedVertices());
    return new IngestedGraph(graph, builder.mapLabels(built), report, found.inputs());
  }

  private static Collected collect(GraphSource source, IngestOptions options, Watch watch, long hashSeed) {
    LabelIndex index = new LabelIndex(hashSeed * SEED_FACTOR);
    EdgeList edges = new EdgeList(options.directed(), options.weighted(), Graph.MAX_ARCS);
    EdgeSink sink = new EdgeSink(index, edges, options.keepSelfLoops());
    PartReader reader = new PartReader(options, sink, watch.listener(), watch.cancellation());
    List<InputFile> inputs = new ArrayList<>();
    long edgesHandedOver = 0;
    long badEdges = 0;
    for (GraphSource.Part part : source.parts()) {
      switch (part) {
        case GraphSource.Text text -> inputs.add(reader.read(text));
        case GraphSource.Edges own -> {
          EdgeSourceReader edgeReader =
              new EdgeSourceReader(own.name(), options, sink, watch.listener(), watch.cancellation());
          edgeReader.read(own.source());
          edgesHandedOver += edgeReader.edges();
          badEdges += edgeReader.badEdges();
        }
      }
    }
    if (sink.edgeLines() == 0) {
      throw InputException.at(source.name(), "no edges", "at least one line `from to`");
    }
    edges.checkArcs();
    Counts counts =
        new Counts(
            reader.lines() + edgesHandedOver, sink.edgeLines(), sink.selfLoops(), reader.badLines() + badEdges);
    return new Collected(index.labels(), edges, counts, inputs);
  }
}
