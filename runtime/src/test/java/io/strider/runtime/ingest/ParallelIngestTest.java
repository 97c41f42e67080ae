package io.strider.runtime.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.WorkerPool;
import io.strider.runtime.ingest.IngestOptions.BadLines;
import io.strider.runtime.time.Clock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One input, several threads: the same graph, the same counts, the same first fault. */
@Timeout(60)
class ParallelIngestTest {

  private static final int LINES = 40_000;

  /** Hands out a few bytes at a time, so that every few lines are a stretch of their own. */
  static GraphSource dribbling(byte[] bytes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return GraphSource.stdin(
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(60)));
          }
        });
  }

  private static IngestedGraph read(GraphSource source, IngestOptions options, int threads) {
    return read(source, options, threads, Cancellation.NEVER);
  }

  /** However small, by so many threads. */
  static IngestedGraph read(GraphSource source, IngestOptions options, int threads, Cancellation cancellation) {
    GraphIngest.Crew crew = new GraphIngest.Crew(threads, 1);
    return GraphIngest.read(source, options, crew, new GraphIngest.Watch(StageListener.SILENT, cancellation), Clock.SYSTEM);
  }

  private static GraphSource stdin(byte[] bytes) {
    return GraphSource.stdin(new ByteArrayInputStream(bytes));
  }

  /** Integers dense and scattered, texts, duplicates and loops, over a few hundred KiB. */
  private static StringBuilder lines() {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      out.append(label(random)).append('\t').append(label(random)).append('\t').append(1 + random.nextInt(9)).append('\n');
    }
    return out;
  }

  private static String label(SplittableRandom random) {
    int number = random.nextInt(1 + random.nextInt(3_000));
    return switch (random.nextInt(4)) {
      case 0 -> "user " + number;
      case 1 -> String.valueOf(900_000_000 + 31 * number);
      default -> String.valueOf(number);
    };
  }

  private static byte[] utf8(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7})
  void shouldReadTheSameGraphWithAnyNumberOfThreads(int threads) {
    byte[] text = utf8(lines());
    for (IngestOptions options :
        List.of(
            IngestOptions.DEFAULT,
            IngestOptions.DEFAULT.withWeighted(true).withKeepSelfLoops(true),
            IngestOptions.DEFAULT.withWeighted(true).withDirected(true))) {
      try (IngestedGraph one = read(stdin(text), options, 1);
          IngestedGraph many = read(stdin(text), options, threads)) {
        assertThat(IngestText.rows(many)).isEqualTo(IngestText.rows(one));
        assertThat(many.report()).isEqualTo(one.report());
        assertThat(many.inputs()).isEqualTo(one.inputs());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void shouldNameTheFirstBadLineWithAnyNumberOfThreads(int threads) {
    for (int bad : new int[] {1, 2, LINES / 2, LINES}) {
      StringBuilder text = new StringBuilder();
      for (int line = 1; line <= LINES + 500; line++) {
        text.append(line == bad || (line > bad && line % 300 == 0) ? "bad" + line : line + "\t" + (line + 1)).append('\n');
      }
      for (GraphSource source : List.of(stdin(utf8(text)), dribbling(utf8(text), bad))) {
        assertThatThrownBy(() -> read(source, IngestOptions.DEFAULT, threads))
            .isInstanceOf(InputException.class)
            .hasMessageContaining("standard input:" + bad + ": found only one column `bad" + bad + "`");
      }
    }
  }

  @Test
  void shouldCountTheLinesThatAllThreadsSkip() {
    StringBuilder text = new StringBuilder();
    for (int line = 1; line <= LINES; line++) {
      text.append(line % 7 == 0 ? "lonely" : line + " " + (line + 1)).append('\n');
    }
    try (IngestedGraph graph = read(stdin(utf8(text)), IngestOptions.DEFAULT.withBadLines(BadLines.SKIP), 3)) {
      assertThat(graph.report().lines()).isEqualTo(LINES);
      assertThat(graph.report().badLines()).isEqualTo(LINES / 7);
      assertThat(graph.report().edgeLines()).isEqualTo(LINES - LINES / 7);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void shouldSayAtWhichLineACompressedInputIsCut(int threads) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(utf8(lines()));
    }
    byte[] cut = Arrays.copyOf(compressed.toByteArray(), compressed.size() * 3 / 4);
    String expected = messageOf(cut, 1);
    assertThat(expected).containsPattern("standard input:[0-9]{5}: found a damaged or truncated gzip stream");
    assertThat(messageOf(cut, threads)).isEqualTo(expected);
  }

  private static String messageOf(byte[] bytes, int threads) {
    try (IngestedGraph graph = read(stdin(bytes), IngestOptions.DEFAULT, threads)) {
      return graph.report().toString();
    } catch (InputException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Lines without an end. */
  private static InputStream endless() {
    byte[] line = utf8("1 2\n");
    return new InputStream() {
      private long position;

      @Override
      public int read() {
        return line[(int) (position++ % line.length)];
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        for (int i = 0; i < length; i++) {
          target[offset + i] = (byte) read();
        }
        return length;
      }
    };
  }

  @Test
  void shouldStopAllThreadsWhenOneFails() {
    ArcLimit limit = new ArcLimit(3L * EdgeList.CHUNK_EDGES);
    LabelIndex index = new LabelIndex(1);
    List<EdgeSink> sinks =
        IntStream.range(0, 3).mapToObj(i -> new EdgeSink(index, new EdgeList(false, false, limit), false)).toList();
    try (WorkerPool pool = new WorkerPool("test", 3)) {
      PartReader reader =
          new PartReader(
              IngestOptions.DEFAULT, sinks, pool, (edges, bytes) -> {}, Cancellation.NEVER);
      assertThatThrownBy(() -> reader.read(new GraphSource.Text("endless", ParallelIngestTest::endless, -1)))
          .isInstanceOf(LimitException.class);
    }
  }

  @Test
  void shouldStopAllThreadsWhenCancelled() {
    AtomicInteger checks = new AtomicInteger();
    Cancellation soon = () -> checks.incrementAndGet() > 50;
    assertThatThrownBy(
            () -> read(GraphSource.stdin(endless()), IngestOptions.DEFAULT, 3, soon))
        .isInstanceOf(CancelledException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldNumberEveryLabelOnceWhileAllThreadsAddIt(boolean texts) {
    int labels = 60_000;
    int threads = 3;
    LabelIndex index = new LabelIndex(3);
    int[][] found = new int[threads][labels];
    try (WorkerPool pool = new WorkerPool("test", threads)) {
      pool.forEachSlice(
          threads,
          (worker, from, to) -> {
            int[] value = new int[1];
            int[] vertex = new int[1];
            for (int i = 0; i < labels; i++) {
              // Each thread begins elsewhere, and the scattered ones come before the table can reach them.
              int label = (i + worker * 7_919) % labels;
              value[0] = label % 3 == 0 ? 1_000_000 + 97 * label : label;
              if (texts) {
                byte[] bytes = utf8("v" + value[0]);
                int known = index.find(bytes, 0, bytes.length);
                vertex[0] = known >= 0 ? known : index.intern(bytes, 0, bytes.length);
              } else {
                index.internMany(value, 1, vertex);
              }
              found[worker][label] = vertex[0];
            }
          });
    }
    assertThat(index.labels().size()).isEqualTo(labels);
    assertThat(found[1]).isEqualTo(found[0]);
    assertThat(found[2]).isEqualTo(found[0]);
    assertThat(Arrays.stream(found[0]).sorted().toArray()).isEqualTo(IntStream.range(0, labels).toArray());
  }

  @Test
  void shouldOrderByDegreesThatHaveOverflowed() {
    int[] degrees = {1, 5, Integer.MIN_VALUE + 3, 2};
    assertThat(DegreeOrder.of(degrees, new int[] {3, 2, 1, 0})).isEqualTo(new int[] {2, 1, 3, 0});
  }

  @Test
  void shouldReadManyLinesBetweenTheSameTwoVertices() {
    try (IngestedGraph graph = read(stdin(utf8("1 2\n2 1\n".repeat(LINES))), IngestOptions.DEFAULT, 2)) {
      assertThat(IngestText.rows(graph)).isEqualTo("1: 2\n2: 1\n");
      assertThat(graph.report().duplicateEdges()).isEqualTo(2L * LINES - 1);
    }
  }

  @Test
  void shouldLeaveSmallGraphsToOneThread() {
    GraphIngest.Crew crew = new GraphIngest.Crew(4, 1_000);
    assertThat(crew.threadsFor(999)).isEqualTo(1);
    assertThat(crew.threadsFor(1_000)).isEqualTo(2);
    assertThat(crew.threadsFor(Long.MAX_VALUE)).isEqualTo(4);
  }
}
