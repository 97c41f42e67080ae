package io.strider.actors.api;

import io.strider.actors.EmbeddingResult;
import io.strider.actors.cluster.NodeReport;
import io.strider.runtime.ingest.IngestReport;
import io.strider.runtime.vectors.VectorSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an {@link EmbeddingJob} results in. Immutable and safe to read from any thread; the tables, 4·D bytes a row, stay in
 * memory as long as it is held.
 *
 * @param graph what was read and what became of it
 * @param training hashes of corpus and vectors, vocabulary, loss, trainer
 * @param vectors V' × D floats with their labels, rows by descending count in the walks; V' is smaller than the graph's V by the
 *     vertices below the minimum count
 * @param contexts the context table, of the same shape, in the same order
 * @param files that were written, the vectors last; empty for a job that keeps them in memory
 * @param nodes what each node of the cluster did; empty without one
 */
public record Embedding(
    IngestReport graph,
    EmbeddingResult training,
    VectorSet vectors,
    VectorSet contexts,
    List<Path> files,
    List<NodeReport> nodes) {

  /** Copies the lists. */
  public Embedding {
    files = List.copyOf(files);
    nodes = List.copyOf(nodes);
  }

  /** A new array of the D floats of the vertex with this label, unless it has no vector. */
  public Optional<float[]> vector(String label) {
    int row = vectors.labels().find(label.getBytes(StandardCharsets.UTF_8));
    if (row < 0) {
      return Optional.empty();
    }
    float[] vector = new float[vectors.table().dimensions()];
    vectors.table().read(row, vector, 0);
    return Optional.of(vector);
  }
}
