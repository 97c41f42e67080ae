package io.strider.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.progress.Monitor;
import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.train.FloatTable;
import io.strider.runtime.vectors.Sets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LinkPredictionTest {

  private static final int VERTICES = 60;

  @Test
  void shouldForetellEdgesInsideGroupsFromVectorsOfGroups() {
    LinkSplit split = LinkSplit.of(groups(), LinkSplitParameters.DEFAULT, Cancellation.NEVER);
    FloatTable table = new FloatTable(VERTICES, 3);
    for (int v = 0; v < VERTICES; v++) {
      table.chunk(v)[table.offset(v) + v % 3] = 2;
    }
    VertexVectors vectors = new VertexVectors(table, IntStream.range(0, VERTICES).toArray());
    LinkPredictionReport one = LinkPrediction.score(split, vectors, 1, Monitor.SILENT);
    assertThat(one.areaUnderCurve().get(LinkOperator.HADAMARD)).isGreaterThan(0.8);
    assertThat(one.areaUnderCurve().get(LinkOperator.WEIGHTED_L1)).isGreaterThan(0.8);
    assertThat(one.areaUnderCurve()).hasSize(4);
    assertThat(one.hiddenEdges()).isEqualTo(one.scoredEdges()).isEqualTo(split.hidden().size());
    assertThat(LinkPrediction.score(split, vectors, 4, Monitor.SILENT)).isEqualTo(one);
  }

  @Test
  void shouldLeaveOutPairsWithoutVectors() {
    LinkSplit split = LinkSplit.of(groups(), LinkSplitParameters.DEFAULT, Cancellation.NEVER);
    FloatTable table = new FloatTable(VERTICES, 2);
    int[] rows = IntStream.range(0, VERTICES).map(v -> v == 0 ? -1 : v).toArray();
    LinkPredictionReport report =
        LinkPrediction.score(split, new VertexVectors(table, rows), 1, Monitor.SILENT);
    assertThat(report.scoredEdges()).isLessThan(report.hiddenEdges());
    assertThat(report.areaUnderCurve().values()).containsOnly(0.5);
    VertexVectors none = new VertexVectors(table, IntStream.generate(() -> -1).limit(VERTICES).toArray());
    assertThatThrownBy(() -> LinkPrediction.score(split, none, 1, Monitor.SILENT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("kept edge");
  }

  @Test
  void shouldJoinVectorsOfAFileByLabel() {
    var file = Sets.of(List.of("b", "a"), new float[] {1}, new float[] {2});
    var graph = Sets.of(List.of("a", "b", "c"), new float[1], new float[1], new float[1]);
    assertThat(VertexVectors.of(file, graph.labels()).rowOfVertex()).containsExactly(1, 0, -1);
  }

  @Test
  void shouldCombineAsInTheTableOfThePaper() {
    assertThat(LinkOperator.HADAMARD.apply(2, -3)).isEqualTo(-6);
    assertThat(LinkOperator.AVERAGE.apply(2, -3)).isEqualTo(-0.5f);
    assertThat(LinkOperator.WEIGHTED_L1.apply(2, -3)).isEqualTo(5);
    assertThat(LinkOperator.WEIGHTED_L2.apply(2, -3)).isEqualTo(25);
  }

  @Property(tries = 300)
  void shouldCountPairsForTheArea(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 9) Integer> positives,
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 9) Integer> negatives) {
    double wins = 0;
    for (int p : positives) {
      for (int n : negatives) {
        wins += p > n ? 1 : p == n ? 0.5 : 0;
      }
    }
    assertThat(RankAuc.of(doubles(positives), doubles(negatives)))
        .isCloseTo(wins / positives.size() / negatives.size(), within(1e-12));
  }

  private static double[] doubles(List<Integer> values) {
    return values.stream().mapToDouble(x -> x).toArray();
  }

  /** Three groups (id mod 3): two in five pairs of a group are joined, one in fifty of the others. */
  private static Graph groups() {
    List<int[]> edges = new ArrayList<>();
    for (int u = 0; u < VERTICES; u++) {
      for (int v = u + 1; v < VERTICES; v++) {
        double chance = CounterRandom.unit(CounterRandom.mix(1000L * u + v));
        if (chance < (u % 3 == v % 3 ? 0.4 : 0.02)) {
          edges.add(new int[] {u, v});
        }
      }
    }
    return Graphs.of(false, VERTICES, edges);
  }
}
