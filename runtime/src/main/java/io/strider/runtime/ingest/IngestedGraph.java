package io.strider.runtime.ingest;

import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.Labels;
import java.util.List;

/**
 * A graph with the labels of its vertices. Vertex 0 has the highest degree; equal degrees stand in the order of
 * their labels (unsigned UTF-8 bytes). Owns the labels: close it when nobody reads them any more.
 *
 * @param graph rows by vertex id
 * @param labels the label of each vertex, off the heap
 * @param report what was read and what became of it
 * @param inputs the files in the order in which they were read; none for edges of a program
 */
public record IngestedGraph(Graph graph, Labels labels, IngestReport report, List<InputFile> inputs)
    implements AutoCloseable {

  /** Copies the list. */
  public IngestedGraph {
    inputs = List.copyOf(inputs);
  }

  @Override
  public void close() {
    labels.close();
  }
}
