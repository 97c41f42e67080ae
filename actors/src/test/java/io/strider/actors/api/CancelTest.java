package io.strider.actors.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.train.EmbeddingTable;
import io.strider.runtime.train.SkipGramTrainer;
import io.strider.runtime.train.SkipGramTrainers;
import io.strider.runtime.train.TrainerChoice;
import io.strider.runtime.train.TrainerFactory;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.train.TrainingPlan;
import io.strider.runtime.vectors.VectorFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job is cancelled in each of its stages; nothing of it is left. */
@Timeout(240)
final class CancelTest {

  private static final ActorSystem<Void> SYSTEM = ActorSystem.create(Behaviors.empty(), "cancelling");
  private static final Strider STRIDER = Strider.get(SYSTEM);

  @TempDir private Path folder;

  @AfterAll
  static void stop() {
    SYSTEM.terminate();
  }

  private EmbeddingJob.Builder job() {
    return Jobs.embedding().settings(Jobs.SMALL_WAVES).writeTo(folder.resolve("vectors.txt"), VectorFormat.TEXT);
  }

  private void assertCancelledIn(Stage stage, JobHandle<?> handle) throws IOException {
    assertThat(Jobs.failure(handle.result())).isInstanceOf(CancelledException.class);
    Progress last = handle.current();
    assertThat(last.state()).isEqualTo(Progress.State.CANCELLED);
    assertThat(last.stages().getLast().stage()).isEqualTo(stage);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
    assertThat(Jobs.result(STRIDER.walk(Jobs.walks().build(), (wave, cancellation) -> {})).walks())
        .as("the system works on")
        .isEqualTo(3L * Jobs.VERTICES);
  }

  @Test
  void shouldInterruptASourceThatBlocks() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    GraphSource stuck =
        GraphSource.edges(
            "stuck",
            edges -> {
              reading.countDown();
              new CountDownLatch(1).await();
            });
    JobHandle<Embedding> handle =
        STRIDER.embed(EmbeddingJob.builder(stuck).writeTo(folder.resolve("v.txt"), VectorFormat.TEXT).build());
    reading.await();
    handle.cancel();
    assertCancelledIn(Stage.INGEST, handle);
  }

  @Test
  void shouldStopAnEndlessSource() throws Exception {
    JobHandle<Embedding> handle =
        STRIDER.embed(
            EmbeddingJob.builder(
                    GraphSource.edges(
                        "endless",
                        edges -> {
                          for (int i = 0; ; i = (i + 1) % 1_000) {
                            edges.edge("a" + i, "b");
                          }
                        }))
                .build());
    Jobs.await(() -> handle.current().stage(Stage.INGEST).filter(stage -> stage.itemsDone() > 0).isPresent());
    handle.cancel();
    assertCancelledIn(Stage.INGEST, handle);
  }

  @Test
  void shouldStopWhileCounting() throws Exception {
    JobHandle<Embedding> handle = STRIDER.embed(job().walk(Jobs.ENDLESS).build());
    Jobs.await(() -> handle.current().stage(Stage.VOCABULARY).filter(stage -> stage.itemsDone() > 0).isPresent());
    handle.cancel();
    assertCancelledIn(Stage.VOCABULARY, handle);
  }

  @Test
  void shouldStopWhileWalking() throws Exception {
    CompletableFuture<JobHandle<?>> self = new CompletableFuture<>();
    JobHandle<?> handle =
        STRIDER.walk(Jobs.walks().walk(Jobs.ENDLESS).build(), (wave, cancellation) -> self.join().cancel());
    self.complete(handle);
    assertCancelledIn(Stage.WALK, handle);
  }

  @Test
  void shouldStopWhileTraining() throws Exception {
    Hook hook = new Hook();
    hook.beforeTrain = hook::cancel;
    assertCancelledIn(Stage.TRAIN, hook.start(job().trainer(hook)));
  }

  @Test
  void shouldStopWhileWriting() throws Exception {
    Hook hook = new Hook();
    hook.onClose = hook::cancel;
    assertCancelledIn(Stage.WRITE, hook.start(job().trainer(hook)));
  }

  @Test
  void shouldDoNothingAfterTheEnd() {
    JobHandle<Embedding> handle = STRIDER.embed(job().build());
    Embedding embedding = Jobs.result(handle);
    handle.cancel();
    assertThat(handle.current().state()).isEqualTo(Progress.State.SUCCEEDED);
    assertThat(embedding.files()).allMatch(Files::exists);
  }

  /** Strider's trainer with a hook at its beginning and its end. */
  private static final class Hook implements TrainerFactory {
    private final TrainerFactory own = SkipGramTrainers.factory(TrainerChoice.of(TrainerKind.SCALAR));
    private final CompletableFuture<JobHandle<?>> self = new CompletableFuture<>();
    private Runnable beforeTrain = () -> {};
    private Runnable onClose = () -> {};

    JobHandle<?> start(EmbeddingJob.Builder job) {
      JobHandle<?> handle = STRIDER.embed(job.build());
      self.complete(handle);
      return handle;
    }

    void cancel() {
      self.join().cancel();
    }

    @Override
    public SkipGramTrainer create(
        Vocabulary vocabulary,
        TrainingParameters parameters,
        TrainingPlan plan,
        int threads) {
      SkipGramTrainer trainer = own.create(vocabulary, parameters, plan, threads);
      return new SkipGramTrainer() {
        @Override
        public void train(Wave wave, Cancellation cancellation) {
          beforeTrain.run();
          trainer.train(wave, cancellation);
        }

        @Override
        public int walksPerRound() {
          return trainer.walksPerRound();
        }

        @Override
        public double takeSampledLoss() {
          return trainer.takeSampledLoss();
        }

        @Override
        public String describe() {
          return trainer.describe();
        }

        @Override
        public EmbeddingTable vectors() {
          return trainer.vectors();
        }

        @Override
        public EmbeddingTable contexts() {
          return trainer.contexts();
        }

        @Override
        public void close() {
          trainer.close();
          onClose.run();
        }
      };
    }

    @Override
    public int walksPerRound(
        TrainingParameters parameters, TrainingPlan plan) {
      return own.walksPerRound(parameters, plan);
    }
  }
}
