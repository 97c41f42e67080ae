package io.strider.simulation.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.output.OutputFiles;
import io.strider.runtime.progress.Monitor;
import io.strider.runtime.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedFilesTest {

  private static final EdgeGenerator GENERATOR = RMat.graph500(10, 8, 1);

  @TempDir Path directory;

  @Test
  void shouldWriteTheSameLinesPlainAndCompressed() throws IOException {
    String expected =
        Arrays.stream(Edges.of(GENERATOR))
            .mapToObj(edge -> Edges.first(edge) + "\t" + Edges.second(edge) + "\n")
            .collect(Collectors.joining());
    assertThat(write("edges.tsv")).hasContent(expected);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(write("edges.tsv.gz")))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo(expected);
    }
    try (InputStream in = new ZstdInputStream(Files.newInputStream(write("edges.tsv.zst")))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo(expected);
    }
  }

  @Test
  void shouldWriteTheBlockOfEachVertex() {
    Path edges = directory.resolve("sbm.tsv");
    Path blocks = directory.resolve("blocks.tsv");
    StochasticBlockModel model = new StochasticBlockModel(5, 2, 1, 0.1, 1);
    try (OutputFiles files = new OutputFiles(false)) {
      GeneratedFiles.stage(model, edges, files, Monitor.SILENT);
      GeneratedFiles.stageBlocks(model, blocks, files);
      files.publishLast(edges);
    }
    assertThat(edges).exists();
    assertThat(blocks).hasContent("0\t0\n1\t0\n2\t1\n3\t1\n4\t1\n");
  }

  @Test
  void shouldLeaveNothingBehindWhenCancelled() throws IOException {
    Monitor cancelled = new Monitor(StageListener.SILENT, Clock.SYSTEM, () -> true);
    Path file = directory.resolve("edges.tsv.gz");
    assertThatThrownBy(() -> GeneratedFiles.write(GENERATOR, file, false, cancelled))
        .isInstanceOf(CancelledException.class);
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void shouldKeepAFileThatExists() throws IOException {
    Path file = Files.writeString(directory.resolve("edges.tsv"), "mine");
    assertThatThrownBy(() -> GeneratedFiles.write(GENERATOR, file, false, Monitor.SILENT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--force");
    assertThat(file).hasContent("mine");
  }

  @Property(tries = 500)
  void shouldWriteDecimals(
      @ForAll @IntRange(max = Integer.MAX_VALUE) int first, @ForAll @IntRange(max = Integer.MAX_VALUE) int second)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EdgeTextWriter writer = new EdgeTextWriter(out);
    writer.line(first, second);
    writer.line(first, 0);
    writer.line(second, first);
    writer.line(Integer.MAX_VALUE, 99);
    writer.flush();
    assertThat(out.toString(StandardCharsets.US_ASCII))
        .isEqualTo(first + "\t" + second + "\n" + first + "\t0\n" + second + "\t" + first + "\n2147483647\t99\n");
  }

  private Path write(String name) {
    Path file = directory.resolve(name);
    GeneratedFiles.write(GENERATOR, file, false, Monitor.SILENT);
    return file;
  }
}
