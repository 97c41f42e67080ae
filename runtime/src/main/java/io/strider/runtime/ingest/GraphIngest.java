package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.common.ThreadLimit;
import io.strider.runtime.common.WorkerPool;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a graph from text, or from edges that a program hands over. The graph, its labels and its vertex order are a function of the set of edges alone: not of
 * the order of lines, of files, or of how the lines are spread over them.
 */
public final class GraphIngest {

  /** The most threads that read a graph; more would wait for the one that decompresses and hashes. */
  public static final int MAX_THREADS = 16;

  /** Edges for each thread beyond the first: with fewer, the JIT compiler has more use for a core. */
  private static final int EDGES_A_THREAD = 1 << 21;

  private static final long SEED_FACTOR = 0x9E3779B97F4A7C15L;

  /**
   * Who reads.
   *
   * @param threads at the most
   * @param edgesAThread for so many edges one more joins
   */
  record Crew(int threads, int edgesAThread) {
    int threadsFor(long edges) {
      return (int) Math.min(threads, 1 + edges / edgesAThread);
    }
  }

  /** Who hears of the progress, and who may stop it. */
  record Watch(StageListener listener, Cancellation cancellation) {}

  private record Counts(long lines, long edgeLines, long selfLoops, long badLines) {}

  private record PartsRead(List<InputFile> inputs, long lines, long badLines) {}

  /** All that is left of the text; the tables that looked labels up are not. */
  private record Collected(LabelStore labels, EdgeList edges, Counts counts, List<InputFile> inputs) {}

  private GraphIngest() {}

  /**
   * Reads all of a source with the calling thread alone; see {@link #read(GraphSource, IngestOptions, int, StageListener,
   * Cancellation)}.
   */
  public static IngestedGraph read(
      GraphSource source, IngestOptions options, StageListener listener, Cancellation cancellation) {
    return read(source, options, 1, listener, cancellation);
  }

  /**
   * Reads all of a source. Reports the stage {@link Stage#INGEST}: started with an unknown
   * number of edges, advanced to the edge lines read so far, finished; from one thread at a time.
   *
   * @param threads that read, of which {@value #MAX_THREADS} at most are used, and fewer for a small graph; edges of a program
   *     and Matrix Market files are parsed by one
   * @return the graph, to be closed by the caller
   * @throws InputException when the input cannot be used; the message says where, what was found, what was expected
   * @throws io.strider.runtime.common.LimitException when the graph is larger than one slab
   * @throws io.strider.runtime.common.CancelledException when asked to stop; nothing is left behind then or after any
   *     other failure
   */
  public static IngestedGraph read(
      GraphSource source, IngestOptions options, int threads, StageListener listener, Cancellation cancellation) {
    ThreadLimit.check("threads that read a graph", threads);
    Crew crew = new Crew(Math.min(threads, MAX_THREADS), EDGES_A_THREAD);
    return read(source, options, crew, new Watch(listener, cancellation), Clock.SYSTEM);
  }

  /** The same with a clock for the stage report. */
  static IngestedGraph read(GraphSource source, IngestOptions options, Crew crew, Watch watch, Clock clock) {
    long start = clock.nanoTime();
    long startCpu = clock.processCpuNanos();
    watch.listener().started(Stage.INGEST, -1);
    Collected found = collect(source, options, crew, watch, start);
    IngestedGraph result;
    try (WorkerPool pool = new WorkerPool("strider-ingest", crew.threadsFor(found.edges().size()))) {
      result = build(source, found, pool, watch);
    }
    watch
        .listener()
        .finished(
            new StageReport(
                Stage.INGEST,
                result.report().edgeLines(),
                (clock.nanoTime() - start) * 1e-9,
                (clock.processCpuNanos() - startCpu) * 1e-9));
    return result;
  }

  private static IngestedGraph build(GraphSource source, Collected found, WorkerPool pool, Watch watch) {
    long presented = found.edges().size();
    GraphBuilder builder = new GraphBuilder(source.name(), found.labels(), pool, watch.cancellation());
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

  private static Collected collect(
      GraphSource source, IngestOptions options, Crew crew, Watch watch, long hashSeed) {
    LabelIndex index = new LabelIndex(hashSeed * SEED_FACTOR);
    ArcLimit limit = new ArcLimit(Graph.MAX_ARCS);
    List<EdgeList> lists = new ArrayList<>();
    List<EdgeSink> sinks = new ArrayList<>();
    for (int thread = 0; thread < crew.threads(); thread++) {
      lists.add(new EdgeList(options.directed(), options.weighted(), limit));
      sinks.add(new EdgeSink(index, lists.getLast(), options.keepSelfLoops()));
    }
    PartsRead parts;
    try (WorkerPool pool = new WorkerPool("strider-read", crew.threads())) {
      PartReader reader = new PartReader(options, sinks, pool, watch).aloneFor(crew.edgesAThread());
      parts = readParts(source, options, reader, sinks.getFirst(), watch);
    }
    long edgeLines = sinks.stream().mapToLong(EdgeSink::edgeLines).sum();
    if (edgeLines == 0) {
      throw InputException.at(source.name(), "no edges", "at least one line `from to`");
    }
    EdgeList edges = lists.getFirst();
    lists.forEach(EdgeList::checkArcs);
    lists.subList(1, lists.size()).forEach(edges::absorb);
    long selfLoops = sinks.stream().mapToLong(EdgeSink::selfLoops).sum();
    Counts counts = new Counts(parts.lines(), edgeLines, selfLoops, parts.badLines());
    return new Collected(index.labels(), edges, counts, parts.inputs());
  }

  private static PartsRead readParts(
      GraphSource source, IngestOptions options, PartReader reader, EdgeSink sink, Watch watch) {
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
    return new PartsRead(inputs, reader.lines() + edgesHandedOver, reader.badLines() + badEdges);
  }
}
