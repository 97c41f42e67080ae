package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.LabelFileWriter;
import io.strider.runtime.graph.Labels;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** From edges between provisional vertices to a graph in vertex order: scatter, merge, order, renumber. */
final class GraphBuilder {

  private static final int CHECK_EVERY = 1 << 16;

  /**
   * What was built.
   *
   * @param graph over vertex ids
   * @param order the provisional vertex of each id
   * @param byLabel provisional vertices in the order of their labels
   * @param isolatedVertices vertices with no edge
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Built(Graph graph, int[] order, int[] byLabel, int isolatedVertices) {}

  private final String sourceName;
  private final LabelStore labels;
  private final Cancellation cancellation;

  GraphBuilder(String sourceName, LabelStore labels, Cancellation cancellation) {
    this.sourceName = sourceName;
    this.labels = labels;
    this.cancellation = cancellation;
  }

  /**
   * Builds the graph.
   *
   * @param edges empty afterwards
   * @throws InputException when the weights of one edge add up to more than a float holds
   */
  Built build(EdgeList edges) {
    Rows rows = Rows.scatter(edges, labels.size(), cancellation);
    new DuplicateMerger(rows).merge(cancellation);
    float[] weights = narrow(rows);
    rows = new Rows(rows.offsets(), rows.targets(), null);
    int[] byLabel = LabelOrder.of(labels, cancellation);
    int[] degrees = DegreeOrder.degrees(rows, edges.directed());
    int[] order = DegreeOrder.of(degrees, byLabel);
    int isolated = 0;
    for (int degree : degrees) {
      isolated += degree == 0 ? 1 : 0;
    }
    Graph graph = new Renumbering(order, cancellation).apply(rows, weights, edges.directed());
    return new Built(graph, order, byLabel, isolated);
  }

  /** Writes the labels in vertex order to a mapped file that no folder shows. */
  Labels mapLabels(Built built) {
    int[] ids = new int[built.order().length];
    try (LabelFileWriter writer = LabelFileWriter.create(ids.length)) {
      for (int id = 0; id < ids.length; id++) {
        if (id % CHECK_EVERY == 0) {
          cancellation.check();
        }
        int vertex = built.order()[id];
        ids[vertex] = id;
        writer.append(labels.chunk(vertex), labels.start(vertex), labels.length(vertex));
      }
      for (int vertex : built.byLabel()) {
        writer.appendSorted(ids[vertex]);
      }
      return writer.finish();
    } catch (IOException e) {
      throw InputException.at(
          System.getProperty("java.io.tmpdir", "java.io.tmpdir"),
          "a folder that the labels cannot be written to (" + InputException.reason(e) + ")",
          "a temporary folder (java.io.tmpdir) with room for them",
          e);
    }
  }

  private float @Nullable [] narrow(Rows rows) {
    double[] weights = rows.weights();
    if (weights == null) {
      return null;
    }
    int[] offsets = rows.offsets();
    float[] narrow = new float[offsets[rows.vertexCount()]];
    for (int v = 0; v < rows.vertexCount(); v++) {
      for (int i = offsets[v]; i < offsets[v + 1]; i++) {
        narrow[i] = (float) weights[i];
        if (narrow[i] == Float.POSITIVE_INFINITY) {
          throw tooHeavy(v, rows.targets()[i], weights[i]);
        }
      }
    }
    return narrow;
  }

  private InputException tooHeavy(int from, int to, double weight) {
    return InputException.at(
        sourceName,
        "weights of the edge " + show(from) + " " + show(to) + " that add up to " + weight,
        "at most " + Float.MAX_VALUE);
  }

  private String show(int vertex) {
    int start = labels.start(vertex);
    return LineText.show(labels.chunk(vertex), start, start + labels.length(vertex));
  }
}
