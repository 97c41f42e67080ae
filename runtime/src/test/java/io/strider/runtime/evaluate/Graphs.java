package io.strider.runtime.evaluate;

import io.strider.runtime.graph.Graph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Small graphs for tests, from pairs of ids. */
final class Graphs {

  private Graphs() {}

  static Graph of(boolean directed, int vertices, List<int[]> edges) {
    List<TreeSet<Integer>> rows = new ArrayList<>();
    for (int v = 0; v < vertices; v++) {
      rows.add(new TreeSet<>());
    }
    for (int[] edge : edges) {
      rows.get(edge[0]).add(edge[1]);
      if (!directed) {
        rows.get(edge[1]).add(edge[0]);
      }
    }
    int[] offsets = new int[vertices + 1];
    for (int v = 0; v < vertices; v++) {
      offsets[v + 1] = offsets[v] + rows.get(v).size();
    }
    int[] targets = rows.stream().flatMap(TreeSet::stream).mapToInt(v -> v).toArray();
    return new Graph(directed, offsets, targets, null);
  }

  /** Zachary's karate club: ids 0 to 33 for the members 1 to 34. */
  static Graph karate() {
    try {
      List<int[]> edges = new ArrayList<>();
      for (String line : Files.readAllLines(Path.of("src/test/resources/karate/edges.tsv"))) {
        String[] ends = line.split("\t", -1);
        edges.add(new int[] {Integer.parseInt(ends[0]) - 1, Integer.parseInt(ends[1]) - 1});
      }
      return of(false, 34, edges);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Components, arcs taken both ways. */
  static int components(Graph graph) {
    DisjointSets sets = new DisjointSets(graph.vertexCount());
    int components = graph.vertexCount();
    for (int v = 0; v < graph.vertexCount(); v++) {
      for (int arc = graph.offsets()[v]; arc < graph.offsets()[v + 1]; arc++) {
        components -= sets.join(v, graph.targets()[arc]) ? 1 : 0;
      }
    }
    return components;
  }
}
