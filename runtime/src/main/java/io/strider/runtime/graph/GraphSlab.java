package io.strider.runtime.graph;

/**
 * The rows of some partitions of a graph, and what a walk must know of the rest. Immutable.
 *
 * @param rows all vertices, with empty rows where the row is elsewhere
 * @param here which rows these are
 * @param deadEnds whether any vertex of the whole graph has no neighbour
 */
public record GraphSlab(Graph rows, RowsHere here, boolean deadEnds) {

  /** The whole graph. */
  public static GraphSlab whole(Graph graph) {
    return new GraphSlab(graph, RowsHere.ALL, hasDeadEnds(graph));
  }

  /** Copies the rows of some partitions out of a whole graph. */
  public static GraphSlab cut(Graph graph, RowsHere here) {
    int vertices = graph.vertexCount();
    int[] from = graph.offsets();
    int[] offsets = new int[vertices + 1];
    for (int v = 0; v < vertices; v++) {
      offsets[v + 1] = offsets[v] + (here.holds(v) ? graph.outDegree(v) : 0);
    }
    int[] targets = new int[offsets[vertices]];
    float[] all = graph.weights();
    float[] weights = all == null ? null : new float[targets.length];
    for (int v = 0; v < vertices; v++) {
      int length = offsets[v + 1] - offsets[v];
      System.arraycopy(graph.targets(), from[v], targets, offsets[v], length);
      if (all != null && weights != null) {
        System.arraycopy(all, from[v], weights, offsets[v], length);
      }
    }
    return new GraphSlab(new Graph(graph.directed(), offsets, targets, weights), here, hasDeadEnds(graph));
  }

  private static boolean hasDeadEnds(Graph graph) {
    int[] offsets = graph.offsets();
    for (int v = 0; v < graph.vertexCount(); v++) {
      if (offsets[v + 1] == offsets[v]) {
        return true;
      }
    }
    return false;
  }
}
