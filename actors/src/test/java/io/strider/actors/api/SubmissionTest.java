package io.strider.actors.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.strider.actors.Checkpoints;
import io.strider.actors.EngineSettings;
import io.strider.actors.jobs.JobProgress;
import io.strider.actors.jobs.JobView;
import io.strider.runtime.checkpoint.RunFolder;
import io.strider.runtime.common.InputException;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.jobs.JobState;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.vectors.VectorFormat;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is submitted to a cluster must be there too: what exists in this process only is refused and named. */
@Timeout(60)
class SubmissionTest {

  private static final ActorSystem<Void> SYSTEM = ActorSystem.create(Behaviors.empty(), "submission");

  @AfterAll
  static void stop() {
    SYSTEM.terminate();
  }

  private static EmbeddingJob.Builder karate() {
    return EmbeddingJob.builder(GraphSource.path(Jobs.KARATE)).writeTo(Path.of("vectors.txt"), VectorFormat.TEXT);
  }

  private static void assertRefused(EmbeddingJob job, String message) {
    ClusterJob refused = Strider.get(SYSTEM).submit(job);
    assertThat(Jobs.failure(refused.result())).isInstanceOf(InputException.class).hasMessage(message);
    assertThat(refused.name().toCompletableFuture().handle((name, failure) -> failure).orTimeout(5, TimeUnit.SECONDS).join())
        .hasMessage(message);
    assertThat(refused.current().state()).isEqualTo(Progress.State.FAILED);
  }

  @Test
  void shouldRefuseWhatOnlyThisProcessHas() {
    GraphSource stream = GraphSource.stdin(InputStream.nullInputStream());
    assertRefused(
        EmbeddingJob.builder(stream).writeTo(Path.of("v"), VectorFormat.TEXT).build(),
        "submitted job, graph source: found `standard input`, which only this process can read, expected a file or a folder");
    assertRefused(
        Jobs.embedding().writeTo(Path.of("v"), VectorFormat.TEXT).build(),
        "submitted job, graph source: found `test edges`, which only this process can read, expected a file or a folder");
    assertRefused(
        EmbeddingJob.builder(GraphSource.path(Jobs.KARATE)).build(),
        "submitted job, files: found none, expected writeTo: the vectors of a submitted job are files");
    assertRefused(
        karate().trainer((vocabulary, parameters, plan, threads) -> fail("nobody trains here")).build(),
        "submitted job, trainer: found one of the program's own, expected one of Strider's, which the nodes have");
    assertRefused(
        karate().checkpoints(Checkpoints.in(RunFolder.of(Path.of("run")))).build(),
        "submitted job, checkpoints: found a journal, expected none: the cluster keeps a submitted job in its own workspace");
    assertRefused(
        karate().training(TrainingParameters.DEFAULT.withSeed(7)).build(),
        "submitted job, seed: found 1 of the walks and 7 of the training, expected one seed of both");
    assertRefused(
        karate().settings(EngineSettings.ofThisProcess().withTrainer(TrainerKind.AUTO)).build(),
        "submitted job, trainer: found auto, expected cpu, simd or scalar: the state of a GPU is not kept");
  }

  @Test
  void shouldRefuseASystemWithoutACluster() {
    assertRefused(karate().build(), "pekko.actor.provider: found local, expected cluster");
    assertThat(Jobs.failure(Strider.get(SYSTEM).submitted("job-1").result()))
        .hasMessage("pekko.actor.provider: found local, expected cluster");
  }

  @ParameterizedTest
  @CsvSource({
    "1, java.lang.IllegalStateException",
    "2, io.strider.runtime.common.InputException",
    "3, io.strider.runtime.common.InputException",
    "4, io.strider.runtime.common.LimitException",
    "5, io.strider.runtime.common.TrainingException",
    "6, io.strider.runtime.common.ClusterException",
    "7, io.strider.runtime.common.DeviceException"
  })
  void shouldFailAsTheCommandWould(int exitCode, Class<?> expected) {
    JobProgress nothing = new JobProgress(new ArrayList<>(), new ArrayList<>());
    JobView failed =
        new JobView("job-4", new ArrayList<>(), JobState.Stage.FAILED, "", 1, exitCode, "no good", nothing);
    assertThatThrownBy(() -> FollowedJob.result(failed)).isExactlyInstanceOf(expected).hasMessage("job-4: no good");
  }
}
