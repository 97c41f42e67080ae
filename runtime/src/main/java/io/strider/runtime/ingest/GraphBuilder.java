package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.WorkerPool;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.LabelFileWriter;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.ingest.IngestProgress.Part;
import java.io.IOException;

/**
 * From edges between provisional vertices to a graph in vertex order. Rows are dealt in the order of their lengths before
 * merging, which is the vertex order if there are no duplicates; else the merged rows are put into theirs.
 */
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
  private final WorkerPool pool;
  private final IngestProgress progress;
  private final Cancellation cancellation;

  GraphBuilder(
      String sourceName, LabelStore labels, WorkerPool pool, IngestProgress progress, Cancellation cancellation) {
    this.sourceName = sourceName;
    this.labels = labels;
    this.pool = pool;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /**
   * Builds the graph.
   *
   * @param edges empty afterwards
   * @throws InputException when the weights of one edge add up to more than a float holds
   */
  Built build(EdgeList edges) {
    step(Part.LABELS).check(0, 1);
    int[] byLabel = LabelOrder.of(labels, pool, cancellation);
    VertexDegrees degrees = VertexDegrees.of(edges, labels.size(), pool, step(Part.DEGREES));
    int[] order = DegreeOrder.of(degrees.degrees(), byLabel);
    MergedRows rows = merge(edges, order, degrees.rows());
    if (rows.duplicates() == 0) {
      Graph graph = new Graph(edges.directed(), rows.offsets(), rows.targets(), rows.weights());
      return new Built(graph, order, byLabel, isolated(degrees));
    }
    VertexDegrees merged = VertexDegrees.of(rows, edges.directed());
    int[] next = DegreeOrder.of(merged.degrees(), through(Renumbering.inverse(order), byLabel));
    Graph graph = Renumbering.apply(rows, edges.directed(), next, pool, step(Part.RENUMBER));
    return new Built(graph, through(order, next), byLabel, isolated(merged));
  }

  private MergedRows merge(EdgeList edges, int[] order, int[] lengths) {
    Rows rows = Rows.deal(edges, Renumbering.inverse(order), through(lengths, order), pool, step(Part.DEAL));
    return RowMerger.merge(
        rows, (from, to, weight) -> tooHeavy(order[from], order[to], weight), pool, step(Part.MERGE));
  }

  private IngestProgress.Step step(Part part) {
    return new IngestProgress.Step(progress, cancellation, part);
  }

  /** What stands in {@code values} where each index points. */
  private static int[] through(int[] values, int[] indexes) {
    int[] result = new int[indexes.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[indexes[i]];
    }
    return result;
  }

  private static int isolated(VertexDegrees degrees) {
    int isolated = 0;
    for (int degree : degrees.degrees()) {
      isolated += degree == 0 ? 1 : 0;
    }
    return isolated;
  }

  /** Writes the labels in vertex order to a mapped file that no folder shows. */
  Labels mapLabels(Built built) {
    int[] ids = Renumbering.inverse(built.order());
    try (LabelFileWriter writer = LabelFileWriter.create(ids.length)) {
      pool.forEachTask(
          2,
          (worker, task) -> {
            try {
              if (task == 0) {
                writeLabels(built.order(), writer);
              } else {
                for (int vertex : built.byLabel()) {
                  writer.appendSorted(ids[vertex]);
                }
              }
            } catch (IOException e) {
              throw noRoom(e);
            }
          });
      return writer.finish();
    } catch (IOException e) {
      throw noRoom(e);
    }
  }

  private void writeLabels(int[] order, LabelFileWriter writer) throws IOException {
    IngestProgress.Step step = step(Part.DICTIONARY);
    for (int id = 0; id < order.length; id++) {
      if (id % CHECK_EVERY == 0) {
        step.check(id, order.length);
      }
      int vertex = order[id];
      writer.append(labels.chunk(vertex), labels.start(vertex), labels.length(vertex));
    }
  }

  private static InputException noRoom(IOException e) {
    return InputException.at(
        System.getProperty("java.io.tmpdir", "java.io.tmpdir"),
        "a folder that the labels cannot be written to (" + InputException.reason(e) + ")",
        "a temporary folder (java.io.tmpdir) with room for them",
        e);
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
