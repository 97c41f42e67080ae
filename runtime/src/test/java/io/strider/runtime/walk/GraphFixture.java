package io.strider.runtime.walk;

import io.strider.runtime.graph.Graph;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Builds small graphs from text: {@code "0-1 0-2:3.5"}, an edge a token, weights after a colon. */
final class GraphFixture {

  private GraphFixture() {}

  static Graph graph(boolean directed, int vertexCount, String text) {
    NavigableMap<Integer, NavigableMap<Integer, Float>> rows = new TreeMap<>();
    boolean weighted = text.contains(":");
    for (String token : text.trim().split("\\s+", -1)) {
      String[] edgeAndWeight = token.split(":", -1);
      String[] ends = edgeAndWeight[0].split("-", -1);
      float weight = weighted ? Float.parseFloat(edgeAndWeight[1]) : 1;
      int u = Integer.parseInt(ends[0]);
      int v = Integer.parseInt(ends[1]);
      rows.computeIfAbsent(u, k -> new TreeMap<>()).merge(v, weight, Float::sum);
      if (!directed && u != v) {
        rows.computeIfAbsent(v, k -> new TreeMap<>()).merge(u, weight, Float::sum);
      }
    }
    return of(directed, vertexCount, weighted, rows);
  }

  private static Graph of(
      boolean directed, int vertexCount, boolean weighted, NavigableMap<Integer, NavigableMap<Integer, Float>> rows) {
    int arcs = rows.values().stream().mapToInt(NavigableMap::size).sum();
    int[] offsets = new int[vertexCount + 1];
    int[] targets = new int[arcs];
    float[] weights = new float[arcs];
    int at = 0;
    for (int v = 0; v < vertexCount; v++) {
      for (var entry : rows.getOrDefault(v, new TreeMap<>()).entrySet()) {
        targets[at] = entry.getKey();
        weights[at++] = entry.getValue();
      }
      offsets[v + 1] = at;
    }
    return new Graph(directed, offsets, targets, weighted ? weights : null);
  }
}
