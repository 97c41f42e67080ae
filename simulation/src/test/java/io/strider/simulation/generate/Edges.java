package io.strider.simulation.generate;

import io.strider.runtime.common.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Collects what a generator makes. */
final class Edges {

  private Edges() {}

  static long[] of(EdgeGenerator generator) {
    LongStream.Builder all = LongStream.builder();
    try {
      generator.emit((edges, from, to) -> Arrays.stream(edges, from, to).forEach(all), Cancellation.NEVER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.build().toArray();
  }

  static int first(long edge) {
    return (int) (edge >>> 32);
  }

  static int second(long edge) {
    return (int) edge;
  }

  static int[] degrees(long[] edges, int vertices) {
    int[] degrees = new int[vertices];
    for (long edge : edges) {
      degrees[first(edge)]++;
      degrees[second(edge)]++;
    }
    return degrees;
  }
}
