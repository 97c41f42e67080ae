package io.strider.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.actors.WalkResult;
import io.strider.actors.api.Embedding;
import io.strider.actors.api.EmbeddingJob;
import io.strider.actors.api.Strider;
import io.strider.actors.api.WalksJob;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.vectors.VectorFormat;
import io.strider.runtime.walk.WalkParameters;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The API and the command give the same, with the same defaults. */
@Timeout(240)
class ApiParityTest {

  @Test
  void shouldGiveWhatTheCommandGives(@TempDir Path folder) {
    Path byCommand = folder.resolve("command.txt");
    Path byApi = folder.resolve("api.txt");
    GraphSource karate = GraphSource.path(Path.of(Shell.KARATE));
    Shell.Outcome command = new Shell().run("embed", Shell.KARATE, "-o", byCommand, "--json", "--quiet");
    Shell.Outcome walks =
        new Shell().run("walk", Shell.KARATE, "-o", folder.resolve("walks.txt"), "-p", "0.5", "-q", "2", "--json", "--quiet");
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "parity");
    try {
      EmbeddingJob job = EmbeddingJob.builder(karate).writeTo(byApi, VectorFormat.TEXT).build();
      Embedding embedding = await(Strider.get(system).embed(job).result());
      assertThat(embedding.training().vectorsHash().toHex()).isEqualTo(command.json().get("vectorsHash").asText());
      assertThat(embedding.training().corpus().corpusHash().toHex())
          .isEqualTo(command.json().get("corpusHash").asText());
      assertThat(byApi).hasSameBinaryContentAs(byCommand);
      WalkParameters biased = WalkParameters.DEFAULT.withReturnParameter(0.5).withInOutParameter(2);
      WalkResult walked =
          await(Strider.get(system).walk(WalksJob.builder(karate).walk(biased).build(), (wave, c) -> {}).result());
      assertThat(walked.corpusHash().toHex()).isEqualTo(walks.json().get("corpusHash").asText());
    } finally {
      system.terminate();
    }
  }

  private static <R> R await(CompletionStage<R> result) {
    return result.toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join();
  }
}
