package io.strider.deploy.cluster;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.ingest.GraphIngest;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.ingest.IngestedGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A seeded graph of some 1,500 vertices and 6,000 edges, most of which have an end at few vertices. */
final class SkewedGraph {

  private static final int VERTICES = 1500;
  private static final int EDGES = 6_000;

  private SkewedGraph() {}

  /** Writes its edges into a folder, and reads them. */
  static IngestedGraph in(Path folder) throws IOException {
    Path edges = folder.resolve("edges.tsv");
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < EDGES; i++) {
      text.append((int) (VERTICES * Math.pow(random.nextDouble(), 2))).append('\t').append(random.nextInt(VERTICES));
      text.append('\n');
    }
    Files.writeString(edges, text);
    return GraphIngest.read(GraphSource.path(edges), IngestOptions.DEFAULT, StageListener.SILENT, Cancellation.NEVER);
  }
}
