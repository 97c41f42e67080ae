package io.strider.runtime.ingest.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.checkpoint.GraphFingerprint;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.WorkerPool;
import io.strider.runtime.corpus.LabelHashes;
import io.strider.runtime.graph.EdgeFilter;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.GraphFile;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.graph.RowsHere;
import io.strider.runtime.ingest.GraphIngest;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.ingest.IngestOptions.BadLines;
import io.strider.runtime.ingest.IngestedGraph;
import io.strider.runtime.ingest.SegmentLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of tasks is, byte for byte, what comes out of one process. */
class DistributedIngestTest {

  /** Many splits, segments, shards, ranges and parts of the filter, whatever the input. */
  private static final IngestLimits TINY = limits(97, 13, 7, 11, 17, 3);

  private static final WorkerPool POOL = new WorkerPool("strider-test", 1);

  private static final IngestOptions PLAIN = IngestOptions.DEFAULT;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private static IngestLimits limits(int splitBytes, int edges, int labels, int shardLabels, int arcs, int words) {
    return new IngestLimits(splitBytes, new SegmentLimits(edges, labels, 1 << 20), shardLabels, arcs, words);
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private Path file(String text) throws IOException {
    return file("edges.txt", text.getBytes(StandardCharsets.UTF_8));
  }

  private static String randomEdges(long seed, int edges, String[] labels, String separator, boolean weights) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < edges; i++) {
      text.append(labels[(int) (labels.length * Math.pow(random.nextDouble(), 3))]).append(separator);
      text.append(labels[random.nextInt(labels.length)]);
      if (weights) {
        text.append(separator).append((1 + random.nextInt(99)) * Math.pow(10, random.nextInt(12) - 6));
      }
      text.append(random.nextInt(9) == 0 ? "\r\n" : "\n");
      if (random.nextInt(20) == 0) {
        text.append("# a comment\n\n");
      }
    }
    return text.toString();
  }

  private static String[] labels(int count) {
    String[] labels = new String[count];
    String[] forms = {"%d", "007%d", "a label with a longer text %d", "é%d", "😀%d", "x", "b%d\u007f", "9999999%d"};
    for (int i = 0; i < count; i++) {
      labels[i] = String.format(forms[i % forms.length], i);
    }
    return labels;
  }

  @Test
  void shouldGiveTheSameFilesWhateverTheOptions() throws IOException {
    for (int variant = 0; variant < 8; variant++) {
      IngestOptions options =
          PLAIN
              .withDirected((variant & 1) != 0)
              .withWeighted((variant & 2) != 0)
              .withKeepSelfLoops((variant & 4) != 0);
      Path edges = file(randomEdges(variant, 50, labels(16 + variant), "\t", options.weighted()));
      assertSame(edges, options, TINY, variant);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 1 << 20})
  void shouldGiveTheSameFilesWhateverTheSizeOfASplit(int splitBytes) throws IOException {
    Path edges = file("\uFEFF# head\n" + randomEdges(3, 9, labels(5), ",", false) + "p,q");
    assertSame(edges, PLAIN, limits(splitBytes, 9, 5, 8, 20, 2), splitBytes);
  }

  @Test
  void shouldGiveTheSameFilesForEveryKindOfInput() throws IOException {
    byte[] text = randomEdges(4, 60, labels(30), "\t", true).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(text);
    }
    String symmetric = "%%MatrixMarket matrix coordinate real symmetric\n%\n9 9 5\n1 2 0.5\n3 3 1\n9 1 2\n1 9 3\n4 1 7\n";
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Files.write(parts.resolve("a.gz"), zipped.toByteArray());
    Files.write(parts.resolve("b"), text);
    Files.writeString(parts.resolve("c.mtx"), symmetric);
    Files.writeString(parts.resolve("d-empty"), "");
    Files.writeString(parts.resolve("e"), "1,2,3\n4,5,6\n# 7,8,9\n1000000000,1,1e-3\n");
    for (boolean directed : new boolean[] {false, true}) {
      assertSame(parts, PLAIN.withWeighted(true).withDirected(directed).withKeepSelfLoops(true), TINY, 1);
    }
    assertSame(parts, PLAIN, IngestLimits.DEFAULT, 1);
  }

  @Test
  void shouldGiveTheSameFilesForBadLinesThatAreSkippedAndVerticesWithoutAnEdge() throws IOException {
    Path edges = file("a b\nlonely lonely\nonly\nb c\n\na b\nb a\nz z\nx y\n".repeat(3));
    assertSame(edges, PLAIN.withBadLines(BadLines.SKIP), TINY, 2);
    assertSame(file("a a\nb b\n"), PLAIN, TINY, 3);
  }

  @Test
  void shouldGiveTheSameFilesWithManySegmentsOfBlanks() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4_000; i++) {
      text.append(i % 997).append(' ').append(i * 31 % 104_729).append('\n');
    }
    assertSame(file(text.toString()), PLAIN, limits(10_000, 700, 1 << 20, 2_000, 3_000, 500), 5);
  }

  private void assertSame(Path source, IngestOptions options, IngestLimits limits, long seed) throws IOException {
    try (IngestedGraph expected =
            GraphIngest.read(GraphSource.path(source), options, StageListener.SILENT, Cancellation.NEVER);
        PublishedGraph actual = new LocalTasks(limits, seed).ingest(source, options, true, folder)) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      EdgeFilter filter = EdgeFilter.of(expected.graph(), Cancellation.NEVER);
      GraphFile.write(expected.graph(), filter, file, Cancellation.NEVER);
      assertThat(Files.readAllBytes(actual.file())).isEqualTo(file.toByteArray());
      assertThat(actual.report()).isEqualTo(expected.report());
      assertThat(actual.inputs()).isEqualTo(expected.inputs());
      assertSame(actual.labels(), expected.labels());
      LabelHashes hashes = LabelHashes.of(expected.labels(), POOL);
      assertThat(GraphFingerprint.of(actual.file(), actual.layout(), hashes, Cancellation.NEVER))
          .isEqualTo(GraphFingerprint.of(expected.graph(), hashes, Cancellation.NEVER));
      assertThat(leftIn(actual.file().resolveSibling("")))
          .allMatch(name -> name.equals("graph.bin") || name.equals("labels.bin") || name.startsWith("plan-"));
    }
    assertThat(leftIn(folder)).as("ingests that were closed").noneMatch(name -> name.startsWith("ingest-"));
  }

  private static void assertSame(Labels actual, Labels expected) {
    assertThat(actual.size()).isEqualTo(expected.size());
    assertThat(actual.byteCount()).isEqualTo(expected.byteCount());
    for (int v = 0; v < expected.size(); v++) {
      assertThat(actual.utf8(v)).isEqualTo(expected.utf8(v));
      assertThat(actual.find(expected.utf8(v))).isEqualTo(v);
    }
  }

  private static java.util.List<String> leftIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void shouldLeaveTheFilterOutWhenNobodyAsksForIt() throws IOException {
    Path edges = file("a b\nb c\n");
    try (PublishedGraph graph = new LocalTasks(TINY, 1).ingest(edges, PLAIN, false, folder)) {
      GraphFile.Loaded loaded = GraphFile.read(graph.file(), RowsHere.ALL, Cancellation.NEVER);
      Graph rows = loaded.slab().rows();
      assertThat(loaded.filter()).isNull();
      assertThat(rows.targets()).containsExactly(1, 2, 0, 0);
    }
  }

  @Test
  void shouldNameTheLineOfTheFileThatIsBad() throws IOException {
    String good = "some label\tanother one\n".repeat(40);
    Path edges = file(good + "lonely\n" + good);
    assertFails(edges, PLAIN, edges + ":41: found only one column `lonely`");
    Path weights = file(good.replace("\n", "\t1\n") + "a\tb\t-1\n" + good.replace("\n", "\t1\n"));
    assertFails(weights, PLAIN.withWeighted(true), weights + ":41: found the weight `-1`");
  }

  @Test
  void shouldNameTheLineThatIsTooLong() throws IOException {
    String good = "some label\tanother one\n".repeat(40);
    Path edges = file(good + "x".repeat((1 << 20) + 1) + "\n" + good);
    IngestLimits limits = limits(700, 9, 9, 9, 9, 9);
    assertThatThrownBy(() -> scanAll(IngestCoordinator.begin(edges, PLAIN, true, limits, folder, Cancellation.NEVER)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(edges + ":41: found a line of more than 1048576 bytes");
  }

  private static void scanAll(IngestCoordinator coordinator) {
    for (int index = 0; index < coordinator.tasks(); index++) {
      IngestTasks.run(
          coordinator.folder(), new IngestTask(IngestPhase.SCAN, index), items -> {}, Cancellation.NEVER);
    }
  }

  @Test
  void shouldSayWhatCannotBeReadAsAGraph() throws IOException {
    assertFails(folder.resolve("nowhere"), PLAIN, "found no such file or folder");
    assertFails(file("# nothing\n"), PLAIN, "found no edges");
    Path heavy = file("a b 3e38\nb a 3e38\n");
    assertFails(heavy, PLAIN.withWeighted(true), "weights of the edge `a` `b` that add up to 6.0E38");
    Path zipped = file("cut.gz", new byte[] {0x1F, (byte) 0x8B, 8, 0, 0});
    assertFails(zipped, PLAIN, "a damaged or truncated gzip stream");
  }

  private void assertFails(Path source, IngestOptions options, String message) throws IOException {
    assertThatThrownBy(() -> new LocalTasks(TINY, 1).ingest(source, options, true, folder).close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
    assertThat(leftIn(folder)).noneMatch(name -> name.startsWith("ingest-"));
  }

  @Test
  void shouldNoticeADamagedFileOfTheWorkspaceAndAnInputThatChanges() throws IOException {
    Path edges = file(randomEdges(1, 50, labels(9), "\t", false));
    IngestCoordinator coordinator = IngestCoordinator.begin(edges, PLAIN, true, TINY, folder, Cancellation.NEVER);
    IngestTask scan = new IngestTask(IngestPhase.SCAN, 0);
    IngestTasks.run(coordinator.folder(), scan, items -> {}, Cancellation.NEVER);
    Path labels = coordinator.folder().resolve("labels-0-0");
    try (RandomAccessFile damaged = new RandomAccessFile(labels.toFile(), "rw")) {
      damaged.seek(RunFormat.HEADER_BYTES + 20);
      int before = damaged.read();
      damaged.seek(RunFormat.HEADER_BYTES + 20);
      damaged.write(before ^ 4);
    }
    assertThatThrownBy(() -> new TextRun(labels).close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining(labels + ": found a damaged page 0");
    Files.write(labels, java.util.Arrays.copyOf(Files.readAllBytes(labels), 30));
    assertThatThrownBy(() -> new TextRun(labels).close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected a whole file");
    Files.writeString(edges, "a b\n");
    assertThatThrownBy(() -> IngestTasks.run(coordinator.folder(), scan, items -> {}, Cancellation.NEVER))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found a file of 4 bytes");
    assertThatThrownBy(() -> IngestTasks.run(folder.resolve("gone"), scan, items -> {}, Cancellation.NEVER))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a workspace that every node can read and write");
  }

  @Test
  void shouldStopWhenAskedTo() throws IOException {
    Path edges = file(randomEdges(1, 50, labels(9), "\t", false));
    IngestCoordinator coordinator =
        IngestCoordinator.begin(edges, PLAIN, true, IngestLimits.DEFAULT, folder, Cancellation.NEVER);
    do {
      for (int index = 0; index < coordinator.tasks(); index++) {
        IngestTask task = new IngestTask(coordinator.phase(), index);
        assertThatThrownBy(() -> IngestTasks.run(coordinator.folder(), task, items -> {}, () -> true))
            .as(task.toString())
            .isInstanceOf(CancelledException.class);
        coordinator.done(task, IngestTasks.run(coordinator.folder(), task, items -> {}, Cancellation.NEVER));
      }
    } while (coordinator.advance(Cancellation.NEVER));
    coordinator.finish().close();
  }
}
