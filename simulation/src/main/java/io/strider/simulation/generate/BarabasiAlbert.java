package io.strider.simulation.generate;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.random.Purpose;
import java.io.IOException;

/**
 * Preferential attachment (Barabási, Albert, Science 1999): a star of m + 1 vertices, then every new vertex is joined to m
 * different older ones, each chosen with a probability proportional to its degree, by drawing from the list of all ends of
 * edges (Batagelj, Brandes 2005) and drawing again for one that is chosen already. Memory: 8 bytes an edge and 4 a vertex.
 *
 * @param vertices n, above m
 * @param edgesPerVertex m, 1 to 2<sup>29</sup>
 * @param seed of every choice
 */
public record BarabasiAlbert(int vertices, int edgesPerVertex, long seed) implements EdgeGenerator {

  /** The largest {@link #edgesPerVertex}: as many as one vertex more than that could bring in memory. */
  public static final int MAX_EDGES_PER_VERTEX = (int) (Check.MAX_EDGES_IN_MEMORY / 2);

  /** Checks every range. */
  public BarabasiAlbert {
    boolean fits = edgesPerVertex >= 1 && edgesPerVertex <= MAX_EDGES_PER_VERTEX;
    Check.require(fits, "edges per vertex", edgesPerVertex, "1 to " + MAX_EDGES_PER_VERTEX);
    Check.require(vertices > edgesPerVertex, "vertices", vertices, "more than the edges per vertex");
    Check.requireMemoryFor(2 * edges(vertices, edgesPerVertex));
  }

  private static long edges(int vertices, int edgesPerVertex) {
    return (long) edgesPerVertex * (vertices - edgesPerVertex);
  }

  @Override
  public int vertexCount() {
    return vertices;
  }

  @Override
  public long plannedEdges() {
    return edges(vertices, edgesPerVertex);
  }

  @Override
  public void emit(EdgeSink sink, Cancellation cancellation) throws IOException {
    long key = CounterRandom.key(seed, Purpose.GENERATOR);
    EdgeBuffer buffer = new EdgeBuffer(sink, cancellation);
    int[] ends = new int[(int) (2 * plannedEdges())];
    int[] lastChosenBy = new int[vertices];
    int size = 0;
    for (int leaf = 1; leaf <= edgesPerVertex; leaf++) {
      ends[size++] = 0;
      ends[size++] = leaf;
      buffer.add(0, leaf);
    }
    for (int vertex = edgesPerVertex + 1; vertex < vertices; vertex++) {
      long stream = CounterRandom.stream(key, vertex);
      int known = size;
      int chosen = 0;
      for (long draw = 0; chosen < edgesPerVertex; draw++) {
        int target = ends[(int) CounterRandom.bounded(CounterRandom.draw(stream, draw), known)];
        if (lastChosenBy[target] != vertex) {
          lastChosenBy[target] = vertex;
          ends[size++] = target;
          ends[size++] = vertex;
          buffer.add(target, vertex);
          chosen++;
        }
      }
    }
    buffer.flush();
  }
}
