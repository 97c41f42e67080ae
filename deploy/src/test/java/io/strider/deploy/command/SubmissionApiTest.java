package io.strider.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.strider.actors.EngineSettings;
import io.strider.actors.api.ClusterJob;
import io.strider.actors.api.ClusterJobResult;
import io.strider.actors.api.EmbeddingJob;
import io.strider.actors.api.Progress;
import io.strider.actors.api.Strider;
import io.strider.actors.api.VectorFiles;
import io.strider.actors.cluster.ClusterNode;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.jobs.JobFolder;
import io.strider.runtime.train.TableFormat;
import io.strider.runtime.train.TrainerChoice;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.vectors.VectorFormat;
import io.strider.runtime.walk.WalkParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program submits to nodes that {@code strider node} has started, over a system of its own: as {@code embed --submit} does. */
@Tag("cluster")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubmissionApiTest {

  private static final EngineSettings SETTINGS =
      EngineSettings.ofThisProcess().withPartitions(2).withTrainer(TrainerKind.SCALAR);

  @TempDir Path folder;

  private Path workspace() {
    return folder.resolve("workspace");
  }

  private ClusterNode node() {
    Set<String> roles = Set.of("partition", "trainer", "coordinator");
    return JobNode.start(
        new ClusterSettings("127.0.0.1", 0, List.of(), roles, workspace(), Duration.ofSeconds(60), true));
  }

  private static ActorSystem<Void> program(ClusterNode node) {
    Config config =
        ConfigFactory.parseString(
                """
                include classpath("strider-cluster.conf")
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                """)
            .withFallback(ConfigFactory.load());
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "strider", config);
    int colon = node.address().lastIndexOf(':');
    int port = Integer.parseInt(node.address().substring(colon + 1));
    Address seed = new Address("pekko", "strider", node.address().substring(0, colon), port);
    Cluster.get(system).manager().tell(Join.create(seed));
    return system;
  }

  private EmbeddingJob.Builder karate(String output) {
    return EmbeddingJob.builder(GraphSource.path(Path.of(Shell.KARATE)))
        .training(TrainingParameters.DEFAULT.withDimensions(8))
        .writeTo(folder.resolve(output), VectorFormat.TEXT)
        .settings(SETTINGS);
  }

  private static <R> R await(CompletionStage<R> stage) {
    return stage.toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join();
  }

  private static Throwable failure(ClusterJob job) {
    return await(job.result().handle((result, failure) -> failure));
  }

  @Test
  void shouldRunAsTheCommandDoesFailAsItDoesAndStop() throws Exception {
    Shell.Outcome here =
        new Shell().run("embed", Shell.KARATE, "-o", folder.resolve("here"), "--dimensions", "8", "--trainer", "scalar", "--json");
    ActorSystem<Void> system;
    try (ClusterNode node = node()) {
      system = program(node);
      Strider strider = Strider.get(system);
      ClusterJob job = strider.submit(karate("there").build());
      final CompletionStage<Progress> end = job.progress().runWith(Sink.last(), system);
      assertThat(await(job.name())).isEqualTo("job-1");
      ClusterJobResult result = await(job.result());
      JsonNode report = new ObjectMapper().readTree(result.report());
      assertThat(report.at("/vectorsHash")).isEqualTo(here.json().at("/vectorsHash"));
      assertThat(folder.resolve("there")).hasSameBinaryContentAs(folder.resolve("here"));
      assertThat(result.name()).isEqualTo("job-1");
      assertThat(result.trainer()).isEqualTo(node.address());
      assertThat(result.attempts()).isEqualTo(1);
      assertThat(await(end).state()).isEqualTo(Progress.State.SUCCEEDED);
      assertThat(await(end).stage(Stage.TRAIN).orElseThrow().report()).isPresent();
      assertThat(await(strider.submitted("job-1").result())).isEqualTo(result);

      assertThat(failure(strider.submit(karate("there").build())))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("job-2: ")
          .hasMessageContaining("a file that exists");
      assertThat(failure(strider.submitted("job-99")))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("job-99: found no such job");

      TrainingParameters endless = TrainingParameters.DEFAULT.withDimensions(8).withEpochs(1_000_000);
      ClusterJob unwanted = strider.submit(karate("unwanted").training(endless).build());
      String name = await(unwanted.name());
      ClusterJob other = strider.submitted(name);
      await(other.name());
      other.cancel();
      assertThat(failure(unwanted)).isInstanceOf(CancelledException.class);
      assertThat(failure(other)).isInstanceOf(CancelledException.class);
      assertThat(unwanted.current().state()).isEqualTo(Progress.State.CANCELLED);
      assertThat(folder.resolve("unwanted")).doesNotExist();

      assertSameWords(strider);
      ClusterJob left = strider.submit(karate("left").training(endless).build());
      String kept = await(left.name());
      system.terminate();
      assertThat(failure(left)).isInstanceOf(CancelledException.class);
      assertThat(JobFolder.inWorkspace(workspace()).read(kept).stage().hasEnded()).as("goes on").isFalse();
    }
  }

  /** What goes along is understood there as it was meant here. */
  private void assertSameWords(Strider strider) throws Exception {
    IngestOptions ingest =
        new IngestOptions(true, true, IngestOptions.Delimiter.BLANK, true, IngestOptions.BadLines.SKIP);
    Path output = folder.resolve("v.npy");
    TrainerChoice trainer = new TrainerChoice(TrainerKind.SCALAR, List.of(0), TableFormat.BFLOAT16);
    EmbeddingJob job =
        EmbeddingJob.builder(GraphSource.path(Files.writeString(folder.resolve("weighted"), "a b 0.5\nb c 2\nc a 1\n")))
            .ingest(ingest)
            .walk(new WalkParameters(3, 5, 1e-5, 1.0 / 3, 1))
            .training(new TrainingParameters(4, 3, 2, 2, 0.125, 0.1, 1, true))
            .minCount(2)
            .seed(-5)
            .writeTo(VectorFiles.of(output, VectorFormat.NPY).withContexts(folder.resolve("c.npy")).withReplace(true))
            .settings(SETTINGS.withTrainer(trainer))
            .build();
    ClusterJobResult result = await(strider.submit(job).result());
    List<String> words = JobFolder.inWorkspace(workspace()).read(result.name()).words();
    Shell shell = new Shell();
    EmbedCommand parsed = shell.parse(words, EmbedCommand.class);
    assertThat(parsed.graph.path()).isEqualTo(folder.resolve("weighted"));
    assertThat(parsed.graph.ingest()).isEqualTo(ingest);
    assertThat(parsed.training.embedding(parsed.walk)).isEqualTo(job.spec());
    assertThat(parsed.output.output()).isEqualTo(output);
    assertThat(parsed.output.force()).isTrue();
    assertThat(parsed.vectors.format()).isEqualTo(VectorFormat.NPY);
    assertThat(parsed.vectors.contextOutput()).isEqualTo(folder.resolve("c.npy"));
    assertThat(parsed.trainer.choice()).isEqualTo(trainer);
    assertThat(words).contains("--partitions=2");
  }
}
