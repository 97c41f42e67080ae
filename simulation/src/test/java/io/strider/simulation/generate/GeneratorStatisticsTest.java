package io.strider.simulation.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.random.CounterRandom;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With fixed seeds; every bound is the 0.1 % point of its distribution, so one honest generator in a thousand fails. */
class GeneratorStatisticsTest {

  private static final double NORMAL_TWO_SIDED = 3.29;

  @Test
  void shouldFallIntoQuadrantsWithTheirProbabilitiesAtEveryLevel() {
    int scale = 6;
    int draws = 100_000;
    RMat.Quadrants quadrants = RMat.graph500(scale, 1, 7).quadrants();
    double[] expected = {0.57, 0.19, 0.19, 0.05};
    for (int level = 0; level < scale; level++) {
      long[] counts = new long[4];
      for (int draw = 0; draw < draws; draw++) {
        long cell = quadrants.cell(draw);
        int row = (int) (cell >>> 32 >>> level) & 1;
        int column = (int) (cell >>> level) & 1;
        counts[2 * row + column]++;
      }
      assertThat(chiSquare(counts, expected, draws)).isLessThan(16.27); // 3 degrees of freedom
    }
  }

  @Test
  void shouldChooseQuadrantsOfTwoLevelsIndependently() {
    int draws = 200_000;
    RMat.Quadrants quadrants = new RMat(2, 1, 0.4, 0.3, 0.2, 3).quadrants();
    double[] one = {0.4, 0.3, 0.2, 0.1};
    double[] expected = new double[16];
    for (int i = 0; i < 16; i++) {
      expected[i] = one[i / 4] * one[i % 4];
    }
    long[] counts = new long[16];
    for (int draw = 0; draw < draws; draw++) {
      long cell = quadrants.cell(draw);
      int row = (int) (cell >>> 32);
      int column = (int) cell;
      counts[4 * (2 * (row >> 1) + (column >> 1)) + 2 * (row & 1) + (column & 1)]++;
    }
    assertThat(chiSquare(counts, expected, draws)).isLessThan(37.70); // 15 degrees of freedom
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 17})
  void shouldPermuteVertices(int bits) {
    VertexPermutation permutation = new VertexPermutation(bits, 99);
    BitSet seen = new BitSet();
    for (int v = 0; v < 1 << bits; v++) {
      int image = permutation.apply(v);
      assertThat(image).isBetween(0, (1 << bits) - 1);
      seen.set(image);
    }
    assertThat(seen.cardinality()).isEqualTo(1 << bits);
  }

  @Test
  void shouldSpreadTheHubsOfRMatOverTheIds() {
    // The hub of the matrix is vertex 0; under 4,000 seeds its id falls evenly into 16 ranges (15 degrees of freedom).
    long[] counts = new long[16];
    double[] expected = new double[16];
    Arrays.fill(expected, 1.0 / 16);
    for (int seed = 0; seed < 4000; seed++) {
      counts[new VertexPermutation(12, CounterRandom.mix(seed)).apply(0) >> 8]++;
    }
    assertThat(chiSquare(counts, expected, 4000)).isLessThan(37.70);
  }

  @Test
  void shouldMakeRMatHeavyTailed() {
    int[] degrees = Edges.degrees(Edges.of(RMat.graph500(12, 16, 1)), 1 << 12);
    int[] random = Edges.degrees(Edges.of(new ErdosRenyi(1 << 12, 1 << 16, 1)), 1 << 12);
    assertThat(Arrays.stream(degrees).max().orElseThrow())
        .isGreaterThan(5 * Arrays.stream(random).max().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(longs = {200, 1770})
  void shouldChooseEveryPairOfErdosRenyiEquallyOften(long edges) {
    // Each of 1,830 pairs of 61 vertices is there in edges / 1,830 of the graphs; counts are nearly independent.
    int graphs = 800;
    long[] counts = new long[61 * 61];
    for (int seed = 0; seed < graphs; seed++) {
      for (long edge : Edges.of(new ErdosRenyi(61, edges, seed))) {
        counts[61 * Edges.first(edge) + Edges.second(edge)]++;
      }
    }
    double share = edges / 1830.0;
    double chiSquare = 0;
    for (int u = 0; u < 61; u++) {
      for (int v = u + 1; v < 61; v++) {
        double difference = counts[61 * u + v] - graphs * share;
        chiSquare += difference * difference / (graphs * share * (1 - share));
      }
    }
    assertThat((chiSquare - 1829) / Math.sqrt(2 * 1829)).isBetween(-NORMAL_TWO_SIDED, NORMAL_TWO_SIDED);
  }

  @Test
  void shouldGiveErdosRenyiBinomialDegrees() {
    int vertices = 4000;
    int[] degrees = Edges.degrees(Edges.of(new ErdosRenyi(vertices, 40_000, 5)), vertices);
    double mean = Arrays.stream(degrees).average().orElseThrow();
    double variance = Arrays.stream(degrees).mapToDouble(d -> (d - mean) * (d - mean)).sum() / (vertices - 1);
    double expected = 20 * (1 - 20.0 / (vertices - 1));
    double deviation = expected * Math.sqrt(2.0 / vertices);
    assertThat(mean).isEqualTo(20);
    assertThat((variance - expected) / deviation).isBetween(-NORMAL_TWO_SIDED, NORMAL_TWO_SIDED);
  }

  @Test
  void shouldMixBlocksAsAsked() {
    StochasticBlockModel model = new StochasticBlockModel(5003, 7, 12, 0.3, 11);
    long[] edges = Edges.of(model);
    double[] pairs = new double[2];
    long[] sizes = new long[7];
    for (int v = 0; v < model.vertexCount(); v++) {
      sizes[model.blockOf(v)]++;
    }
    for (long size : sizes) {
      assertThat(size).isBetween(714L, 715L);
      pairs[0] += size * (size - 1) / 2.0;
    }
    pairs[1] = 5003.0 * 5002 / 2 - pairs[0];
    long[] counts = new long[2];
    for (long edge : edges) {
      counts[model.blockOf(Edges.first(edge)) == model.blockOf(Edges.second(edge)) ? 0 : 1]++;
    }
    double[] chances = {model.insideProbability(), model.betweenProbability()};
    for (int kind = 0; kind < 2; kind++) {
      double expected = pairs[kind] * chances[kind];
      double deviation = Math.sqrt(expected * (1 - chances[kind]));
      assertThat((counts[kind] - expected) / deviation).isBetween(-NORMAL_TWO_SIDED, NORMAL_TWO_SIDED);
    }
    assertThat(2.0 * edges.length / 5003).isBetween(11.7, 12.3);
    assertThat((double) counts[1] / edges.length).isBetween(0.285, 0.315);
  }

  @Test
  void shouldFillBlocksThatAreCertain() {
    assertThat(Edges.of(new StochasticBlockModel(12, 3, 3, 0, 1))).hasSize(18);
    assertThat(Edges.of(new StochasticBlockModel(12, 3, 8, 1, 1))).hasSize(48);
    assertThat(Edges.of(new StochasticBlockModel(12, 1, 11, 0, 1))).hasSize(66);
  }

  @Test
  void shouldAttachByDegree() {
    // Star of 0 and 1 (m = 1): vertex 2 joins either end with a half; then vertex 3 joins the hub of the path with a half.
    int graphs = 20_000;
    int first = 0;
    int hub = 0;
    for (int seed = 0; seed < graphs; seed++) {
      long[] edges = Edges.of(new BarabasiAlbert(4, 1, seed));
      first += Edges.first(edges[1]) == 0 ? 1 : 0;
      hub += Edges.first(edges[2]) == Edges.first(edges[1]) ? 1 : 0;
    }
    double deviation = Math.sqrt(graphs * 0.25);
    assertThat((first - graphs / 2.0) / deviation).isBetween(-NORMAL_TWO_SIDED, NORMAL_TWO_SIDED);
    assertThat((hub - graphs / 2.0) / deviation).isBetween(-NORMAL_TWO_SIDED, NORMAL_TWO_SIDED);
  }

  @Test
  void shouldGiveBarabasiAlbertTheDegreesOfTheLimitLaw() {
    // P(degree = k) = 2m(m + 1) / (k (k + 1)(k + 2)): Bollobás et al. 2001; a finite graph is a little off, so a looser bound.
    int vertices = 100_000;
    int[] degrees = Edges.degrees(Edges.of(new BarabasiAlbert(vertices, 3, 1)), vertices);
    for (int k = 3; k < 10; k++) {
      int degree = k;
      double share = (double) Arrays.stream(degrees).filter(d -> d == degree).count() / vertices;
      double expected = 24.0 / (k * (k + 1.0) * (k + 2));
      double deviation = Math.sqrt(expected / vertices);
      assertThat((share - expected) / deviation).isBetween(-5.0, 5.0);
    }
    assertThat(Arrays.stream(degrees).min().orElseThrow()).isGreaterThanOrEqualTo(3);
  }

  private static double chiSquare(long[] counts, double[] chances, long draws) {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = chances[i] * draws;
      sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    return sum;
  }
}
