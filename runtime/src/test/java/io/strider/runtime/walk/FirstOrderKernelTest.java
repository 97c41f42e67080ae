package io.strider.runtime.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.graph.AliasTables;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.random.CounterRandom;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weighted first-order steps against a scalar one, in both layouts of the alias tables. */
final class FirstOrderKernelTest {

  private static final WalkParameters FIRST_ORDER = new WalkParameters(10, 40, 1, 1, 3);
  private static final Graph GRAPH = CorpusDeterminismTest.random(false, true, 90, 400, 7);

  /** Thresholds of always (0 → 1, 2 → 3), of never (4 → 5 weighs nothing beside 4 → 6) and between. */
  private static final Graph EXTREMES =
      GraphFixture.graph(true, 8, "0-1:5 1-0:1 2-3:1 2-4:1 3-2:1 4-5:1e-30 4-6:1e30 5-4:1 6-7:1 6-4:3 7-0:1");

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 128, 1021})
  void shouldStepAsTheScalarDoesInBothLayouts(int n) {
    for (Graph graph : List.of(GRAPH, EXTREMES)) {
      TransitionModel byTarget = model(graph);
      TransitionModel byArc = byArc(graph);
      for (int seed = 0; seed < 20; seed++) {
        WalkerBlock one = block(graph, byTarget, n, seed);
        int[] expected = new int[n];
        for (int i = 0; i < n; i++) {
          expected[i] = scalar(graph, byArc.alias().slots(), one.walkers, i);
        }
        FirstOrderKernel.step(one, byTarget);
        assertThat(one.walkers.next).startsWith(expected);
        WalkerBlock other = block(graph, byArc, n, seed);
        FirstOrderKernel.step(other, byArc);
        assertThat(other.walkers.next).startsWith(expected);
      }
    }
  }

  @Test
  void shouldPutVerticesIntoTheSlotsOfFirstOrderWalksUpToTheLimit() {
    WalkParameters secondOrder = new WalkParameters(10, 40, 0.5, 2, 3);
    int arcs = GRAPH.arcCount();
    assertThat(layout(FIRST_ORDER, arcs).byTarget()).isNotNull();
    assertThat(layout(FIRST_ORDER, arcs).byArc()).isNull();
    for (AliasLayout layout : List.of(layout(FIRST_ORDER, arcs - 1), layout(secondOrder, arcs))) {
      assertThat(layout.byTarget()).isNull();
      assertThat(layout.byArc()).isNotNull();
    }
  }

  @Test
  void shouldTakeTheBytesOfTheFormula() {
    long[] used = {
      4L * Objects.requireNonNull(model(GRAPH).aliasTargets()).slots().length,
      8L * (byArc(GRAPH).alias().slots().length + byArc(GRAPH).alias().rowWeights().length)
    };
    WalkParameters secondOrder = new WalkParameters(10, 40, 0.5, 2, 3);
    assertThat(TransitionModel.aliasBytes(90, GRAPH.arcCount(), FIRST_ORDER)).isEqualTo(used[0]);
    assertThat(TransitionModel.aliasBytes(90, GRAPH.arcCount(), secondOrder)).isEqualTo(used[1]);
    assertThat(TransitionModel.aliasBytes(1000, 715_827_879L, FIRST_ORDER)).isEqualTo(12 * 715_827_879L);
    assertThat(TransitionModel.aliasBytes(1000, 715_827_880L, FIRST_ORDER)).isEqualTo(8 * (1000 + 715_827_880L));
  }

  @Test
  void shouldAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeTrue(threads.isThreadAllocatedMemorySupported());
    TransitionModel model = model(GRAPH);
    WalkerBlock block = block(GRAPH, model, 128, 1);
    FirstOrderKernel.step(block, model);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1000; i++) {
      FirstOrderKernel.step(block, model);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
  }

  private static TransitionModel model(Graph graph) {
    return TransitionModel.of(graph, FIRST_ORDER, Cancellation.NEVER);
  }

  private static TransitionModel byArc(Graph graph) {
    return model(graph).with(AliasLayout.of(graph, FIRST_ORDER, 0, Cancellation.NEVER));
  }

  private static AliasLayout layout(WalkParameters parameters, int maxArcs) {
    return AliasLayout.of(GRAPH, parameters, maxArcs, Cancellation.NEVER);
  }

  private static int scalar(Graph graph, long[] slots, WalkerColumns walkers, int i) {
    int from = graph.offsets()[walkers.current[i]];
    long draw = CounterRandom.draw(walkers.stream[i], CounterRandom.counter(walkers.step[i], 0));
    long z =
        Math.unsignedMultiplyHigh(
            draw, (long) graph.outDegree(walkers.current[i]) << AliasTables.THRESHOLD_BITS);
    int own = (int) (z >>> AliasTables.THRESHOLD_BITS);
    long slot = slots[from + own];
    return graph.targets()[from + ((z & Integer.MAX_VALUE) < slot >>> 32 ? own : (int) slot)];
  }

  private static WalkerBlock block(Graph graph, TransitionModel model, int n, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    WalkerBlock block = new WalkerBlock(n, 40);
    block.count = n;
    for (int i = 0; i < n; i++) {
      int v;
      do {
        v = random.nextInt(graph.vertexCount());
      } while (graph.outDegree(v) == 0);
      block.walkers.stream[i] = model.stream(random.nextLong() >>> 1);
      block.walkers.step[i] = 1 + random.nextInt(40);
      block.walkers.current[i] = v;
    }
    return block;
  }
}
