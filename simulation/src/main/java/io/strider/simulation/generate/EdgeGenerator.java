package io.strider.simulation.generate;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Stage;
import io.strider.runtime.progress.Monitor;
import io.strider.runtime.progress.StageRun;
import java.io.IOException;

/**
 * A simple undirected random graph over the vertices 0 to {@link #vertexCount()} − 1: no self-loop, no edge twice. An
 * edge list cannot hold a vertex without edges, so fewer vertices may appear in a file.
 */
public sealed interface EdgeGenerator permits RMat, ErdosRenyi, StochasticBlockModel, BarabasiAlbert {

  /** How many vertices the model has. */
  int vertexCount();

  /** About how many edges will come: exact where the model fixes them, else expected or an upper bound. */
  long plannedEdges();

  /**
   * Generates every edge.
   *
   * @param sink takes them on this thread
   * @param cancellation asked about every million edges
   * @throws IOException when the sink does
   * @throws io.strider.runtime.common.CancelledException when asked to stop
   */
  void emit(EdgeSink sink, Cancellation cancellation) throws IOException;

  /**
   * Generates every edge and reports {@link Stage#GENERATE}.
   *
   * @return how many edges there were
   */
  default long generate(EdgeSink sink, Monitor monitor) throws IOException {
    StageRun run = monitor.begin(Stage.GENERATE, plannedEdges());
    EdgeSink counted =
        (edges, from, to) -> {
          sink.accept(edges, from, to);
          run.advance(to - from);
        };
    emit(counted, monitor.cancellation());
    return run.finish().items();
  }
}
