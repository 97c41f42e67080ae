package io.strider.runtime.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.time.Clock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphIngestTest {

  @TempDir Path folder;

  @Test
  void shouldReadTheFilesOfAFolderInNameOrder() throws IOException {
    Files.writeString(folder.resolve("part-1.csv"), "b,c\n");
    Files.writeString(folder.resolve("part-0.tsv"), "a\tb");
    Files.write(folder.resolve("part-2.gz"), CompressionTest.gzip("c d\n"));
    Files.writeString(folder.resolve("_SUCCESS"), "not an edge either");
    Files.writeString(folder.resolve(".part-0.crc"), "not an edge");
    Files.writeString(Files.createDirectory(folder.resolve("_inner")).resolve("x"), "x y\n");
    try (IngestedGraph graph = IngestText.read(GraphSource.path(folder), IngestOptions.DEFAULT)) {
      assertThat(IngestText.rows(graph)).isEqualTo("b: c a\nc: b d\na: b\nd: c\n");
      assertThat(graph.inputs())
          .extracting(file -> folder.relativize(Path.of(file.name())).toString())
          .containsExactly("part-0.tsv", "part-1.csv", "part-2.gz");
      assertThat(graph.inputs().getFirst().sha256()).startsWith("894891f8b78a9945").hasSize(64);
      assertThat(graph.report().lines()).isEqualTo(3);
    }
  }

  /** What an ingest tells of its stage. */
  private static final class Heard implements StageListener {
    private final List<String> others = new ArrayList<>();
    private final List<Long> planned = new ArrayList<>();
    private final List<Long> done = new ArrayList<>();

    @Override
    public void started(Stage stage, long plannedItems) {
      others.add("started " + stage.label() + " " + plannedItems);
    }

    @Override
    public void planned(Stage stage, long plannedItems) {
      planned.add(plannedItems);
    }

    @Override
    public void advanced(Stage stage, long itemsDone) {
      done.add(itemsDone);
    }

    @Override
    public void finished(StageReport report) {
      others.add("finished " + report);
    }
  }

  private static Heard hear(GraphSource source, int threads) {
    Heard heard = new Heard();
    GraphIngest.Watch watch = new GraphIngest.Watch(heard, Cancellation.NEVER);
    GraphIngest.read(source, IngestOptions.DEFAULT, new GraphIngest.Crew(threads, 1), watch, new TickingClock()).close();
    return heard;
  }

  @Test
  void shouldReportTheStage() {
    Heard heard = hear(stdin("1 2\na a\n2 3\n4 5\n"), 2);
    assertThat(heard.others)
        .containsExactly(
            "started ingest -1", "finished StageReport[stage=INGEST, items=4, seconds=1.0, cpuSeconds=2.0]");
    assertThat(heard.planned).as("a pipe tells its length at its end").containsExactly(4L);
    assertThat(heard.done.getFirst()).as("an edge that was read is half done").isEqualTo(2);
    assertThat(heard.done).isSorted().allMatch(done -> done <= 4);
  }

  @Test
  void shouldTellHowManyEdgesAFileWillHave() throws IOException {
    long edges = 50_000;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < edges; i++) {
      text.append(100_000 + i).append(' ').append(100_000 + i % 17).append('\n');
    }
    Files.writeString(folder.resolve("part-0"), text);
    Files.writeString(folder.resolve("part-1"), text);
    Heard heard = hear(GraphSource.path(folder), 1);
    assertThat(heard.planned).hasSizeGreaterThan(10).allMatch(planned -> Math.abs(planned - 2 * edges) < edges / 5);
    assertThat(heard.planned.getLast()).isEqualTo(2 * edges);
    assertThat(heard.done).isSorted().hasSizeGreaterThan(20);
    assertThat(heard.done.getLast()).isGreaterThan(2L * edges * 9 / 10);
  }

  @Test
  void shouldStopWhenCancelledAtAnyCheckAndLeaveNothingBehind() throws IOException {
    List<Path> before = labelFiles();
    AtomicInteger checks = new AtomicInteger();
    GraphIngest.read(stdin("1 2\n2 3\n"), IngestOptions.DEFAULT, StageListener.SILENT, counting(checks, -1)).close();
    int all = checks.get();
    assertThat(all).isGreaterThan(5);
    for (int stopAt = 1; stopAt <= all; stopAt++) {
      Cancellation cancellation = counting(new AtomicInteger(), stopAt);
      assertThatThrownBy(
              () ->
                  GraphIngest.read(stdin("1 2\n2 3\n"), IngestOptions.DEFAULT, StageListener.SILENT, cancellation))
          .isInstanceOf(CancelledException.class);
    }
    assertThat(labelFiles()).isEqualTo(before);
  }

  @Test
  void shouldKeepLabelsInNoFileThatAFolderShows() throws IOException {
    List<Path> before = labelFiles();
    IngestedGraph graph = IngestText.read("a b\n", IngestOptions.DEFAULT);
    assertThat(labelFiles()).isEqualTo(before);
    assertThat(graph.labels().label(0)).isEqualTo("a");
    graph.close();
    graph.close();
    assertThatThrownBy(() -> graph.labels().label(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldLeaveStandardInputOpen() {
    AtomicInteger closes = new AtomicInteger();
    ByteArrayInputStream in =
        new ByteArrayInputStream("a b\n".getBytes(StandardCharsets.UTF_8)) {
          @Override
          public void close() {
            closes.incrementAndGet();
          }
        };
    try (IngestedGraph graph = IngestText.read(GraphSource.stdin(in), IngestOptions.DEFAULT)) {
      assertThat(graph.inputs().getFirst().name()).isEqualTo("standard input");
    }
    assertThat(closes).hasValue(0);
  }

  private static GraphSource stdin(String text) {
    return GraphSource.stdin(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Cancellation counting(AtomicInteger checks, int stopAt) {
    return () -> checks.incrementAndGet() == stopAt;
  }

  private static List<Path> labelFiles() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().startsWith("strider-labels-")).sorted().toList();
    }
  }

  /** Each look moves elapsed time on by one second and processor time by two. */
  private static final class TickingClock implements Clock {
    private long seconds;
    private long cpuSeconds;

    @Override
    public long nanoTime() {
      return seconds++ * 1_000_000_000;
    }

    @Override
    public long processCpuNanos() {
      return 2 * cpuSeconds++ * 1_000_000_000;
    }
  }
}
