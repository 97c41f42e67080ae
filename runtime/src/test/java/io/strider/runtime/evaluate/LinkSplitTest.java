package io.strider.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.random.CounterRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LinkSplitTest {

  @Test
  void shouldHideHalfOfTheKarateClub() {
    LinkSplit split = split(Graphs.karate(), 0.5, 1);
    assertThat(split.edges()).isEqualTo(78);
    assertThat(split.askedHidden()).isEqualTo(39);
    assertThat(split.hidden().size()).isEqualTo(39);
    assertThat(split.complete()).isTrue();
    assertThat(split.kept().edgeCount()).isEqualTo(39);
    assertThat(Graphs.components(split.kept())).isEqualTo(1);
    assertThat(split.fitEdges().size()).isEqualTo(39);
    LinkSplit again = split(Graphs.karate(), 0.5, 1);
    assertThat(again.hidden().packed()).isEqualTo(split.hidden().packed());
    assertThat(again.fitNegatives().packed()).isEqualTo(split.fitNegatives().packed());
    assertThat(split(Graphs.karate(), 0.5, 2).hidden().packed()).isNotEqualTo(split.hidden().packed());
  }

  @Property(tries = 300)
  void shouldKeepComponentsAndLeakNothing(
      @ForAll boolean directed,
      @ForAll @IntRange(min = 5, max = 40) int vertices,
      @ForAll @IntRange(min = 5, max = 60) int edgeCount,
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double fraction,
      @ForAll long seed) {
    Graph graph = Graphs.of(directed, vertices, randomEdges(vertices, edgeCount, seed));
    LinkSplit split;
    try {
      split = split(graph, fraction, seed);
    } catch (InputException tooSparseOrDense) {
      Assume.that(false);
      return;
    }
    assertThat(Graphs.components(split.kept())).isEqualTo(Graphs.components(graph));
    assertThat(split.hidden().size()).isLessThanOrEqualTo((int) split.askedHidden());
    assertThat(split.negatives().size()).isEqualTo(split.hidden().size());
    assertThat(split.fitNegatives().size()).isEqualTo(split.fitEdges().size());
    Set<Long> seen = new HashSet<>();
    for (long pair : split.hidden().packed()) {
      assertThat(joined(graph, pair)).isTrue();
      assertThat(joined(split.kept(), pair)).isFalse();
      assertThat(seen.add(pair)).isTrue();
    }
    for (long pair : split.fitEdges().packed()) {
      assertThat(joined(split.kept(), pair)).isTrue();
      assertThat(seen.add(pair)).isTrue();
    }
    for (VertexPairs negatives : List.of(split.negatives(), split.fitNegatives())) {
      for (long pair : negatives.packed()) {
        assertThat(joined(graph, pair)).isFalse();
        assertThat(VertexPairs.first(pair)).isLessThan(VertexPairs.second(pair));
        assertThat(seen.add(pair)).isTrue();
      }
    }
    assertThat((long) split.hidden().size() + split.fitEdges().size()).isEqualTo(split.edges());
    assertKeptIsWithoutHidden(graph, split);
  }

  @Test
  void shouldSayThatATreeHasNothingToHide() {
    Graph tree = Graphs.of(false, 4, List.of(new int[] {0, 1}, new int[] {1, 2}, new int[] {1, 3}));
    refused(tree, "3 edges, all needed");
    refused(Graphs.of(false, 3, List.of()), "0 edges");
  }

  @Test
  void shouldSayThatACompleteGraphHasNoNonEdges() {
    List<int[]> edges = new ArrayList<>();
    for (int u = 0; u < 6; u++) {
      for (int v = u; v < 6; v++) {
        edges.add(new int[] {u, v});
      }
    }
    refused(Graphs.of(false, 6, edges), "0 pairs of vertices without an edge");
  }

  @Test
  void shouldHideFewerWhereBridgesForceItAndSaySo() {
    List<int[]> edges = new ArrayList<>(List.of(new int[] {0, 2}));
    for (int v = 1; v < 20; v++) {
      edges.add(new int[] {v - 1, v});
    }
    LinkSplit split = split(Graphs.of(false, 20, edges), 0.5, 3);
    assertThat(split.askedHidden()).isEqualTo(10);
    assertThat(split.hidden().size()).isEqualTo(1);
    assertThat(split.complete()).isFalse();
  }

  @Test
  void shouldHideBothDirectionsAndKeepLoopsAndWeights() {
    Graph graph =
        new Graph(
            true, new int[] {0, 2, 4, 5, 5}, new int[] {0, 1, 0, 2, 0}, new float[] {9, 1, 2, 3, 4});
    LinkSplit split = split(graph, 0.1, 5);
    assertThat(split.edges()).isEqualTo(3);
    assertThat(split.hidden().size()).isEqualTo(1);
    assertThat(split.kept().hasArc(0, 0)).isTrue();
    assertThat(split.kept().directed()).isTrue();
    assertKeptIsWithoutHidden(graph, split);
  }

  @Test
  void shouldLimitTheEdgesThatAreFittedOn() {
    LinkSplit split = LinkSplit.of(Graphs.karate(), new LinkSplitParameters(0.5, 10, 1), Cancellation.NEVER);
    assertThat(split.fitEdges().size()).isEqualTo(10);
    assertThat(split.fitNegatives().size()).isEqualTo(10);
  }

  @Test
  void shouldStopWhenCancelled() {
    assertThatThrownBy(() -> LinkSplit.of(Graphs.karate(), LinkSplitParameters.DEFAULT, () -> true))
        .isInstanceOf(CancelledException.class);
  }

  private static void assertKeptIsWithoutHidden(Graph graph, LinkSplit split) {
    Set<Long> hidden = new HashSet<>();
    for (long pair : split.hidden().packed()) {
      hidden.add(pair);
    }
    float[] weights = graph.weights();
    float[] keptWeights = split.kept().weights();
    int at = 0;
    for (int v = 0; v < graph.vertexCount(); v++) {
      assertThat(split.kept().offsets()[v]).isEqualTo(at);
      for (int arc = graph.offsets()[v]; arc < graph.offsets()[v + 1]; arc++) {
        if (!hidden.contains(VertexPairs.pack(v, graph.targets()[arc]))) {
          assertThat(split.kept().targets()[at]).isEqualTo(graph.targets()[arc]);
          if (weights != null && keptWeights != null) {
            assertThat(keptWeights[at]).isEqualTo(weights[arc]);
          }
          at++;
        }
      }
    }
    assertThat(split.kept().arcCount()).isEqualTo(at);
  }

  private static boolean joined(Graph graph, long pair) {
    int u = VertexPairs.first(pair);
    int v = VertexPairs.second(pair);
    return graph.hasArc(u, v) || graph.hasArc(v, u);
  }

  private static List<int[]> randomEdges(int vertices, int count, long seed) {
    List<int[]> edges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int u = (int) CounterRandom.bounded(CounterRandom.mix(seed + 2L * i), vertices);
      int v = (int) CounterRandom.bounded(CounterRandom.mix(seed + 2L * i + 1), vertices);
      if (u != v) {
        edges.add(new int[] {u, v});
      }
    }
    return edges;
  }

  private static LinkSplit split(Graph graph, double fraction, long seed) {
    return LinkSplit.of(graph, new LinkSplitParameters(fraction, 20_000, seed), Cancellation.NEVER);
  }

  private static void refused(Graph graph, String message) {
    assertThatThrownBy(() -> split(graph, 0.5, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }
}
