package io.strider.runtime.ingest;

/** The vertex order by descending degree, ties by label. It depends on the graph alone. */
final class DegreeOrder {

  private DegreeOrder() {}

  /**
   * The vertices in order, by a counting sort that keeps the order of equal degrees. Degrees above twice the number of
   * vertices, which no graph without duplicates has, count as equal.
   *
   * @param degrees by vertex
   * @param byLabel all vertices in the order of their labels
   * @return the vertex at each place
   */
  static int[] of(int[] degrees, int[] byLabel) {
    int most = 0;
    int limit = (int) Math.min(2L * degrees.length, Integer.MAX_VALUE - 16);
    for (int degree : degrees) {
      most = Math.max(most, limited(degree, limit));
    }
    int[] places = new int[most + 1];
    for (int degree : degrees) {
      places[limited(degree, limit)]++;
    }
    int start = 0;
    for (int degree = most; degree >= 0; degree--) {
      int count = places[degree];
      places[degree] = start;
      start += count;
    }
    int[] order = new int[degrees.length];
    for (int vertex : byLabel) {
      order[places[limited(degrees[vertex], limit)]++] = vertex;
    }
    return order;
  }

  /** An end of so many loops that its count has overflowed has a lot, too. */
  private static int limited(int degree, int limit) {
    return Integer.compareUnsigned(degree, limit) < 0 ? degree : limit;
  }
}
