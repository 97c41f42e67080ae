package io.strider.actors.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.strider.actors.Checkpoints;
import io.strider.actors.EngineSettings;
import io.strider.actors.WalkResult;
import io.strider.runtime.checkpoint.RunFolder;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.ingest.Edge;
import io.strider.runtime.ingest.EdgeSource;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.jobs.JobState;
import io.strider.runtime.train.EmbeddingTable;
import io.strider.runtime.train.FloatTable;
import io.strider.runtime.train.SkipGramTrainer;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.vectors.VectorFormat;
import io.strider.runtime.walk.WalkParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.StreamConverters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/API.md shows, run. A snippet stands between a line {@code // #name} and a line {@code // #}. */
@Timeout(240)
final class GuideTest {

  private static final Path ROOT = Path.of(System.getProperty("strider.root", ".."));
  private static final ActorSystem<Void> SYSTEM = ActorSystem.create(Behaviors.empty(), "guide");

  @AfterAll
  static void stop() {
    SYSTEM.terminate();
  }

  @Test
  void shouldShowExactlyTheseSnippets() throws IOException {
    String self = Files.readString(ROOT.resolve("actors/src/test/java/io/strider/actors/api/GuideTest.java"));
    String guide = Files.readString(ROOT.resolve("docs/API.md"));
    List<String> snippets = blocks("(?m)^ *// #\\w+\\n((?s:.*?))^ *// #\\n", self);
    assertThat(snippets).hasSizeGreaterThan(8);
    assertThat(blocks("(?m)^```java\\n((?s:.*?))^```\\n", guide)).containsExactlyElementsOf(snippets);
  }

  @Test
  void shouldShowTheConsumersDependencyAndTheJvmFlagsOfTheBuild() throws IOException {
    String guide = Files.readString(ROOT.resolve("docs/API.md"));
    String consumer = Files.readString(ROOT.resolve("examples/consumer/pom.xml"));
    assertThat(blocks("(?m)^```xml\\n((?s:.*?))^```\\n", guide))
        .singleElement()
        .satisfies(block -> assertThat(consumer).contains(block.indent(2).stripTrailing()));
    Matcher flags =
        Pattern.compile("<strider.jvm.flags>(.*)</strider.jvm.flags>")
            .matcher(Files.readString(ROOT.resolve("pom.xml")));
    assertThat(flags.find()).isTrue();
    assertThat(guide.replaceAll("\\\\\\n *", "")).contains(flags.group(1));
  }

  private static List<String> blocks(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group(1).stripTrailing().stripIndent())
        .toList();
  }

  @Test
  void shouldEmbed() {
    Path edges = Jobs.KARATE;
    ActorSystem<Void> system = SYSTEM;
    // #embed
    Strider strider = Strider.get(system);
    EmbeddingJob job =
        EmbeddingJob.builder(GraphSource.path(edges))
            .walk(WalkParameters.DEFAULT.withReturnParameter(0.5).withInOutParameter(2))
            .training(TrainingParameters.DEFAULT.withDimensions(32))
            .seed(7)
            .build();
    JobHandle<Embedding> handle = strider.embed(job);
    CompletionStage<float[]> vector =
        handle.result().thenApply(embedding -> embedding.vector("34").orElseThrow());
    // #
    assertThat(vector.toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join()).hasSize(32);
  }

  @Test
  void shouldWriteFiles(@TempDir Path folder) {
    Path edges = Jobs.KARATE;
    Strider strider = Strider.get(SYSTEM);
    // #files
    JobHandle<Embedding> handle =
        strider.embed(
            EmbeddingJob.builder(GraphSource.path(edges))
                .ingest(IngestOptions.DEFAULT.withDirected(true))
                .writeTo(
                    VectorFiles.of(folder.resolve("vectors.npy"), VectorFormat.NPY)
                        .withContexts(folder.resolve("contexts.npy"))
                        .withReplace(true))
                .settings(EngineSettings.ofThisProcess().withThreads(2).withMemoryBytes(1L << 30))
                .build());
    // #
    assertThat(Jobs.result(handle).files()).hasSize(4).allMatch(Files::exists);
  }

  @Test
  void shouldKeepARun(@TempDir Path folder) {
    Path edges = Jobs.KARATE;
    Strider strider = Strider.get(SYSTEM);
    // #checkpoints
    Checkpoints hourly = new Checkpoints(RunFolder.of(folder.resolve("run")), Duration.ofHours(1));
    JobHandle<Embedding> handle =
        strider.embed(
            EmbeddingJob.builder(GraphSource.path(edges))
                .writeTo(folder.resolve("vectors.txt"), VectorFormat.TEXT)
                .checkpoints(hourly)
                .build());
    // #
    assertThat(Jobs.result(handle).files()).hasSize(1).allMatch(Files::exists);
    assertThat(folder.resolve("run/run")).exists();
    assertThat(folder.resolve("run/corpus")).doesNotExist();
  }

  @Test
  void shouldReadEdgesInMemory() {
    // #memory
    GraphSource friends =
        GraphSource.edges("friends", List.of(new Edge("ann", "bob"), new Edge("bob", "cem", 2.5)));
    // #
    assertThat(vertices(friends)).isEqualTo(3);
  }

  // #source
  /** Edges {@code 0 1}, {@code 1 2}, … as they might come from a cursor of a database. */
  record Chain(int length) implements EdgeSource {
    @Override
    public void read(EdgeSource.Receiver edges) throws IOException, InterruptedException {
      for (int v = 0; v < length; v++) {
        edges.edge(String.valueOf(v), String.valueOf(v + 1), 1.0);
      }
    }
  }
  // #

  @Test
  void shouldReadASourceOfOnesOwnAndAStream() {
    assertThat(vertices(GraphSource.edges("chain", new Chain(9)))).isEqualTo(10);
    ActorSystem<Void> system = SYSTEM;
    Source<Edge, ?> events = Source.from(List.of(new Edge("a", "b"), new Edge("b", "c")));
    // #stream
    GraphSource live =
        GraphSource.edges(
            "events",
            edges -> {
              try (Stream<Edge> stream = events.runWith(StreamConverters.asJavaStream(), system)) {
                for (Iterator<Edge> each = stream.iterator(); each.hasNext(); ) {
                  Edge edge = each.next();
                  edges.edge(edge.source(), edge.target(), edge.weight());
                }
              }
            });
    // #
    assertThat(vertices(live)).isEqualTo(3);
  }

  private static int vertices(GraphSource source) {
    return Jobs.result(Strider.get(SYSTEM).embed(EmbeddingJob.builder(source).build())).graph().vertices();
  }

  @Test
  void shouldFollowAndCancel() throws InterruptedException {
    ActorSystem<Void> system = SYSTEM;
    JobHandle<Embedding> handle = Strider.get(SYSTEM).embed(Jobs.embedding().walk(Jobs.ENDLESS).build());
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    // #progress
    CompletionStage<Done> shown =
        handle
            .progress()
            .runForeach(
                progress -> {
                  for (StageProgress stage : progress.stages()) {
                    lines.add(stage.stage().label() + " " + stage.itemsDone() + " " + stage.stage().unit());
                  }
                },
                system);
    // #
    Jobs.await(() -> handle.current().stage(Stage.INGEST).isPresent());
    // #cancel
    handle.cancel();
    CompletionStage<String> told =
        handle
            .result()
            .handle(
                (embedding, failure) ->
                    switch (failure) {
                      case null -> embedding.vectors().size() + " vectors";
                      case CancelledException cancelled -> "stopped, nothing is left behind";
                      case InputException bad -> "check the input: " + bad.getMessage();
                      default -> "failed: " + failure;
                    });
    // #
    assertThat(told.toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join())
        .isEqualTo("stopped, nothing is left behind");
    assertThat(shown.toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join()).isNotNull();
    assertThat(lines).isNotEmpty().anyMatch(line -> line.matches("ingest \\d+ edges"));
  }

  @Test
  void shouldStreamWalks() {
    Path edges = Jobs.KARATE;
    ActorSystem<Void> system = SYSTEM;
    Strider strider = Strider.get(SYSTEM);
    // #walks
    WalksJob job =
        WalksJob.builder(GraphSource.path(edges))
            .walk(WalkParameters.DEFAULT.withWalksPerVertex(2).withWalkLength(10))
            .build();
    Pair<JobHandle<WalkResult>, CompletionStage<List<String>>> run =
        strider
            .walks(job)
            .map(walk -> walk.id() + ": " + String.join(" ", walk.labels()))
            .toMat(Sink.seq(), Keep.both())
            .run(system);
    // #
    assertThat(run.second().toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join()).hasSize(68);
    assertThat(Jobs.result(run.first()).walks()).isEqualTo(68);
    Visits visits = new Visits();
    assertThat(Jobs.result(strider.walk(job, visits)).tokens()).isEqualTo(IntStream.of(visits.visits).sum());
  }

  // #consumer
  /** Counts visits of each vertex id: the place of a trainer of one's own. */
  static final class Visits implements WalkConsumer {
    private int[] visits = {};

    @Override
    public void begin(Graph graph, Labels labels) {
      visits = new int[graph.vertexCount()];
    }

    @Override
    public void accept(Wave wave, Cancellation cancellation) {
      for (int row = 0; row < wave.walks(); row++) {
        cancellation.check();
        for (int k = 0; k < wave.lengths()[row]; k++) {
          visits[wave.vertices()[row * wave.stride() + k]]++;
        }
      }
    }
  }
  // #

  // #trainer
  /** A trainer that gives every vertex the share of visits to it as its only number. */
  static final class Frequency implements SkipGramTrainer {
    private final FloatTable vectors;

    Frequency(Vocabulary vocabulary) {
      vectors = new FloatTable(vocabulary.size(), 1);
      for (int row = 0; row < vocabulary.size(); row++) {
        vectors.chunk(row)[vectors.offset(row)] = (float) vocabulary.countOfRow()[row] / vocabulary.tokens();
      }
    }

    @Override
    public void train(Wave wave, Cancellation cancellation) {
      cancellation.check(); // a real one learns here
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
      return "visit frequency";
    }

    @Override
    public EmbeddingTable vectors() {
      return vectors;
    }

    @Override
    public EmbeddingTable contexts() {
      return vectors;
    }

    @Override
    public void close() {}
  }
  // #

  @Test
  void shouldTrainWithATrainerOfOnesOwn() {
    Path edges = Jobs.KARATE;
    Strider strider = Strider.get(SYSTEM);
    // #factory
    JobHandle<Embedding> handle =
        strider.embed(
            EmbeddingJob.builder(GraphSource.path(edges))
                .trainer((vocabulary, parameters, plan, threads) -> new Frequency(vocabulary))
                .build());
    // #
    Embedding embedding = Jobs.result(handle);
    assertThat(embedding.training().trainer()).isEqualTo("visit frequency");
    assertThat(embedding.vector("34").orElseThrow()[0]).isBetween(0.05f, 0.2f);
  }

  private static ActorSystem<Void> memberOfACluster(Path workspace) {
    Config config =
        ConfigFactory.parseString(
                """
                include classpath("strider-cluster.conf")
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                pekko.cluster.roles = [partition, trainer, coordinator]
                """)
            .withFallback(ConfigFactory.load());
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "strider", config);
    Cluster.get(system).manager().tell(Join.create(Cluster.get(system).selfMember().address()));
    io.strider.actors.jobs.Jobs.serve(
        system, workspace, (job, jobs, board, cancellation) -> new JobState.Outcome(0, String.join(" ", job.words())));
    return system;
  }

  @Test
  @Tag("cluster")
  void shouldSubmit(@TempDir Path folder) {
    Path edges = Jobs.KARATE;
    ActorSystem<Void> system = memberOfACluster(folder.resolve("workspace"));
    Strider strider = Strider.get(system);
    // #submit
    ClusterJob job =
        strider.submit(
            EmbeddingJob.builder(GraphSource.path(edges))
                .writeTo(folder.resolve("vectors.txt"), VectorFormat.TEXT)
                .build());
    CompletionStage<String> report = job.result().thenApply(ClusterJobResult::report);
    CompletionStage<ClusterJob> again = job.name().thenApply(strider::submitted);
    // #
    try {
      assertThat(report.toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join())
          .startsWith("embed " + edges.toAbsolutePath().normalize() + " --output=" + folder.resolve("vectors.txt"));
      assertThat(Jobs.result(again.toCompletableFuture().join()).name()).isEqualTo("job-1");
      assertThat(Jobs.failure(strider.submit(Jobs.embedding().build()).result()))
          .isInstanceOf(InputException.class)
          .hasMessage("submitted job, graph source: found `test edges`, which only this process can read, expected a file or a folder");
    } finally {
      system.terminate();
    }
  }
}
