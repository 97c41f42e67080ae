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

  private final GraphSource source;
  private final List<GraphSource.Part> parts;
  private final IngestOptions options;
  private final Crew crew;
  private final IngestProgress progress;
  private final Cancellation cancellation;

  private GraphIngest(GraphSource source, IngestOptions options, Crew crew, Watch watch) {
    this.source = source;
    this.parts = source.parts();
    this.options = options;
    this.crew = crew;
    this.progress = new IngestProgress(watch.listener(), bytes(parts));
    this.cancellation = watch.cancellation();
  }

  /**
   * Reads all of a source with the calling thread alone; see {@link #read(GraphSource, IngestOptions, int, StageListener,
   * Cancellation)}.
   */
  public static IngestedGraph read(
      GraphSource source, IngestOptions options, StageListener listener, Cancellation cancellation) {
    return read(source, options, 1, listener, cancellation);
  }

  /**
   * Reads all of a source. Reports the stage {@link Stage#INGEST}: started with an unknown number of edges, planned with their
   * number as the bytes that are left let expect it, advanced by half an edge for each that is read and by the other half for its
   * place in the rows, finished; from one thread at a time.
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
    IngestedGraph result = new GraphIngest(source, options, crew, watch).read(start);
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

  private IngestedGraph read(long hashSeed) {
    Collected found = collect(hashSeed);
    progress.allRead();
    try (WorkerPool pool = new WorkerPool("strider-ingest", crew.threadsFor(found.edges().size()))) {
      return build(found, pool);
    }
  }

  private Collected collect(long hashSeed) {
    LabelIndex index = new LabelIndex(hashSeed * SEED_FACTOR);
    ArcLimit limit = new ArcLimit(Graph.MAX_ARCS);
    List<EdgeList> lists = new ArrayList<>();
    List<EdgeSink> sinks = new ArrayList<>();
    for (int thread = 0; thread < crew.threads(); thread++) {
      lists.add(new EdgeList(options.directed(), options.weighted(), limit));
      sinks.add(new EdgeSink(index, lists.getLast(), options.keepSelfLoops()));
    }
    PartsRead read;
    try (WorkerPool pool = new WorkerPool("strider-read", crew.threads())) {
      read =
          readParts(
              new PartReader(options, sinks, pool, progress::read, cancellation).aloneFor(crew.edgesAThread()),
              new EdgeSourceReader(source.name(), options, sinks.getFirst(), progress::read, cancellation));
    }
    long edgeLines = sinks.stream().mapToLong(EdgeSink::edgeLines).sum();
    if (edgeLines == 0) {
      throw InputException.at(source.name(), "no edges", "at least one line `from to`");
    }
    EdgeList edges = lists.getFirst();
    lists.forEach(EdgeList::checkArcs);
    lists.subList(1, lists.size()).forEach(edges::absorb);
    long selfLoops = sinks.stream().mapToLong(EdgeSink::selfLoops).sum();
    Counts counts = new Counts(read.lines(), edgeLines, selfLoops, read.badLines());
    return new Collected(index.labels(), edges, counts, read.inputs());
  }

  private PartsRead readParts(PartReader texts, EdgeSourceReader handedOver) {
    List<InputFile> inputs = new ArrayList<>();
    for (GraphSource.Part part : parts) {
      switch (part) {
        case GraphSource.Text text -> inputs.add(texts.read(text));
        case GraphSource.Edges own -> handedOver.read(own.source());
      }
    }
    return new PartsRead(inputs, texts.lines() + handedOver.edges(), texts.badLines() + handedOver.badEdges());
  }

  private IngestedGraph build(Collected found, WorkerPool pool) {
    long presented = found.edges().size();
    GraphBuilder builder = new GraphBuilder(source.name(), found.labels(), pool, progress, cancellation);
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

  /** Bytes of all parts; −1 if not all say. */
  private static long bytes(List<GraphSource.Part> parts) {
    long bytes = 0;
    for (GraphSource.Part part : parts) {
      long its = part instanceof GraphSource.Text text ? text.bytes() : -1;
      bytes = bytes < 0 || its < 0 ? -1 : bytes + its;
    }
    return bytes;
  }
}
