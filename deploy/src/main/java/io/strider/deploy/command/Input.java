package io.strider.deploy.command;

import io.strider.actors.WalkedGraph;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.ingest.IngestReport;
import io.strider.runtime.ingest.IngestedGraph;
import io.strider.runtime.ingest.InputFile;
import io.strider.runtime.ingest.distributed.PublishedGraph;
import java.util.List;

/**
 * The graph of a command, wherever it lies, and what is known of it.
 *
 * @param graph to be walked
 * @param labels of its vertices
 * @param report what was read
 * @param inputs the files in the order in which they were read
 * @param closer frees it
 */
record Input(WalkedGraph graph, Labels labels, IngestReport report, List<InputFile> inputs, Runnable closer)
    implements AutoCloseable {

  /** A graph in this process. */
  static Input of(IngestedGraph graph) {
    return new Input(WalkedGraph.of(graph.graph()), graph.labels(), graph.report(), graph.inputs(), graph::close);
  }

  /** A graph in the workspace of a cluster. */
  static Input of(PublishedGraph graph) {
    return new Input(WalkedGraph.of(graph), graph.labels(), graph.report(), graph.inputs(), graph::close);
  }

  @Override
  public void close() {
    closer.run();
  }
}
