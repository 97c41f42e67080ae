package io.strider.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.plan.MemoryPlan;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.walk.WalkParameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StriderEngineEmbedTest {

  private static final int VERTICES = 400;
  private static final Graph GRAPH = TestGraphs.undirected(VERTICES, 1_500, 5);
  private static final long PLENTY = 1L << 30;

  private static EmbeddingSpec spec(int epochs, long minCount) {
    return new EmbeddingSpec(
        new WalkParameters(3, 20, 0.5, 2, 9), new TrainingParameters(24, 4, 5, epochs, 0, 0.025, 3, false), minCount);
  }

  private static EmbeddingResult embed(EngineSettings settings, EmbeddingSpec spec, StageListener listener) {
    try (StriderEngine engine = StriderEngine.start(settings)) {
      return engine.embed(GRAPH, TestGraphs.labels(VERTICES), spec, listener, Cancellation.NEVER);
    }
  }

  /** With the scalar trainer, which gives the bits of the others and starts fast: nothing has to be compiled for it. */
  private static EngineSettings settings(int threads, int partitions, long memoryBytes) {
    return new EngineSettings(threads, partitions, memoryBytes, TrainerKind.SCALAR, null);
  }

  @Test
  void shouldGiveTheSameVectorsForAnyThreadsPartitionsAndMemory() {
    EmbeddingResult expected = embed(settings(1, 1, PLENTY), spec(2, 1), StageListener.SILENT);
    assertThat(expected.vocabulary().size()).isEqualTo(VERTICES);
    assertThat(expected.loss()).isPositive();
    long tight = MemoryPlan.PROCESS_BYTES + (10L << 20);
    for (EngineSettings settings : List.of(settings(2, 1, PLENTY), settings(2, 2, tight), settings(1, 7, tight))) {
      EmbeddingResult result = embed(settings, spec(2, 1), StageListener.SILENT);
      assertThat(result.corpus()).as("%s", settings).isEqualTo(expected.corpus());
      assertThat(result.vectorsHash()).as("%s", settings).isEqualTo(expected.vectorsHash());
    }
  }

  @Test
  @Tag("slow")
  void shouldGiveTheSameVectorsForAnyTrainer() {
    EmbeddingResult expected = embed(settings(1, 1, PLENTY), spec(2, 1), StageListener.SILENT);
    EmbeddingResult result = embed(new EngineSettings(2, 1, PLENTY), spec(2, 1), StageListener.SILENT);
    assertThat(result.vectorsHash()).isEqualTo(expected.vectorsHash());
  }

  @Test
  void shouldReportEveryStageWithItsItems() {
    List<StageReport> reports = Collections.synchronizedList(new ArrayList<>());
    embed(
        settings(2, 1, PLENTY),
        spec(2, 1),
        new StageListener() {
          @Override
          public void started(Stage stage, long plannedItems) {}

          @Override
          public void advanced(Stage stage, long itemsDone) {}

          @Override
          public void finished(StageReport report) {
            reports.add(report);
          }
        });
    assertThat(reports).extracting(StageReport::stage).containsExactly(Stage.VOCABULARY, Stage.WALK, Stage.TRAIN);
    long tokens = 3L * VERTICES * 20;
    assertThat(reports)
        .extracting(StageReport::items)
        .containsExactly(tokens, 3L * 3 * VERTICES * 19, 2 * tokens);
  }

  @Test
  void shouldDropRareVertices() {
    EmbeddingResult all = embed(settings(1, 1, PLENTY), spec(1, 1), StageListener.SILENT);
    long median = all.vocabulary().countOfRow()[VERTICES / 2];
    EmbeddingResult some = embed(settings(1, 1, PLENTY), spec(1, median), StageListener.SILENT);
    assertThat(some.vocabulary().size()).isBetween(VERTICES / 2, VERTICES - 1);
    assertThat(some.vectors().rows()).isEqualTo(some.vocabulary().size());
  }

  @Test
  void shouldRefuseAMinCountThatDropsEverything() {
    assertThatThrownBy(() -> embed(settings(1, 1, PLENTY), spec(1, 1_000_000), StageListener.SILENT))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--min-count: found 1000000, which drops every vertex, expected at most");
  }

  @Test
  void shouldRefuseABudgetThatCannotHoldTheTables() {
    assertThatThrownBy(
            () -> embed(settings(1, 1, MemoryPlan.PROCESS_BYTES), spec(1, 1), StageListener.SILENT))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("tables 1 MiB");
  }
}
