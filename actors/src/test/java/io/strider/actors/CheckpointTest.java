package io.strider.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.checkpoint.RunFolder;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.output.OutputFiles;
import io.strider.runtime.plan.GraphSize;
import io.strider.runtime.plan.MemoryPlan;
import io.strider.runtime.train.SkipGramTrainers;
import io.strider.runtime.train.TableFormat;
import io.strider.runtime.train.TrainerChoice;
import io.strider.runtime.train.TrainerFactory;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.walk.WalkParameters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that are cut off in some wave and gone on with by another engine. */
@Timeout(60)
final class CheckpointTest {

  private static final int VERTICES = 400;
  private static final Graph GRAPH = TestGraphs.undirected(VERTICES, 1_500, 5);

  /** What leaves room for waves of a tenth of the corpus. */
  private static final long SMALL_WAVES = smallWaves();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private static long smallWaves() {
    EngineSettings plenty = settings(1, 1, 1L << 30, TableFormat.FLOAT32);
    MemoryPlan plan =
        EmbedJob.memoryPlan(
            GraphSize.of(GRAPH), spec(false), plenty, SkipGramTrainers.factory(plenty.trainer()));
    long waves = Objects.requireNonNull(plan.parts().get("waves"));
    return plan.totalBytes() - waves + waves / 10;
  }

  private static EmbeddingSpec spec(boolean hogwild) {
    return new EmbeddingSpec(
        new WalkParameters(5, 20, 0.5, 2, 9),
        new TrainingParameters(8, 4, 5, 2, 0, 0.025, 3, hogwild),
        1);
  }

  private static EngineSettings settings(int threads, int partitions, long memoryBytes, TableFormat format) {
    return new EngineSettings(threads, partitions, memoryBytes)
        .withTrainer(new TrainerChoice(TrainerKind.SCALAR, 0, format));
  }

  /** Counts what a run begins and advances, and cancels it when a stage has advanced so often. */
  private static final class Watch implements StageListener, Cancellation {
    private final Map<Stage, Long> advances = new EnumMap<>(Stage.class);
    private final Map<Stage, Long> items = new EnumMap<>(Stage.class);
    private final Stage fatal;
    private final long limit;
    private final AtomicBoolean cancelled = new AtomicBoolean();

    Watch(Stage fatal, long limit) {
      this.fatal = fatal;
      this.limit = limit;
    }

    @Override
    public void started(Stage stage, long total) {}

    @Override
    public synchronized void advanced(Stage stage, long done) {
      items.put(stage, done);
      if (advances.merge(stage, 1L, Long::sum) >= limit && stage == fatal) {
        cancelled.set(true);
        throw new CancelledException();
      }
    }

    @Override
    public void finished(StageReport report) {}

    long items(Stage stage) {
      return Objects.requireNonNull(items.get(stage));
    }

    @Override
    public boolean isCancelled() {
      return cancelled.get();
    }
  }

  private EmbeddingResult embed(EngineSettings settings, EmbeddingSpec spec, Watch watch) {
    TrainerFactory trainers = SkipGramTrainers.factory(settings.trainer());
    Checkpoints every = new Checkpoints(RunFolder.of(folder.resolve("run")), Duration.ZERO);
    try (StriderEngine engine = StriderEngine.start(settings);
        CheckpointedRun run =
            engine.claim(every, WalkedGraph.of(GRAPH), TestGraphs.labels(VERTICES), spec, trainers, Cancellation.NEVER)) {
      EmbeddingResult result =
          engine.embed(GRAPH, TestGraphs.labels(VERTICES), spec, trainers, run, watch, watch);
      run.run().finish(new OutputFiles(false));
      return result;
    }
  }

  private static EmbeddingResult undisturbed(EngineSettings settings, EmbeddingSpec spec) {
    try (StriderEngine engine = StriderEngine.start(settings)) {
      return engine.embed(
          GRAPH, TestGraphs.labels(VERTICES), spec, StageListener.SILENT, Cancellation.NEVER);
    }
  }

  private static Watch never() {
    return new Watch(Stage.EVALUATE, 1);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 1", "FLOAT32, 11", "BFLOAT16, 4"})
  void shouldEndAsIfNothingHadHappened(TableFormat format, int wave) {
    EngineSettings settings = settings(1, 1, SMALL_WAVES, format);
    EmbeddingResult expected = undisturbed(settings, spec(false));
    assertThatThrownBy(() -> embed(settings, spec(false), new Watch(Stage.VOCABULARY, 2)))
        .isInstanceOf(CancelledException.class);
    Watch first = new Watch(Stage.TRAIN, wave);
    assertThatThrownBy(() -> embed(settings, spec(false), first)).isInstanceOf(CancelledException.class);
    Watch second = new Watch(Stage.TRAIN, 4);
    assertThatThrownBy(() -> embed(settings, spec(false), second)).isInstanceOf(CancelledException.class);
    Watch last = never();
    EmbeddingResult result = embed(settings, spec(false), last);
    assertThat(result.corpus()).isEqualTo(expected.corpus());
    assertThat(result.vectorsHash()).isEqualTo(expected.vectorsHash());
    assertThat(result.loss()).isEqualTo(expected.loss());
    assertThat(last.advances).as("nothing is counted again").doesNotContainKey(Stage.VOCABULARY);
    assertThat(last.items(Stage.TRAIN)).isLessThan(2 * expected.corpus().tokens());
    assertThat(last.items(Stage.WALK))
        .as("walks before the checkpoint are not walked again")
        .isEqualTo(last.items(Stage.TRAIN) - walksOf(last, expected));
    assertThat(result.checkpoints().written()).isPositive();
  }

  /** Each walk has as many tokens. */
  private static long walksOf(Watch watch, EmbeddingResult expected) {
    return watch.items(Stage.TRAIN) * expected.corpus().walks() / expected.corpus().tokens();
  }

  @Test
  void shouldGoOnWithOtherThreadsPartitionsAndMemory() {
    EngineSettings small = settings(1, 1, SMALL_WAVES, TableFormat.FLOAT32);
    EmbeddingResult expected = undisturbed(small, spec(false));
    assertThatThrownBy(() -> embed(small, spec(false), new Watch(Stage.TRAIN, 4)))
        .isInstanceOf(CancelledException.class);
    EngineSettings other = new EngineSettings(2, 3, 1L << 30);
    EmbeddingResult result = embed(other, spec(false), never());
    assertThat(result.vectorsHash()).isEqualTo(expected.vectorsHash());
    assertThat(result.corpus()).isEqualTo(expected.corpus());
  }

  @Test
  void shouldGoOnWithHogwild() {
    EngineSettings settings = settings(1, 1, SMALL_WAVES, TableFormat.FLOAT32);
    EmbeddingResult expected = undisturbed(settings, spec(true));
    assertThatThrownBy(() -> embed(settings, spec(true), new Watch(Stage.TRAIN, 5)))
        .isInstanceOf(CancelledException.class);
    EmbeddingResult result = embed(settings, spec(true), never());
    // One thread has an order of its own accord.
    assertThat(result.vectorsHash()).isEqualTo(expected.vectorsHash());
  }

  @Test
  void shouldRefuseAnotherRunAndAnotherTable() {
    EngineSettings settings = settings(1, 1, SMALL_WAVES, TableFormat.FLOAT32);
    assertThatThrownBy(() -> embed(settings, spec(false), new Watch(Stage.TRAIN, 1)))
        .isInstanceOf(CancelledException.class);
    assertThatThrownBy(() -> embed(settings, spec(true), never()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found hogwild true, expected hogwild false");
    assertThatThrownBy(() -> embed(settings(1, 1, SMALL_WAVES, TableFormat.BFLOAT16), spec(false), never()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found trainer tables of bfloat16, expected trainer tables of float32");
  }

  @Test
  void shouldRefuseATrainerThatCannotGoOn() {
    TrainerFactory own = (vocabulary, parameters, plan, threads) -> {
      throw new AssertionError("not asked");
    };
    Checkpoints checkpoints = Checkpoints.in(RunFolder.of(folder.resolve("run")));
    try (StriderEngine engine = StriderEngine.start(settings(1, 1, 1L << 30, TableFormat.FLOAT32))) {
      assertThatThrownBy(
              () ->
                  engine.claim(
                      checkpoints, WalkedGraph.of(GRAPH), TestGraphs.labels(VERTICES), spec(false), own, Cancellation.NEVER))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("a trainer whose state cannot be kept");
    }
    assertThat(folder).isEmptyDirectory();
  }
}
