package io.strider.runtime.ingest.distributed;

import io.strider.runtime.graph.GraphFileLayout;
import io.strider.runtime.graph.MappedLabels;
import io.strider.runtime.ingest.IngestReport;
import io.strider.runtime.ingest.InputFile;
import java.nio.file.Path;
import java.util.List;

/**
 * A graph that lies in a graph file, with its labels mapped. Owns the folder of the ingest, which {@link #close} deletes with
 * all that is in it.
 *
 * @param file a graph file
 * @param layout what it holds: V, A, and the rest
 * @param labels the label of each vertex, in a mapped file
 * @param report what was read and what became of it
 * @param inputs the files in the order in which they were read
 */
public record PublishedGraph(
    Path file, GraphFileLayout layout, MappedLabels labels, IngestReport report, List<InputFile> inputs)
    implements AutoCloseable {

  /** Copies the list. */
  public PublishedGraph {
    inputs = List.copyOf(inputs);
  }

  @Override
  public void close() {
    labels.close();
    IngestCoordinator.discard(file.resolveSibling(""));
  }
}
