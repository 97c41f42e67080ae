package io.strider.runtime.graph;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.ingest.EdgeSource;
import io.strider.runtime.ingest.GraphIngest;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.ingest.IngestedGraph;
import io.strider.runtime.random.Draws;
import io.strider.simulation.generate.RMat;

/** The graph that benchmarks walk on: R-MAT with the quadrants of Graph500 and 16 draws a vertex, read as any graph is. */
public final class BenchmarkGraph {

  private static final int EDGE_FACTOR = 16;
  private static final int WEIGHT_STEPS = 1000;

  private BenchmarkGraph() {}

  /** An undirected graph; weights, where there are any, lie between 1 and 2. */
  public static Graph rmat(int scale, boolean weighted) {
    IngestOptions options = IngestOptions.DEFAULT.withWeighted(weighted);
    GraphSource source = GraphSource.edges("R-MAT", receiver -> generate(scale, receiver));
    try (IngestedGraph ingested = GraphIngest.read(source, options, StageListener.SILENT, Cancellation.NEVER)) {
      return ingested.graph();
    }
  }

  private static void generate(int scale, EdgeSource.Receiver receiver) throws java.io.IOException {
    Draws draws = new Draws();
    RMat.graph500(scale, EDGE_FACTOR, 1)
        .emit(
            (edges, from, to) -> {
              for (int i = from; i < to; i++) {
                double weight = 1 + draws.below(WEIGHT_STEPS) / (double) WEIGHT_STEPS;
                receiver.edge(Integer.toString((int) (edges[i] >>> 32)), Integer.toString((int) edges[i]), weight);
              }
            },
            Cancellation.NEVER);
  }
}
