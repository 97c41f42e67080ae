package io.strider.actors.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.actors.CheckpointReport;
import io.strider.actors.Checkpoints;
import io.strider.runtime.checkpoint.RunFolder;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.vectors.VectorFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job that was cut off is gone on with by another of the same builder. */
@Timeout(240)
final class CheckpointJobTest {

  private static final ActorSystem<Void> SYSTEM = ActorSystem.create(Behaviors.empty(), "checkpoints");
  private static final Strider STRIDER = Strider.get(SYSTEM);

  @TempDir private Path folder;

  @AfterAll
  static void stop() {
    SYSTEM.terminate();
  }

  private EmbeddingJob.Builder job(String vectors) {
    return Jobs.embedding()
        .training(Jobs.TRAINING.withEpochs(6))
        .settings(Jobs.SMALL_WAVES)
        .writeTo(folder.resolve(vectors), VectorFormat.TEXT);
  }

  @Test
  void shouldGoOnWithWhatWasCancelled() throws Exception {
    Embedding expected = Jobs.result(STRIDER.embed(job("expected.txt").build()));
    assertThat(expected.training().checkpoints()).isEqualTo(CheckpointReport.NONE);
    Path run = folder.resolve("run");
    Checkpoints everyWave = new Checkpoints(RunFolder.of(run), Duration.ZERO);
    EmbeddingJob kept = job("vectors.txt").checkpoints(everyWave).build();
    JobHandle<Embedding> first = STRIDER.embed(kept);
    Jobs.await(() -> Files.exists(run.resolve("checkpoint-1")));
    assertThat(Jobs.failure(STRIDER.embed(kept).result()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is working on");
    first.cancel();
    assertThat(Jobs.failure(first.result())).isInstanceOf(CancelledException.class);
    JobHandle<Embedding> second = STRIDER.embed(kept);
    Embedding result = Jobs.result(second);
    assertThat(second.current().stage(Stage.VOCABULARY)).as("nothing is counted again").isEmpty();
    assertThat(result.training().vectorsHash()).isEqualTo(expected.training().vectorsHash());
    assertThat(result.training().corpus()).isEqualTo(expected.training().corpus());
    assertThat(result.training().loss()).isEqualTo(expected.training().loss());
    assertThat(folder.resolve("vectors.txt")).hasSameBinaryContentAs(folder.resolve("expected.txt"));
    assertThat(run.resolve("corpus")).doesNotExist();
  }
}
