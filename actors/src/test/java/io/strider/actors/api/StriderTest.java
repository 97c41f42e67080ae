package io.strider.actors.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.strider.actors.EngineSettings;
import io.strider.actors.WalkResult;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.ingest.Edge;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.vectors.VectorFormat;
import io.strider.runtime.vectors.VectorReader;
import io.strider.runtime.vectors.VectorSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
final class StriderTest {

  private static final ActorSystem<Void> SYSTEM = ActorSystem.create(Behaviors.empty(), "somebody");
  private static final Strider STRIDER = Strider.get(SYSTEM);

  @AfterAll
  static void stop() {
    SYSTEM.terminate();
  }

  @Test
  void shouldBeOneForASystem() {
    assertThat(Strider.get(SYSTEM)).isSameAs(STRIDER);
  }

  @Test
  void shouldGiveTheSameVectorsForAnySettingsAndAnyWayToHandEdgesOver(@TempDir Path folder) throws IOException {
    Embedding expected = Jobs.result(STRIDER.embed(Jobs.embedding().build()));
    assertThat(expected.graph().vertices()).isEqualTo(Jobs.VERTICES);
    assertThat(expected.vectors().size()).isEqualTo(Jobs.VERTICES);
    assertThat(expected.vector("v7")).get().satisfies(vector -> assertThat(vector).hasSize(16));
    assertThat(expected.vector("nobody")).isEmpty();
    Path file = folder.resolve("edges.tsv");
    Files.write(file, Jobs.EDGES.stream().map(edge -> edge.source() + "\t" + edge.target()).toList());
    List<GraphSource> sources =
        List.of(
            GraphSource.path(file),
            GraphSource.stdin(Files.newInputStream(file)),
            GraphSource.edges("turned round", Jobs.EDGES.reversed().stream().map(StriderTest::turned).toList()));
    for (GraphSource source : sources) {
      Embedding other =
          Jobs.result(
              STRIDER.embed(
                  EmbeddingJob.builder(source)
                      .walk(Jobs.WALK)
                      .training(Jobs.TRAINING)
                      .settings(new EngineSettings(1, 1, 1L << 30).withTrainer(TrainerKind.SCALAR))
                      .build()));
      assertThat(other.training().corpus()).as(source.name()).isEqualTo(expected.training().corpus());
      assertThat(other.training().vectorsHash()).as(source.name()).isEqualTo(expected.training().vectorsHash());
    }
    assertThat(Jobs.result(STRIDER.embed(Jobs.embedding().seed(10).build())).training().vectorsHash())
        .as("another seed")
        .isNotEqualTo(expected.training().vectorsHash());
  }

  @Test
  void shouldAddUpWeightsAsAFileDoes(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("edges.tsv");
    Files.write(
        file, Jobs.EDGES.stream().map(e -> e.source() + "\t" + e.target() + "\t" + e.weight()).toList());
    IngestOptions weighted = IngestOptions.DEFAULT.withWeighted(true).withDirected(true);
    WalkResult expected =
        Jobs.result(
            STRIDER.walk(
                WalksJob.builder(GraphSource.path(file)).ingest(weighted).walk(Jobs.WALK).build(), (wave, c) -> {}));
    assertThat(Jobs.result(STRIDER.walk(Jobs.walks().ingest(weighted).build(), (wave, c) -> {}))).isEqualTo(expected);
    assertThat(Jobs.result(STRIDER.walk(Jobs.walks().build(), (wave, c) -> {}))).isNotEqualTo(expected);
  }

  @Test
  void shouldWriteFilesThatReadBackAsTheResult(@TempDir Path folder) throws IOException {
    VectorFiles files =
        VectorFiles.of(folder.resolve("v.npy"), VectorFormat.NPY).withContexts(folder.resolve("c.npy"));
    JobHandle<Embedding> handle = STRIDER.embed(Jobs.embedding().writeTo(files).build());
    Embedding embedding = Jobs.result(handle);
    assertThat(embedding.files()).containsExactlyElementsOf(files.all()).hasSize(4).allMatch(Files::exists);
    VectorSet read = VectorReader.read(folder.resolve("v.npy"), Cancellation.NEVER);
    float[] vector = new float[16];
    read.table().read(read.labels().find("v3"), vector, 0);
    assertThat(embedding.vector("v3")).get().isEqualTo(vector);
    StageProgress write = handle.current().stage(Stage.WRITE).orElseThrow();
    assertThat(write.itemsDone()).as("both tables").isEqualTo(2L * Jobs.VERTICES);
    assertThat(Jobs.failure(STRIDER.embed(Jobs.embedding().writeTo(files).build()).result()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a file that exists");
    assertThat(Jobs.result(STRIDER.embed(Jobs.embedding().writeTo(files.withReplace(true)).build())).files()).hasSize(4);
  }

  @Test
  void shouldFailWithWhatIsWrong() {
    assertThat(failureOf(GraphSource.path(Path.of("nowhere.tsv"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no such file");
    assertThat(failureOf(GraphSource.edges("two", List.of(new Edge("a", "b"), new Edge("a", "")))))
        .isInstanceOf(InputException.class)
        .hasMessage("two, edge 2: found an empty label, expected a label of at least one byte");
    assertThat(failureOf(GraphSource.edges("half", List.of(new Edge("a", "\ud800")))))
        .hasMessageStartingWith("half, edge 1: found half a surrogate pair");
    assertThat(
            failureOf(
                GraphSource.edges(
                    "broken",
                    edges -> {
                      throw new IOException("cut off");
                    })))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cut off");
    assertThat(
            failureOf(
                GraphSource.edges(
                    "buggy",
                    edges -> {
                      throw new UnsupportedOperationException("a bug of the caller's");
                    })))
        .isInstanceOf(UnsupportedOperationException.class);
    JobHandle<Embedding> tight = STRIDER.embed(Jobs.embedding().settings(new EngineSettings(1, 1, 1 << 20)).build());
    assertThat(Jobs.failure(tight.result())).isInstanceOf(LimitException.class).hasMessageContaining("MiB");
    assertThat(tight.current().state()).isEqualTo(Progress.State.FAILED);
  }

  @Test
  void shouldSkipBadEdgesAndCountThem() {
    List<Edge> edges = List.of(new Edge("a", "b"), new Edge("a", "c", Double.NaN), new Edge("", "c"), new Edge("b", "c"));
    IngestOptions skip =
        IngestOptions.DEFAULT.withWeighted(true).withBadLines(IngestOptions.BadLines.SKIP);
    Embedding embedding =
        Jobs.result(STRIDER.embed(EmbeddingJob.builder(GraphSource.edges("some", edges)).ingest(skip).build()));
    assertThat(embedding.graph().badLines()).isEqualTo(2);
    assertThat(embedding.graph().edges()).isEqualTo(2);
  }

  @Test
  void shouldRunJobsSideBySideAndRefuseOneTooMany() throws InterruptedException {
    ActorSystem<Void> small =
        ActorSystem.create(Behaviors.empty(), "small", ConfigFactory.parseString("strider.max-jobs = 2").withFallback(ConfigFactory.load()));
    try {
      Strider strider = Strider.get(small);
      CountDownLatch bothRun = new CountDownLatch(2);
      CountDownLatch goOn = new CountDownLatch(1);
      GraphSource waiting =
          GraphSource.edges(
              "waiting",
              edges -> {
                bothRun.countDown();
                goOn.await();
                Jobs.EDGES.forEach(e -> edges.edge(e.source(), e.target()));
              });
      EmbeddingJob job = EmbeddingJob.builder(waiting).walk(Jobs.WALK).training(Jobs.TRAINING).build();
      JobHandle<Embedding> first = strider.embed(job);
      JobHandle<Embedding> second = strider.embed(job);
      assertThat(bothRun.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(Jobs.failure(strider.embed(job).result()))
          .isInstanceOf(LimitException.class)
          .hasMessage("strider.max-jobs: 2 jobs run on this actor system already");
      goOn.countDown();
      assertThat(Jobs.result(first).training().vectorsHash()).isEqualTo(Jobs.result(second).training().vectorsHash());
      assertThat(Jobs.result(strider.embed(job)).training().vectorsHash()).as("room again").isNotNull();
    } finally {
      small.terminate();
    }
  }

  @Test
  void shouldCancelItsJobsWhenTheSystemStops() throws InterruptedException {
    ActorSystem<Void> brief = ActorSystem.create(Behaviors.empty(), "brief");
    JobHandle<WalkResult> handle =
        Strider.get(brief).walk(Jobs.walks().walk(Jobs.ENDLESS).build(), (wave, cancellation) -> {});
    Jobs.await(() -> handle.current().stage(Stage.WALK).isPresent());
    brief.terminate();
    assertThat(Jobs.failure(handle.result())).isInstanceOf(CancelledException.class);
    assertThat(brief.getWhenTerminated().toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join()).isNotNull();
  }

  private static Edge turned(Edge edge) {
    return new Edge(/* source= */ edge.target(), /* target= */ edge.source());
  }

  private static Throwable failureOf(GraphSource source) {
    return Jobs.failure(STRIDER.embed(EmbeddingJob.builder(source).build()).result());
  }
}
