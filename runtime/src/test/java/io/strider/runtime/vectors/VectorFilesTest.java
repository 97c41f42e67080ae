package io.strider.runtime.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.progress.Monitor;
import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.time.Clock;
import io.strider.runtime.train.FloatTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorFilesTest {

  private static final VectorSet SMALL =
      Sets.of(List.of("é", "b#1"), new float[] {1, -0.1f}, new float[] {1e-5f, Float.MIN_VALUE});

  @TempDir Path directory;

  @Test
  void shouldWriteTextAsWord2vecDoes() throws IOException {
    assertThat(write(SMALL, VectorFormat.TEXT)).hasContent("2 2\né 1.0 -0.1\nb#1 1.0E-5 1.4E-45\n");
  }

  @Test
  void shouldWriteBinaryAsWord2vecDoes() throws IOException {
    byte[] bytes = Files.readAllBytes(write(Sets.of(List.of("x"), new float[] {1}), VectorFormat.BINARY));
    assertThat(bytes).isEqualTo(new byte[] {'1', ' ', '1', '\n', 'x', ' ', 0, 0, (byte) 0x80, 0x3f, '\n'});
  }

  @Test
  void shouldWriteNpyWithAlignedDataAndLabelsBeside() throws IOException {
    Path file = write(SMALL, VectorFormat.NPY);
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0).hasSize(128 + 16);
    assertThat(new String(bytes, 10, 118, StandardCharsets.ISO_8859_1))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }")
        .endsWith(" \n");
    assertThat(directory.resolve("npy.labels.txt")).hasContent("é\nb#1\n");
    assertThat(VectorFormat.NPY.files(file)).containsExactly(directory.resolve("npy.labels.txt"), file);
  }

  @Test
  void shouldKeepRowsInTheOrderOfTheVocabulary() throws IOException {
    Vocabulary vocabulary = Vocabulary.of(new long[] {1, 0, 5}, 1);
    FloatTable table = new FloatTable(2, 1);
    table.chunk(1)[table.offset(1)] = 7;
    VectorSet vertices = Sets.of(List.of("v0", "v1", "v2"), new float[1], new float[1], new float[1]);
    VectorSet trained = VectorSet.trained(table, vocabulary, vertices.labels());
    assertThat(write(trained, VectorFormat.TEXT)).hasContent("2 1\nv2 0.0\nv0 7.0\n");
    assertThat(trained.labels().find("v0")).isEqualTo(1);
    assertThat(trained.labels().find("v1")).isNegative();
    assertThat(trained.labels().find("v9")).isNegative();
  }

  @ParameterizedTest
  @EnumSource(VectorFormat.class)
  void shouldAskAboutCancellationOftenHoweverLongTheRows(VectorFormat format) {
    int rows = 1024;
    FloatTable table = new FloatTable(rows, 4096);
    VectorSet wide = new VectorSet(Sets.labels(rows), table);
    AtomicInteger asked = new AtomicInteger();
    Monitor cancelledSoon =
        new Monitor(StageListener.SILENT, Clock.SYSTEM, () -> asked.incrementAndGet() > 3);
    assertThatThrownBy(() -> VectorWriter.write(wide, format, directory.resolve("wide"), false, 2, cancelledSoon))
        .isInstanceOf(CancelledException.class);
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource(VectorFormat.class)
  void shouldWriteTheSameBytesOnAnyNumberOfThreads(VectorFormat format) throws IOException {
    int rows = 9_001;
    FloatTable table = new FloatTable(rows, 100);
    for (int row = 0; row < rows; row++) {
      for (int d = 0; d < table.dimensions(); d++) {
        table.chunk(row)[table.offset(row) + d] = (CounterRandom.mix(100L * row + d) >> 40) * 0x1p-23f;
      }
    }
    VectorSet set = new VectorSet(Sets.labels(rows), table);
    Path one = directory.resolve("one");
    VectorWriter.write(set, format, one, false, 1, Monitor.SILENT);
    for (int threads : new int[] {2, 5, 100}) {
      Path many = directory.resolve("by" + threads);
      VectorWriter.write(set, format, many, false, threads, Monitor.SILENT);
      for (int i = 0; i < format.files(one).size(); i++) {
        assertThat(format.files(many).get(i)).hasSameBinaryContentAs(format.files(one).get(i));
      }
    }
  }

  @Test
  void shouldReadAnEmptySet() throws IOException {
    Path file = Files.writeString(directory.resolve("empty"), "0 3\n");
    assertThat(VectorReader.read(file, Cancellation.NEVER).size()).isZero();
  }

  @Test
  void shouldReadTextWithTabsCarriageReturnsAndTrailingBlanks() throws IOException {
    Path file = Files.writeString(directory.resolve("loose"), "2 2\r\na\t1 2 \r\nb  3e0\t-.5\n\n");
    VectorSet read = VectorReader.read(file, Cancellation.NEVER);
    assertThat(row(read, 0)).containsExactly(1, 2);
    assertThat(row(read, 1)).containsExactly(3, -0.5f);
  }

  @Property(tries = 50)
  void shouldReadBackTheSameBits(
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(min = 4, max = 33) int dimensions,
      @ForAll long bits)
      throws IOException {
    float[][] values = new float[rows][dimensions];
    long state = bits;
    for (float[] row : values) {
      for (int d = 0; d < dimensions; d++) {
        state = CounterRandom.mix(state + 0x9E3779B97F4A7C15L);
        float value = Float.intBitsToFloat((int) state);
        row[d] = Float.isFinite(value) ? value : 0;
      }
    }
    VectorSet set = Sets.of(IntStream.range(0, rows).mapToObj(i -> "vertex" + i).toList(), values);
    Path folder = Files.createTempDirectory("vectors");
    for (VectorFormat format : VectorFormat.values()) {
      Path file = folder.resolve(format.label());
      VectorWriter.write(set, format, file, false, 1, Monitor.SILENT);
      VectorSet read = VectorReader.read(file, Cancellation.NEVER);
      for (int i = 0; i < rows; i++) {
        assertThat(row(read, i)).isEqualTo(values[i]);
        assertThat(read.labels().label(i)).isEqualTo("vertex" + i);
        assertThat(read.labels().find("vertex" + i)).isEqualTo(i);
      }
      for (Path written : format.files(file)) {
        Files.delete(written);
      }
    }
    Files.delete(folder);
  }

  private Path write(VectorSet set, VectorFormat format) {
    Path file = directory.resolve(format.label());
    VectorWriter.write(set, format, file, false, 1, Monitor.SILENT);
    return file;
  }

  private static float[] row(VectorSet set, int row) {
    float[] values = new float[set.table().dimensions()];
    set.table().read(row, values, 0);
    return values;
  }
}
