package io.strider.runtime.ingest;

/** The vertex order by descending degree, ties by label. It depends on the graph alone. */
final class DegreeOrder {

  private DegreeOrder() {}

  /** Row lengths; of a directed graph plus how often a vertex is a target. Merged rows have no entry twice. */
  static int[] degrees(Rows rows, boolean directed) {
    int[] offsets = rows.offsets();
    int[] degrees = new int[rows.vertexCount()];
    for (int v = 0; v < degrees.length; v++) {
      degrees[v] = offsets[v + 1] - offsets[v];
    }
    if (directed) {
      int[] targets = rows.targets();
      int arcs = offsets[degrees.length];
      for (int i = 0; i < arcs; i++) {
        degrees[targets[i]]++;
      }
    }
    return degrees;
  }

  /**
   * The vertices in order, by a counting sort that keeps the order of equal degrees.
   *
   * @param degrees by vertex
   * @param byLabel all vertices in the order of their labels
   * @return the vertex at each place
   */
  static int[] of(int[] degrees, int[] byLabel) {
    int most = 0;
    for (int degree : degrees) {
      most = Math.max(most, degree);
    }
    int[] places = new int[most + 1];
    for (int degree : degrees) {
      places[degree]++;
    }
    int start = 0;
    for (int degree = most; degree >= 0; degree--) {
      int count = places[degree];
      places[degree] = start;
      start += count;
    }
    int[] order = new int[degrees.length];
    for (int vertex : byLabel) {
      order[places[degrees[vertex]]++] = vertex;
    }
    return order;
  }
}
