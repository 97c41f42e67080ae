package io.strider.runtime.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.graph.Graph;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The corpus is a function of graph, parameters and seed: not of partitions, wave sizes, order of delivery, doubles. */
final class CorpusDeterminismTest {

  private static final int WALKS = 120;

  @ParameterizedTest
  @CsvSource({
    "false,false,1,1", "false,false,0.5,2", "false,false,2,0.5", "false,true,0.25,4", "true,false,0.25,4",
    "true,true,0.5,2", "true,true,3,0.5", "false,true,1,1"
  })
  void shouldNotDependOnPartitionsOrWaves(boolean directed, boolean weighted, double p, double q) {
    Graph graph = random(directed, weighted, 90, 400, 7);
    WalkParameters parameters = new WalkParameters(10, 140, p, q, 3);
    List<int[]> expected = WalkHarness.walks(graph, parameters, 1, WALKS, WALKS);
    assertThat(expected).hasSize(WALKS);
    for (int partitions : new int[] {1, 2, 7}) {
      for (int capacity : new int[] {50, WALKS}) {
        assertThat(WalkHarness.walks(graph, parameters, partitions, WALKS, capacity))
            .as("%d partitions, waves of %d", partitions, capacity)
            .usingRecursiveComparison()
            .isEqualTo(expected);
      }
    }
    assertThat(WalkHarness.walksWithDuplicates(graph, parameters, 3, WALKS, 100))
        .usingRecursiveComparison()
        .isEqualTo(expected);
  }

  /** p = 1000 and q = 1000 make walkers weigh whole rows; sinks end walks on directed graphs. */
  @ParameterizedTest
  @CsvSource({
    "false,false,1,1", "false,false,0.5,2", "false,false,2,0.5", "false,true,0.25,4", "true,false,0.25,4",
    "true,true,0.5,2", "true,true,3,0.5", "false,false,1000,1000", "true,true,1000,1000", "false,true,0.001,1000"
  })
  void shouldNotDependOnWhereTheRowsAre(boolean directed, boolean weighted, double p, double q) {
    Graph graph = random(directed, weighted, 90, 400, 7);
    WalkParameters parameters = new WalkParameters(10, 60, p, q, 3);
    List<int[]> expected = WalkHarness.walks(graph, parameters, 1, WALKS, WALKS);
    for (int nodes : new int[] {2, 3, 7}) {
      assertThat(WalkHarness.walksOnNodes(graph, parameters, 7, nodes, WALKS, WALKS))
          .as("%d nodes", nodes)
          .usingRecursiveComparison()
          .isEqualTo(expected);
    }
  }

  @Test
  void shouldWeighRowsElsewhereOnlyWhenRejectionIsHopeless() {
    Graph graph = random(false, false, 90, 400, 7);
    assertThat(WalkHarness.rowQuestions(graph, new WalkParameters(10, 60, 1000, 1000, 3), 7, 3, WALKS)).isPositive();
    assertThat(WalkHarness.rowQuestions(graph, new WalkParameters(10, 60, 1, 1, 3), 7, 3, WALKS)).isZero();
  }

  @Test
  void shouldDependOnTheSeed() {
    Graph graph = random(false, false, 90, 400, 7);
    List<int[]> one = WalkHarness.walks(graph, new WalkParameters(1, 20, 1, 1, 1), 1, 90, 90);
    List<int[]> two = WalkHarness.walks(graph, new WalkParameters(1, 20, 1, 1, 2), 1, 90, 90);
    assertThat(one.get(0)).isNotEqualTo(two.get(0));
  }

  @Property(tries = 200)
  void shouldStartEachRoundOnceAtEveryVertex(@ForAll @IntRange(min = 1, max = 3000) int vertexCount, @ForAll long seed) {
    WalkStarts starts = new WalkStarts(seed, vertexCount);
    for (long round : new long[] {0, 1, 1L << 32}) {
      boolean[] seen = new boolean[vertexCount];
      for (int i = 0; i < vertexCount; i++) {
        int vertex = starts.vertex(round * vertexCount + i);
        assertThat(seen[vertex]).isFalse();
        seen[vertex] = true;
      }
    }
  }

  static Graph random(boolean directed, boolean weighted, int vertexCount, int edges, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int e = 0; e < edges; e++) {
      int u = (int) (vertexCount * Math.pow(random.nextDouble(), 2));
      int v = random.nextInt(vertexCount);
      text.append(u).append('-').append(v);
      if (weighted) {
        text.append(':').append(Math.exp(6 * random.nextGaussian()));
      }
      text.append(' ');
    }
    return GraphFixture.graph(directed, vertexCount, text.toString());
  }
}
