package io.strider.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.LimitException;
import io.strider.runtime.walk.WalkParameters;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunEstimateTest {

  private static final long MIB = 1L << 20;
  private static final GraphSize GRAPH = new GraphSize(1_000_000, 20_000_000, false, false);
  private static final IngestSize TEXT = new IngestSize(10_000_000, 8_000_000, 2);

  private static MemoryPlan plan(long budget) {
    return new MemoryPlan.Builder()
        .add("graph", GRAPH.rowBytes())
        .add("tables", 1_000 * MIB)
        .add("training workspace", 10 * MIB)
        .build(budget, 1 << 16, 80, 1, 1);
  }

  private static RunEstimate estimate(long budget) {
    return RunEstimate.of(GRAPH, TEXT, plan(budget), budget);
  }

  @Test
  void shouldCountOffsetsTargetsAndWeights() {
    assertThat(GRAPH.rowBytes()).isEqualTo(4 * (1_000_001L + 20_000_000));
    assertThat(new GraphSize(3, 5, true, true).rowBytes()).isEqualTo(4 * (4 + 5 + 5));
  }

  @Test
  void shouldCountTheAliasTablesThatTheWalksNeed() {
    GraphSize weighted = new GraphSize(1_000, 10_000, false, true);
    WalkParameters firstOrder = new WalkParameters(10, 80, 1, 1, 1);
    assertThat(aliasBytes(weighted, firstOrder)).isEqualTo(12 * 10_000);
    assertThat(aliasBytes(weighted, firstOrder.withInOutParameter(2))).isEqualTo(8 * (1_000 + 10_000));
  }

  private static long aliasBytes(GraphSize graph, WalkParameters parameters) {
    MemoryPlan plan = RunFootprint.walk(graph, parameters, 1, 1).build(8_000 * MIB, 1 << 16, 80, 1, 1);
    return plan.parts().getOrDefault("alias tables", 0L);
  }

  @Test
  void shouldCountTheLanesOfEveryPartition() {
    long one = lanes(1, 7) / 7;
    assertThat(lanes(7, 7)).isEqualTo(7 * one);
    assertThat(lanes(8, 7)).as("two lanes for each, or a thread had none").isEqualTo(14 * one);
    assertThat(lanes(15, 7)).isEqualTo(21 * one);
  }

  private static long lanes(int threads, int partitions) {
    MemoryPlan plan =
        RunFootprint.walk(GRAPH, new WalkParameters(10, 80, 1, 1, 1), threads, partitions)
            .build(8_000 * MIB, 1 << 16, 80, 1, 1);
    return plan.parts().getOrDefault("lanes", 0L);
  }

  @Test
  void shouldCountTheEdgeFilterWhereWalksAsk() {
    WalkParameters firstOrder = new WalkParameters(10, 80, 1, 1, 1);
    GraphSize directed = new GraphSize(1_000, 10_000, true, false);
    assertThat(filter(directed, firstOrder)).isFalse();
    assertThat(filter(directed, firstOrder.withReturnParameter(2))).isFalse();
    assertThat(filter(directed, firstOrder.withReturnParameter(0.5))).isTrue();
    assertThat(filter(GRAPH, firstOrder.withReturnParameter(0.5))).isFalse();
    assertThat(filter(GRAPH, firstOrder.withInOutParameter(2))).isTrue();
  }

  private static boolean filter(GraphSize graph, WalkParameters parameters) {
    return RunFootprint.walk(graph, parameters, 1, 1).build(8_000 * MIB, 1 << 16, 80, 1, 1).parts().containsKey("edge filter");
  }

  @Test
  void shouldCountLanesThatReachEachOther() {
    WalkParameters parameters = new WalkParameters(10, 80, 1, 1, 1);
    long few = lanes(new GraphSize(34, 156, false, false), parameters);
    long all = lanes(GRAPH, parameters);
    assertThat(all - few).isEqualTo(1_000L * (1_000 - 34) * 14 * 128);
  }

  private static long lanes(GraphSize graph, WalkParameters parameters) {
    MemoryPlan plan = RunFootprint.walk(graph, parameters, 1, 1_000).build(80_000 * MIB, 1 << 16, 80, 1, 1);
    return plan.parts().getOrDefault("lanes", 0L);
  }

  @Test
  void shouldNameEachStageAndKeepTrainingOutOfTheFirstPass() {
    List<RunEstimate.Stage> stages = estimate(8_000 * MIB).stages();
    assertThat(stages).extracting(RunEstimate.Stage::name).containsExactly("ingest", "vocabulary", "train");
    assertThat(stages.get(0).parts()).containsEntry("edges", 16 * TEXT.edgeLines()).containsKeys("vertices", "process");
    assertThat(stages.get(1).parts()).doesNotContainKeys("tables", "training workspace").containsKeys("graph", "waves");
    assertThat(stages.get(2).parts()).containsEntry("tables", 1_000 * MIB).containsKey("waves");
  }

  @Test
  void shouldKeepWhatTheIngestLeftOnlyWhereThereIsRoom() {
    RunEstimate roomy = estimate(8_000 * MIB);
    long left = roomy.stages().get(2).parts().getOrDefault("left by the ingest", 0L);
    assertThat(left).isBetween(100 * MIB, 300 * MIB);
    long budget = roomy.peakBytes() - left + 70 * MIB;
    RunEstimate tight = estimate(budget);
    assertThat(tight.peakBytes()).isEqualTo(budget);
    assertThat(tight.stages().get(2).parts().getOrDefault("left by the ingest", 0L)).isPositive().isLessThan(left);
  }

  @Test
  void shouldRefuseAnIngestAboveTheBudget() {
    MemoryPlan plan = plan(8_000 * MIB);
    assertThatThrownBy(() -> RunEstimate.of(GRAPH, TEXT, plan, 300 * MIB))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("--memory: found 300 MiB, expected at least")
        .hasMessageContaining("ingest");
  }
}
