package io.strider.actors;

import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Small seeded graphs, and labels that are the ids written out. */
public final class TestGraphs {

  private TestGraphs() {}

  /** An undirected graph in which low ids are hubs. */
  public static Graph undirected(int vertexCount, int edges, long seed) {
    Random random = new Random(seed);
    TreeSet<Long> arcs = new TreeSet<>();
    for (int v = 1; v < vertexCount; v++) {
      link(arcs, v, random.nextInt(v));
    }
    for (int e = 0; e < edges; e++) {
      link(arcs, (int) (vertexCount * Math.pow(random.nextDouble(), 3)), random.nextInt(vertexCount));
    }
    int[] offsets = new int[vertexCount + 1];
    int[] targets = new int[arcs.size()];
    int at = 0;
    for (long arc : arcs) {
      targets[at++] = (int) arc;
      offsets[(int) (arc >>> 32) + 1] = at;
    }
    for (int v = 0; v < vertexCount; v++) {
      offsets[v + 1] = Math.max(offsets[v + 1], offsets[v]);
    }
    return new Graph(false, offsets, targets, null);
  }

  private static void link(Set<Long> arcs, int u, int v) {
    if (u != v) {
      arcs.add(((long) u << 32) | v);
      arcs.add(((long) v << 32) | u);
    }
  }

  public static Labels labels(int size) {
    return new Labels() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public byte[] utf8(int vertex) {
        return String.valueOf(vertex).getBytes(StandardCharsets.UTF_8);
      }

      @Override
      public int find(byte[] utf8) {
        for (int v = 0; v < size; v++) {
          if (Arrays.equals(utf8(v), utf8)) {
            return v;
          }
        }
        return -1;
      }
    };
  }
}
