package io.strider.runtime.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.InputException;
import io.strider.runtime.ingest.IngestOptions.BadLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixMarketTest {

  private static final IngestOptions PLAIN = IngestOptions.DEFAULT;
  private static final IngestOptions DIRECTED = PLAIN.withDirected(true);
  private static final IngestOptions WEIGHTED = PLAIN.withWeighted(true);

  @Test
  void shouldReadAPatternMatrixWithoutAddingUnnamedIndices() {
    String text = "%%MatrixMarket matrix coordinate pattern general\n% about\n\n9 9 3\n1 2\n2 1\n 3  2 \n";
    try (IngestedGraph graph = IngestText.read(text, PLAIN)) {
      assertThat(IngestText.rows(graph)).isEqualTo("2: 1 3\n1: 2\n3: 2\n");
      assertThat(graph.report()).isEqualTo(new IngestReport(7, 3, 1, 0, 0, 3, 2, 0));
    }
    assertThat(IngestText.rows(text, DIRECTED)).isEqualTo("2: 1\n1: 2\n3: 2\n");
  }

  @Test
  void shouldReadASymmetricMatrixAsArcsInBothDirections() {
    String text = "%%matrixmarket MATRIX Coordinate Real Symmetric\r\n3 3 3\r\n2 1 0.5\r\n3 2 2\r\n3 3 1\r\n";
    assertThat(IngestText.rows(text, DIRECTED.withWeighted(true).withKeepSelfLoops(true)))
        .isEqualTo("2: 3=2.0 1=0.5\n3: 2=2.0 3=1.0\n1: 2=0.5\n");
    try (IngestedGraph graph = IngestText.read(text, DIRECTED)) {
      assertThat(graph.report()).isEqualTo(new IngestReport(5, 3, 0, 1, 0, 3, 4, 0));
    }
    assertThat(IngestText.rows(text, WEIGHTED)).isEqualTo("2: 1=0.5 3=2.0\n1: 2=0.5\n3: 2=2.0\n");
  }

  @Test
  void shouldReadCompressedMatrices() {
    byte[] gzip = CompressionTest.gzip("%%MatrixMarket matrix coordinate integer general\n2 2 1\n1 2 3\n");
    try (IngestedGraph graph = IngestText.read(gzip, WEIGHTED)) {
      assertThat(IngestText.rows(graph)).isEqualTo("1: 2=3.0\n2: 1=3.0\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "array real general|1 1|1: found the banner",
        "coordinate complex general|1 1 0|1: found the banner",
        "coordinate real skew-symmetric|1 1 0|1: found the banner",
        "coordinate real hermitian|1 1 0|1: found the banner",
        "coordinate real|1 1 0|1: found the banner",
        "coordinate pattern general|2 2|2: found `2 2`, expected a size line",
        "coordinate pattern general|2 x 2|2: found `2 x 2`, expected a size line",
        "coordinate pattern general|2 3 1|2: found a matrix of 2 × 3, expected a square matrix",
        "coordinate pattern general|3 3 2;1 2|3: found the end of the file after 1 entries, expected 2 entries",
        "coordinate pattern general|3 3 1;1 2;2 3|4: found one more entry `2 3`, expected 1 entries",
        "coordinate pattern general|3 3 1;1 4|3: found the index `4`, expected a number from 1 to 3",
        "coordinate pattern general|3 3 1;0 1|3: found the index `0`, expected a number from 1 to 3",
        "coordinate pattern general|3 3 1;01 1|3: found the index `01`",
        "coordinate pattern general|3 3 1;x 1|3: found the index `x`",
        "coordinate pattern general|3 3 1;1|3: found too few columns `1`",
        "coordinate pattern general||1: found the end of the file, expected a size line"
      })
  void shouldRefuseWhatItCannotRead(String form, String lines, String message) {
    String text = "%%MatrixMarket matrix " + form + "\n" + (lines == null ? "" : lines.replace(";", "\n") + "\n");
    assertThatThrownBy(() -> IngestText.read(text, PLAIN.withBadLines(BadLines.FAIL)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("standard input:" + message);
  }

  @Test
  void shouldRefuseWeightsThatAreNotThere() {
    String pattern = "%%MatrixMarket matrix coordinate pattern general\n2 2 1\n1 2\n";
    assertThatThrownBy(() -> IngestText.read(pattern, WEIGHTED)).hasMessageContaining(":1: found a pattern matrix");
    String zero = "%%MatrixMarket matrix coordinate real general\n2 2 1\n1 2 0.0\n";
    assertThatThrownBy(() -> IngestText.read(zero, WEIGHTED)).hasMessageContaining(":3: found the weight `0.0`");
  }

  @Test
  void shouldCountSkippedEntriesAsEntries() {
    String text = "%%MatrixMarket matrix coordinate real general\n3 3 3\n1 2 1\n1 9 1\n2 3 1\n";
    try (IngestedGraph graph = IngestText.read(text, WEIGHTED.withBadLines(BadLines.SKIP))) {
      assertThat(graph.report().badLines()).isEqualTo(1);
      assertThat(graph.report().edges()).isEqualTo(2);
    }
  }
}
