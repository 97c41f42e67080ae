package io.strider.actors;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.plan.MemoryPlan;
import io.strider.runtime.train.EmbeddingTable;
import io.strider.runtime.train.FloatTable;
import io.strider.runtime.train.SkipGramTrainer;
import io.strider.runtime.train.TrainerFactory;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.train.TrainingPlan;
import io.strider.runtime.walk.WalkParameters;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A wave that is consumed waits until the next has been walked: without overlap nothing would go on. */
@Timeout(60)
final class OverlapTest {

  private static final int VERTICES = 3000;
  private static final Graph GRAPH = TestGraphs.undirected(VERTICES, 12_000, 5);
  private static final WalkParameters WALK = new WalkParameters(20, 30, 1, 1, 9);
  private static final TrainingParameters TRAINING = TrainingParameters.DEFAULT.withDimensions(4);

  /** Counts the waves that were walked since {@link #forget}. */
  private static final class WalkedWaves implements StageListener {
    private CountDownLatch second = new CountDownLatch(2);

    synchronized void forget() {
      second = new CountDownLatch(2);
    }

    private synchronized CountDownLatch latch() {
      return second;
    }

    boolean areTwo(long seconds) {
      try {
        return latch().await(seconds, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public void started(Stage stage, long plannedItems) {}

    @Override
    public void advanced(Stage stage, long itemsDone) {
      if (stage == Stage.WALK) {
        latch().countDown();
      }
    }

    @Override
    public void finished(StageReport report) {}
  }

  /** Learns nothing; asks {@code walked} during its first wave. */
  private static final class WaitingTrainer implements SkipGramTrainer {
    private final EmbeddingTable table;
    private final WalkedWaves walked;
    private final long seconds;
    private final AtomicInteger waves = new AtomicInteger();
    private volatile boolean overlapped;

    WaitingTrainer(int rows, WalkedWaves walked, long seconds) {
      this.table = new FloatTable(rows, TRAINING.dimensions());
      this.walked = walked;
      this.seconds = seconds;
      walked.forget();
    }

    @Override
    public void train(Wave wave, Cancellation cancellation) {
      if (waves.getAndIncrement() == 0) {
        overlapped = walked.areTwo(seconds);
      }
    }

    @Override
    public int walksPerRound() {
      return 1;
    }

    @Override
    public double takeSampledLoss() {
      return Double.NaN;
    }

    @Override
    public String describe() {
      return "waits";
    }

    @Override
    public EmbeddingTable vectors() {
      return table;
    }

    @Override
    public EmbeddingTable contexts() {
      return table;
    }

    @Override
    public void close() {}
  }

  /** Makes one {@link WaitingTrainer}. */
  private static final class Trainers implements TrainerFactory {
    private final WalkedWaves walked;
    private final boolean elsewhere;
    private WaitingTrainer made = new WaitingTrainer(1, new WalkedWaves(), 0);

    Trainers(WalkedWaves walked, boolean elsewhere) {
      this.walked = walked;
      this.elsewhere = elsewhere;
    }

    @Override
    public SkipGramTrainer create(
        Vocabulary vocabulary, TrainingParameters parameters, TrainingPlan plan, int threads) {
      made = new WaitingTrainer(vocabulary.size(), walked, elsewhere ? 30 : 1);
      return made;
    }

    @Override
    public boolean trainsElsewhere() {
      return elsewhere;
    }
  }

  private static EngineSettings smallWaves(int threads) {
    return new EngineSettings(threads, 1, MemoryPlan.PROCESS_BYTES + (5L << 20));
  }

  private static boolean trainsWhileWalking(boolean elsewhere) {
    WalkedWaves walked = new WalkedWaves();
    Trainers trainers = new Trainers(walked, elsewhere);
    try (StriderEngine engine = StriderEngine.start(smallWaves(2))) {
      engine.embed(
          GRAPH,
          TestGraphs.labels(VERTICES),
          new EmbeddingSpec(WALK, TRAINING, 1),
          trainers,
          walked,
          Cancellation.NEVER);
    }
    assertThat(trainers.made.waves.get()).as("waves").isGreaterThan(2);
    return trainers.made.overlapped;
  }

  @Test
  void shouldWalkTheNextWaveWhileATrainerWorksElsewhere() {
    assertThat(trainsWhileWalking(true)).isTrue();
  }

  @Test
  void shouldTakeTurnsWithATrainerOnTheSameCores() {
    assertThat(trainsWhileWalking(false)).isFalse();
  }

  @Test
  void shouldWalkTheNextWaveWhileOneIsWritten() {
    WalkedWaves walked = new WalkedWaves();
    AtomicInteger waves = new AtomicInteger();
    try (StriderEngine engine = StriderEngine.start(smallWaves(2))) {
      engine.walk(
          GRAPH,
          TestGraphs.labels(VERTICES),
          WALK,
          (wave, cancellation) -> {
            if (waves.getAndIncrement() == 0) {
              assertThat(walked.areTwo(30)).isTrue();
            }
          },
          walked,
          Cancellation.NEVER);
    }
    assertThat(waves.get()).isGreaterThan(2);
  }
}
