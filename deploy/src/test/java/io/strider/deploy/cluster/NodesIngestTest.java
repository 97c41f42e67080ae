package io.strider.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.actors.EmbeddingResult;
import io.strider.actors.EmbeddingSpec;
import io.strider.actors.EngineSettings;
import io.strider.actors.StriderEngine;
import io.strider.actors.WalkedGraph;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.actors.cluster.IngestShare;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.ingest.GraphIngest;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.ingest.IngestReport;
import io.strider.runtime.ingest.IngestedGraph;
import io.strider.runtime.ingest.distributed.PublishedGraph;
import io.strider.runtime.train.SkipGramTrainers;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.walk.WalkParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Forked nodes read the graph, each a part, also when one of them is killed meanwhile: the same graph, walks and vectors. */
@Tag("cluster")
@ResourceLock(NodeProcesses.CORES)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NodesIngestTest {

  private static final int PARTS = 40;
  private static final int EDGES_OF_A_PART = 300;
  private static final long MEMORY_BYTES = 512L << 20;
  private static final EmbeddingSpec SPEC =
      new EmbeddingSpec(
          new WalkParameters(2, 20, 0.5, 2, 11), new TrainingParameters(16, 5, 5, 1, 0, 0.025, 11, false), 1);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path graph;

  private final NodeProcesses nodes = new NodeProcesses();

  @BeforeEach
  void writeGraph() throws IOException {
    Random random = new Random(5);
    for (int part = 0; part < PARTS; part++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < EDGES_OF_A_PART; i++) {
        text.append("vertex ").append((int) (1500 * Math.pow(random.nextDouble(), 2)));
        text.append('\t').append("vertex ").append(random.nextInt(1500)).append('\n');
      }
      Files.writeString(graph.resolve("part-" + part + ".tsv"), text);
    }
  }

  @AfterEach
  void stopAll() {
    nodes.close();
  }

  @Test
  void shouldGiveTheSameVectorsAlsoWhenANodeIsKilled() throws Exception {
    EmbeddingResult expected;
    IngestReport report;
    try (IngestedGraph here =
            GraphIngest.read(
                GraphSource.path(graph), IngestOptions.DEFAULT, StageListener.SILENT, Cancellation.NEVER);
        StriderEngine engine = StriderEngine.start(new EngineSettings(2, 1, MEMORY_BYTES))) {
      expected = engine.embed(here.graph(), here.labels(), SPEC, StageListener.SILENT, Cancellation.NEVER);
      report = here.report();
    }
    String seed = nodes.start("");
    String second = nodes.start(seed);
    // Of two halves the one with the lower address goes on, so the other node is the one to die.
    boolean secondDies = port(second) > port(seed);
    ClusterSettings cluster =
        new ClusterSettings(
            "127.0.0.1", 0, List.of(seed), Set.of(ClusterSettings.DRIVER), folder, Duration.ofSeconds(60), true);
    try (StriderEngine engine =
        StriderEngine.start(new EngineSettings(2, 4, MEMORY_BYTES, TrainerKind.CPU, cluster))) {
      long ingests = ingestUntilBothHelp(engine, report);
      assertThat(engine.ingestShares()).hasSize(2).allSatisfy(share -> assertThat(share.tasks()).isPositive());
      assertThat(edgeLines(engine)).isEqualTo(ingests * PARTS * EDGES_OF_A_PART);
      AtomicBoolean killed = new AtomicBoolean();
      assertSame(engine, new Killer(killed, secondDies ? 1 : 0), report, expected);
      assertThat(killed).isTrue();
      assertThat(edgeLines(engine)).isEqualTo((ingests + 1) * PARTS * EDGES_OF_A_PART);
      Files.writeString(graph.resolve("part-x.tsv"), "fine\tenough\nlonely\n");
      assertThatThrownBy(() -> assertSame(engine, StageListener.SILENT, report, expected))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("node " + (secondDies ? seed : second))
          .hasMessageContaining("part-x.tsv:2: found only one column `lonely`");
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).as("files of the workspace").isEmpty();
    }
  }

  /** The driver hears of a node a moment after it is up, and by then the other may have done all tasks of so small a graph. */
  private long ingestUntilBothHelp(StriderEngine engine, IngestReport report) {
    long ingests = 0;
    while (engine.ingestShares().size() < 2) {
      try (PublishedGraph input =
          engine.ingest(graph, IngestOptions.DEFAULT, SPEC.walk(), StageListener.SILENT, Cancellation.NEVER)) {
        assertThat(input.report()).isEqualTo(report);
      }
      ingests++;
    }
    return ingests;
  }

  private void assertSame(
      StriderEngine engine, StageListener listener, IngestReport report, EmbeddingResult expected) {
    try (PublishedGraph input =
        engine.ingest(graph, IngestOptions.DEFAULT, SPEC.walk(), listener, Cancellation.NEVER)) {
      assertThat(input.report()).isEqualTo(report);
      EmbeddingResult actual =
          engine.embed(
              WalkedGraph.of(input),
              input.labels(),
              SPEC,
              SkipGramTrainers.factory(engine.settings().trainer()),
              null,
              StageListener.SILENT,
              Cancellation.NEVER);
      assertThat(actual.corpus().corpusHash()).isEqualTo(expected.corpus().corpusHash());
      assertThat(actual.vectorsHash()).isEqualTo(expected.vectorsHash());
    }
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  private static long edgeLines(StriderEngine engine) {
    return engine.ingestShares().stream().mapToLong(IngestShare::edgeLines).sum();
  }

  /** Kills a node as soon as some edges were read. */
  private final class Killer implements StageListener {
    private final AtomicBoolean killed;
    private final int node;

    Killer(AtomicBoolean killed, int node) {
      this.killed = killed;
      this.node = node;
    }

    @Override
    public void started(Stage stage, long plannedItems) {}

    @Override
    public void advanced(Stage stage, long itemsDone) {
      if (stage == Stage.INGEST && killed.compareAndSet(false, true)) {
        nodes.kill(node);
      }
    }

    @Override
    public void finished(StageReport report) {}
  }
}
