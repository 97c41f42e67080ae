package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.progress.Monitor;
import io.strider.runtime.vectors.VectorFormat;
import io.strider.runtime.vectors.VectorSet;
import io.strider.runtime.vectors.VectorWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A table in many small arrays is the table in one: what a table above 2³¹ floats is, but for its size. */
class FloatTableTest {

  @TempDir Path directory;

  private record Numbers(int size) implements Labels {
    @Override
    public byte[] utf8(int row) {
      return Integer.toString(row).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public int find(byte[] utf8) {
      return Integer.parseInt(new String(utf8, StandardCharsets.ISO_8859_1));
    }
  }

  @Property(tries = 200)
  void shouldKeepEveryRowApart(
      @ForAll @IntRange(min = 1, max = 70) int rows,
      @ForAll @IntRange(min = 1, max = 40) int dimensions,
      @ForAll @IntRange(min = 1, max = 1_000) int maxChunkFloats,
      @ForAll @IntRange(min = 0, max = 5) int lead) {
    int stride = new FloatTable(0, dimensions).stride();
    int given = FloatTable.rowsOfFirstChunk(rows, stride, maxChunkFloats);
    float[] first = new float[lead + given * stride];
    FloatTable table = new FloatTable(rows, dimensions, maxChunkFloats, first, lead);
    fill(table);
    float[] row = new float[dimensions];
    for (int r = 0; r < rows; r++) {
      if (r < given) {
        assertThat(table.chunk(r)).isSameAs(first);
      } else {
        assertThat(table.chunk(r)).isNotSameAs(first);
      }
      table.read(r, row, 0);
      for (int d = 0; d < dimensions; d++) {
        assertThat(row[d]).isEqualTo(value(r, d));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 500, 1_000})
  void shouldHashTheSameInManyArrays(int maxChunkFloats) {
    FloatTable one = new FloatTable(101, 20);
    FloatTable many = new FloatTable(101, 20, maxChunkFloats);
    fill(one);
    fill(many);
    assertThat(many.chunk(0)).isNotSameAs(many.chunk(100));
    assertThat(TrainingRuns.hash(many)).isEqualTo(TrainingRuns.hash(one));
  }

  @ParameterizedTest
  @EnumSource(VectorFormat.class)
  void shouldBeWrittenTheSameInManyArrays(VectorFormat format) throws IOException {
    FloatTable one = new FloatTable(101, 20);
    FloatTable many = new FloatTable(101, 20, 100);
    fill(one);
    fill(many);
    assertThat(write(many, format, "many")).isEqualTo(write(one, format, "one"));
  }

  private byte[] write(FloatTable table, VectorFormat format, String name) throws IOException {
    Path file = directory.resolve(name);
    VectorWriter.write(new VectorSet(new Numbers(table.rows()), table), format, file, false, 2, Monitor.SILENT);
    return Files.readAllBytes(file);
  }

  @Test
  void shouldFindARowThatDivergedInAnyArray() {
    FloatTable table = new FloatTable(101, 20, 100);
    DivergenceCheck.checkTable(table);
    table.chunk(100)[table.offset(100) + 19] = Float.NaN;
    assertThatThrownBy(() -> DivergenceCheck.checkTable(table))
        .hasMessageContaining("row 100 ");
  }

  /** A row outside the space is trained in a copy and its change added, which rounds once more. */
  @ParameterizedTest
  @ValueSource(ints = {1, 500, 1_000})
  void shouldTrainWithHogwildWhereverRowsAre(int maxTableFloats) {
    Wave corpus = TrainingRuns.ring(200, 4 * TrainingRuns.ROUND, 20, 1);
    TrainingParameters parameters = TrainingRuns.parameters(16, 5, 5).withHogwild(true);
    Vocabulary vocabulary = TrainingRuns.vocabulary(corpus, 1);
    BlockKernel kernel = new ScalarBlockKernel();
    try (SkipGramTrainer inSpace = TrainingRuns.trainer(corpus, vocabulary, parameters, 1, kernel);
        SkipGramTrainer outside = TrainingRuns.trainer(corpus, vocabulary, parameters, 1, kernel, maxTableFloats)) {
      TrainingRuns.train(inSpace, corpus, parameters, TrainingRuns.ROUND);
      TrainingRuns.train(outside, corpus, parameters, TrainingRuns.ROUND);
      assertClose(outside.vectors(), inSpace.vectors());
      assertClose(outside.contexts(), inSpace.contexts());
    }
  }

  private static void assertClose(EmbeddingTable actual, EmbeddingTable expected) {
    float[] wanted = new float[expected.dimensions()];
    float[] found = new float[expected.dimensions()];
    for (int row = 0; row < expected.rows(); row++) {
      expected.read(row, wanted, 0);
      actual.read(row, found, 0);
      assertThat(found).containsExactly(wanted, offset(1e-5f));
    }
  }

  private static void fill(FloatTable table) {
    for (int row = 0; row < table.rows(); row++) {
      for (int d = 0; d < table.dimensions(); d++) {
        table.chunk(row)[table.offset(row) + d] = value(row, d);
      }
    }
  }

  private static float value(int row, int d) {
    return row + d / 64f;
  }
}
