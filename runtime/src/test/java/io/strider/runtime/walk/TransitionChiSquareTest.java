package io.strider.runtime.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.graph.Graph;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks are compared with the enumerated second-order transition probabilities by a χ² test over all (previous, current)
 * contexts. Each case is one test at significance 10⁻⁵ (z = 4.26 after Wilson and Hilferty); seeds are fixed.
 */
final class TransitionChiSquareTest {

  private static final double MAX_Z = 4.26;
  private static final double[] VALUES = {1e-3, 0.5, 1, 2, 1e3};
  private static final int WALKS = 8_000;
  private static final int LENGTH = 14;

  /** A hub with leaves, triangles, a path, a self-loop at the hub and one at a leaf's neighbour. */
  private static final String HUB =
      "0-0 0-1 0-2 0-3 0-4 0-5 0-6 0-7 0-8 0-9 0-10 0-11 1-2 2-3 3-4 4-5 12-5 12-13 13-14 14-14 14-0 6-7";

  /** Directed: a sink (9), arcs with no way back, two-way pairs, a loop. */
  private static final String DIRECTED =
      "0-1 1-0 1-2 2-3 3-1 3-0 0-4 4-5 5-0 5-4 4-6 6-0 6-7 7-6 7-8 8-0 8-9 2-2 1-4 3-4 0-3 5-3 2-0";

  static Stream<Arguments> cases() {
    Graph hub = GraphFixture.graph(false, 15, HUB);
    Graph directed = GraphFixture.graph(true, 10, DIRECTED);
    Graph weighted = GraphFixture.graph(false, 15, weigh(HUB));
    Graph directedWeighted = GraphFixture.graph(true, 10, weigh(DIRECTED));
    Graph multi = GraphFixture.graph(false, 5, "0-1:1 0-1:2 0-1:4 1-2:1e-3 2-3:5 3-0:1 0-2:1e3 0-0:7 3-4:1 4-4:2");
    return Stream.of(
            Map.entry("undirected", hub),
            Map.entry("directed", directed),
            Map.entry("weighted", weighted),
            Map.entry("directed weighted", directedWeighted),
            Map.entry("multi-edges", multi))
        .flatMap(
            graph ->
                Stream.of(1e-3, 0.5, 1.0, 2.0, 1e3)
                    .flatMap(
                        p ->
                            Arrays.stream(VALUES)
                                .mapToObj(q -> Arguments.of(graph.getKey(), graph.getValue(), p, q))));
  }

  /** Weights over six orders of magnitude, spread by position. */
  private static String weigh(String edges) {
    StringBuilder weighted = new StringBuilder();
    double[] scale = {1, 30, 1e-3, 0.5, 1e3, 7, 0.02};
    int k = 0;
    for (String edge : edges.split(" ", -1)) {
      weighted.append(edge).append(':').append(scale[k++ % scale.length]).append(' ');
    }
    return weighted.toString();
  }

  @ParameterizedTest(name = "{0} p={2} q={3}")
  @MethodSource("cases")
  void shouldFollowTheEnumeratedTransitionProbabilities(String name, Graph graph, double p, double q) {
    WalkParameters parameters = new WalkParameters(WALKS, LENGTH, p, q, 20261122);
    List<int[]> walks = WalkHarness.walks(graph, parameters, 2, WALKS, 3000);
    Map<Long, long[]> counts = new HashMap<>();
    for (int[] walk : walks) {
      for (int s = 1; s < walk.length; s++) {
        int previous = s == 1 ? -1 : walk[s - 2];
        count(counts, graph, previous, walk[s - 1], walk[s]);
      }
      if (walk.length < LENGTH) {
        assertThat(graph.outDegree(walk[walk.length - 1])).as("a short walk ends in a sink").isZero();
      }
    }
    ChiSquare chiSquare = new ChiSquare();
    counts.forEach((key, observed) -> chiSquare.add(observed, probabilities(graph, key, p, q)));
    assertThat(chiSquare.degreesOfFreedom).isGreaterThan(3);
    assertThat(chiSquare.z()).as("seed 20261122, %s", name).isLessThan(MAX_Z);
  }

  private static void count(Map<Long, long[]> counts, Graph graph, int previous, int current, int next) {
    int from = graph.offsets()[current];
    int to = graph.offsets()[current + 1];
    int at = Arrays.binarySearch(graph.targets(), from, to, next);
    assertThat(at).as("arc %d → %d exists", current, next).isNotNegative();
    counts.computeIfAbsent(((long) previous << 32) | current, k -> new long[to - from])[at - from]++;
  }

  private static double[] probabilities(Graph graph, long key, double p, double q) {
    int previous = (int) (key >> 32);
    int current = (int) key;
    int from = graph.offsets()[current];
    double[] probability = new double[graph.outDegree(current)];
    double sum = 0;
    float[] weights = graph.weights();
    for (int k = 0; k < probability.length; k++) {
      int x = graph.targets()[from + k];
      double alpha =
          previous < 0 ? 1 : x == previous ? 1 / p : graph.hasArc(previous, x) ? 1 : 1 / q;
      probability[k] = alpha * (weights == null ? 1 : weights[from + k]);
      sum += probability[k];
    }
    for (int k = 0; k < probability.length; k++) {
      probability[k] /= sum;
    }
    return probability;
  }

  /** Sums χ² over contexts; cells with fewer than five expected are pooled inside their context. */
  private static final class ChiSquare {
    private double sum;
    private int degreesOfFreedom;

    void add(long[] observed, double[] probability) {
      long total = Arrays.stream(observed).sum();
      double pooledExpected = 0;
      double pooledObserved = 0;
      int cells = 0;
      for (int k = 0; k < observed.length; k++) {
        double expected = total * probability[k];
        if (expected < 5) {
          pooledExpected += expected;
          pooledObserved += observed[k];
        } else {
          sum += (observed[k] - expected) * (observed[k] - expected) / expected;
          cells++;
        }
      }
      if (pooledExpected >= 5) {
        sum += (pooledObserved - pooledExpected) * (pooledObserved - pooledExpected) / pooledExpected;
        cells++;
      }
      degreesOfFreedom += Math.max(0, cells - 1);
    }

    double z() {
      double k = degreesOfFreedom;
      return (Math.cbrt(sum / k) - (1 - 2 / (9 * k))) / Math.sqrt(2 / (9 * k));
    }
  }
}
