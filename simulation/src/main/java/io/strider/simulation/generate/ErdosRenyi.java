package io.strider.simulation.generate;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.random.Purpose;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * G(n, m) of Erdős and Rényi (1959): every set of m edges over n vertices is equally likely. Pairs are drawn until m
 * different ones are found; of a graph that is more than half full the missing pairs are drawn instead. Edges come in
 * ascending order. Memory: 8 bytes a drawn pair.
 *
 * @param vertices n, at least 2
 * @param edges m, 1 to n(n − 1)/2
 * @param seed of every choice
 */
public record ErdosRenyi(int vertices, long edges, long seed) implements EdgeGenerator {

  /** Checks every range. */
  public ErdosRenyi {
    Check.require(vertices >= 2, "vertices", vertices, "at least 2");
    long pairs = pairs(vertices);
    Check.require(edges >= 1 && edges <= pairs, "edges", edges, "1 to " + pairs + " (every pair of vertices)");
    Check.requireMemoryFor(Math.min(edges, pairs - edges));
  }

  /** Pairs of different vertices: the most edges. */
  public static long pairs(int vertices) {
    return (long) vertices * (vertices - 1) / 2;
  }

  @Override
  public int vertexCount() {
    return vertices;
  }

  @Override
  public long plannedEdges() {
    return edges;
  }

  @Override
  public void emit(EdgeSink sink, Cancellation cancellation) throws IOException {
    long missing = pairs(vertices) - edges;
    if (edges <= missing) {
      long[] drawn = differentPairs((int) edges, cancellation);
      Pairs.send(drawn, drawn.length, sink, cancellation);
    } else {
      sendAllBut(differentPairs((int) missing, cancellation), sink, cancellation);
    }
  }

  private long[] differentPairs(int count, Cancellation cancellation) {
    long stream = CounterRandom.stream(CounterRandom.key(seed, Purpose.GENERATOR), 0);
    LongUnaryOperator draw =
        i -> {
          int u = (int) CounterRandom.bounded(CounterRandom.draw(stream, 2 * i), vertices);
          int v = (int) CounterRandom.bounded(CounterRandom.draw(stream, 2 * i + 1), vertices);
          return Pairs.pack(u, v);
        };
    long[] found = new long[count];
    int size = 0;
    long draws = 0;
    while (size < count) {
      Pairs.fill(found, size, count, draws, draw, cancellation);
      draws += count - size;
      Arrays.sort(found);
      size = Pairs.distinct(found, count);
    }
    return found;
  }

  private void sendAllBut(long[] missing, EdgeSink sink, Cancellation cancellation) throws IOException {
    EdgeBuffer buffer = new EdgeBuffer(sink, cancellation);
    int next = 0;
    for (int u = 0; u < vertices; u++) {
      for (int v = u + 1; v < vertices; v++) {
        if (next < missing.length && missing[next] == Pairs.pack(u, v)) {
          next++;
        } else {
          buffer.add(u, v);
        }
      }
    }
    buffer.flush();
  }
}
