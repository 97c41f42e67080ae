package io.strider.runtime.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.common.Cancellation;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ingests in a Java process whose heap is the footprint and little more. */
class IngestFootprintTest {

  /** What a Java process keeps on the heap besides, and what its collector leaves empty. */
  private static final long PROCESS_BYTES = 8L << 20;

  private static final int EDGES = 1_000_000;
  private static final int VERTICES = 100_000;
  private static final int THREADS = 2;

  @TempDir Path folder;

  @Test
  void shouldStayBelow24BytesADirectedEdge() {
    assertThat(IngestFootprint.edgeBytes(1000, true, false)).isEqualTo(12_000);
    assertThat(IngestFootprint.edgeBytes(1000, false, false)).isEqualTo(2 * 8_000);
    assertThat(IngestFootprint.edgeBytes(1000, true, true)).isEqualTo(24_000);
    assertThat(IngestFootprint.edgeBytes(1000, false, true)).isEqualTo(2 * 20_000);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldFitAHeapOfItsFootprint(boolean weighted) throws IOException, InterruptedException {
    Path file = writeEdges(weighted);
    long bytes =
        IngestFootprint.edgeBytes(EDGES, true, weighted)
            + IngestFootprint.vertexBytes(VERTICES, 5L * VERTICES)
            + IngestFootprint.bufferBytes(THREADS);
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmn2m",
                    "-Xmx" + (bytes + PROCESS_BYTES) / 1024 + "k",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    file.toString(),
                    String.valueOf(weighted)))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(log)).contains("vertices=" + VERTICES);
    assertThat(process.exitValue()).isZero();
  }

  private Path writeEdges(boolean weighted) throws IOException {
    SplittableRandom random = new SplittableRandom(42);
    Path file = folder.resolve("edges");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < EDGES; i++) {
        int to = random.nextInt(VERTICES);
        out.write((i % VERTICES) + " " + (to == i % VERTICES ? (to + 1) % VERTICES : to));
        out.write(weighted ? " " + (1 + i % 9) + "\n" : "\n");
      }
    }
    return file;
  }

  /** The forked process. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      IngestOptions options = IngestOptions.DEFAULT.withDirected(true).withWeighted(Boolean.parseBoolean(arguments[1]));
      GraphSource source = GraphSource.path(Path.of(arguments[0]));
      try (IngestedGraph graph =
          ParallelIngestTest.read(source, options, THREADS, Cancellation.NEVER)) {
        System.out.println(graph.report());
      }
    }
  }
}
