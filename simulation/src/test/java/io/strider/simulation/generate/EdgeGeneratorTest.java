package io.strider.simulation.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.progress.Monitor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EdgeGeneratorTest {

  @Property(tries = 300)
  void shouldMakeSimpleGraphsInRange(@ForAll("generators") EdgeGenerator generator) {
    long[] edges = Edges.of(generator);
    for (long edge : edges) {
      assertThat(Edges.first(edge)).isNotNegative().isLessThan(Edges.second(edge));
      assertThat(Edges.second(edge)).isLessThan(generator.vertexCount());
    }
    assertThat(Arrays.stream(edges).distinct().count()).isEqualTo(edges.length);
    assertThat(Edges.of(generator)).isEqualTo(edges);
    switch (generator) {
      case ErdosRenyi exact -> assertThat(edges).hasSize((int) exact.plannedEdges());
      case BarabasiAlbert exact -> assertThat(edges).hasSize((int) exact.plannedEdges());
      case RMat bounded -> assertThat((long) edges.length).isLessThanOrEqualTo(bounded.plannedEdges());
      case StochasticBlockModel ignored -> assertThat(edges).isSorted();
    }
  }

  @Provide
  Arbitrary<EdgeGenerator> generators() {
    Arbitrary<Long> seeds = Arbitraries.longs();
    return Arbitraries.oneOf(
        List.of(
            Combinators.combine(Arbitraries.integers().between(1, 10), Arbitraries.integers().between(1, 20), seeds)
                .as(RMat::graph500),
            Combinators.combine(Arbitraries.integers().between(2, 60), Arbitraries.doubles().between(0, 1), seeds)
                .as((n, share, seed) -> new ErdosRenyi(n, 1 + (long) (share * (n * (n - 1) / 2 - 1)), seed)),
            Combinators.combine(
                    Arbitraries.integers().between(20, 300), Arbitraries.integers().between(2, 9),
                    Arbitraries.doubles().between(0, 1), seeds)
                .as((n, k, mixing, seed) -> new StochasticBlockModel(n, k, 1, mixing, seed)),
            Combinators.combine(Arbitraries.integers().between(10, 200), Arbitraries.integers().between(1, 9), seeds)
                .as(BarabasiAlbert::new)));
  }

  /** Written down so that a change of the output cannot go unseen: results that people published depend on it. */
  @Test
  void shouldMakeTheSameGraphsForever() {
    assertThat(sum(RMat.graph500(10, 8, 1))).isEqualTo("6102 7afd957");
    assertThat(sum(new ErdosRenyi(1000, 5000, 1))).isEqualTo("5000 27136727");
    assertThat(sum(new StochasticBlockModel(1000, 10, 8, 0.2, 1))).isEqualTo("4028 8ae5154f");
    assertThat(sum(new BarabasiAlbert(1000, 4, 1))).isEqualTo("3984 ce17e169");
  }

  @Test
  void shouldDependOnTheSeed() {
    assertThat(sum(RMat.graph500(8, 8, 1))).isNotEqualTo(sum(RMat.graph500(8, 8, 2)));
    assertThat(sum(new ErdosRenyi(100, 500, 1))).isNotEqualTo(sum(new ErdosRenyi(100, 500, 2)));
  }

  @Test
  void shouldCountAndReportEdges() throws IOException {
    assertThat(new ErdosRenyi(1000, 70_000, 1).generate((edges, from, to) -> {}, Monitor.SILENT)).isEqualTo(70_000);
  }

  @Test
  void shouldStopWhenCancelled() {
    for (EdgeGenerator generator :
        List.of(
            RMat.graph500(5, 2, 1),
            new ErdosRenyi(50, 10, 1),
            new StochasticBlockModel(50, 5, 2, 0.5, 1),
            new BarabasiAlbert(50, 2, 1))) {
      assertThatThrownBy(() -> generator.emit((edges, from, to) -> {}, () -> true))
          .isInstanceOf(CancelledException.class);
    }
  }

  @Test
  void shouldRefuseParametersOutOfRange() {
    refused(() -> RMat.graph500(0, 1, 1), "scale");
    refused(() -> RMat.graph500(31, 1, 1), "scale");
    refused(() -> RMat.graph500(3, 0, 1), "edge factor");
    refused(() -> new RMat(3, 1, 0.9, 0.1, 0.1, 1), "quadrant");
    refused(() -> new ErdosRenyi(1, 1, 1), "vertices");
    refused(() -> new ErdosRenyi(4, 7, 1), "1 to 6");
    refused(() -> new StochasticBlockModel(10, 6, 1, 0.5, 1), "blocks");
    refused(() -> new StochasticBlockModel(10, 5, 5, 0.1, 1), "expected degree");
    refused(() -> new StochasticBlockModel(10, 1, 5, 0.1, 1), "mixing");
    refused(() -> new StochasticBlockModel(10, 2, Double.NaN, 0.1, 1), "expected degree");
    refused(() -> new BarabasiAlbert(3, 3, 1), "vertices");
    refused(() -> new BarabasiAlbert(3, 0, 1), "edges per vertex");
    assertThatThrownBy(() -> RMat.graph500(30, 1000, 1))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("bytes of memory");
  }

  private static void refused(ThrowingCallable construction, String message) {
    assertThatThrownBy(construction).isInstanceOf(InputException.class).hasMessageContaining(message);
  }

  private static String sum(EdgeGenerator generator) {
    long[] edges = Edges.of(generator);
    return edges.length + " " + Long.toHexString(Arrays.hashCode(edges) & 0xFFFFFFFFL);
  }
}
