package io.strider.runtime.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.InputException;
import io.strider.runtime.ingest.IngestOptions.BadLines;
import io.strider.runtime.ingest.IngestOptions.Delimiter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {

  private static final IngestOptions WEIGHTED = IngestOptions.DEFAULT.withWeighted(true);

  @TempDir Path folder;

  @Test
  void shouldNameFileLineFoundAndExpectedForAMissingColumn() throws IOException {
    Path file = Files.writeString(folder.resolve("edges.tsv"), "# c\na\tb\nlonely\n");
    assertThatThrownBy(() -> IngestText.read(GraphSource.path(file), IngestOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ":3: found only one column `lonely`, expected two labels separated by a tab");
  }

  @Test
  void shouldRefuseAnEmptyField() {
    fails("a\t\n", IngestOptions.DEFAULT, "standard input:1: found only one column `a\\t`");
    fails("a\tb\n\tb\n", IngestOptions.DEFAULT, "standard input:2: found an empty label");
    fails(",b\n", IngestOptions.DEFAULT, "standard input:1: found an empty label");
    fails("x", IngestOptions.DEFAULT.withDelimiter(Delimiter.COMMA), "two labels separated by a comma");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nan", "NaN", "-1", "0", "-0", "0.0", "1e999", "1e39", "1e-60", "abc", "1f", "1d", "0x1p3", "Infinity", "inf",
        "1e", "1e+", "e5", ".", "+", "--1", "1..2", "1_000", "١", "1e99999999999", "0x10", "1,5"
      })
  void shouldRefuseAWeightThatIsNotAFinitePositiveNumber(String weight) {
    String expected = "standard input:2: found the weight `" + weight + "`, expected a finite positive number";
    fails("1 2 1\n3 4 " + weight + "\n", WEIGHTED, expected);
    fails("a b 1\nc d " + weight + " more\n", WEIGHTED, expected);
  }

  @Test
  void shouldRefuseAMissingWeight() {
    fails("1 2 1\n1 3\n", WEIGHTED, "standard input:2: found no weight in `1 3`, expected two labels and a weight");
    fails("a\tb\t\n", WEIGHTED, "standard input:1: found no weight in `a\\tb\\t`");
  }

  @Test
  void shouldRefuseWeightsThatAddUpBeyondAFloat() {
    fails("a b 3e38\nb a 3e38\n", WEIGHTED, "weights of the edge `a` `b` that add up to 6.0E38");
  }

  @ParameterizedTest
  @CsvSource({"80", "C3", "C328", "C080", "E08080", "EDA080", "F0808080", "F4908080", "FF", "FE", "F8"})
  void shouldRefuseBrokenUtf8(String hex) {
    byte[] broken = java.util.HexFormat.of().parseHex(hex);
    byte[] text = concat("ok fine\na x".getBytes(StandardCharsets.UTF_8), broken, " \n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> IngestText.read(text, IngestOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("standard input:2: found the byte 0x")
        .hasMessageContaining("expected UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# only a comment\n", "  \n\n", "\uFEFF"})
  void shouldRefuseAnInputWithNoEdges(String text) {
    fails(text, IngestOptions.DEFAULT, "standard input: found no edges, expected at least one line `from to`");
  }

  @Test
  void shouldRefuseWhatIsNotThere() throws IOException {
    failsAt(folder.resolve("none"), "found no such file or folder");
    failsAt(Files.createDirectory(folder.resolve("empty")), "found a folder with no files");
    Files.createDirectory(folder.resolve("empty/_temporary"));
    Files.writeString(folder.resolve("empty/.hidden"), "a b\n");
    failsAt(folder.resolve("empty"), "found a folder with no files");
    Files.writeString(folder.resolve("empty/part"), "a b\n");
    Files.createDirectory(folder.resolve("empty/p=1"));
    Path parts = folder.resolve("empty");
    assertThatThrownBy(() -> IngestText.read(GraphSource.path(parts), IngestOptions.DEFAULT))
        .hasMessageContaining("p=1: found a folder, expected files alone");
    Files.delete(folder.resolve("empty/p=1"));
    Files.createSymbolicLink(folder.resolve("empty/q"), folder.resolve("nowhere"));
    assertThatThrownBy(() -> IngestText.read(GraphSource.path(parts), IngestOptions.DEFAULT))
        .hasMessageContaining("q: found a link to nothing, expected files alone");
  }

  @Test
  void shouldRefuseABannerThatIsNotInTheFirstLine() {
    String text = "\n%%MatrixMarket matrix coordinate real symmetric\n9 9 1\n1 2 5\n";
    fails(text, IngestOptions.DEFAULT, "standard input:2: found the banner of a Matrix Market file");
    fails(text, IngestOptions.DEFAULT.withBadLines(IngestOptions.BadLines.SKIP), "standard input:2: found the banner");
  }

  @Test
  void shouldRefuseOverlongLabelsAndLines() {
    String label = "x".repeat(LabelStore.MAX_LABEL_BYTES);
    try (IngestedGraph graph = IngestText.read(label + "\ty\n", IngestOptions.DEFAULT)) {
      assertThat(graph.labels().find(label)).isEqualTo(0);
    }
    fails("a\tb\n" + label + "x\ty\n", IngestOptions.DEFAULT, ":2: found a label of 65537 bytes, expected at most 65536");
    String line = "1 2" + " ".repeat(LineStream.MAX_LINE_BYTES - 3);
    IngestText.read(line + "\n", IngestOptions.DEFAULT).close();
    IngestText.read("3 4\n" + line, IngestOptions.DEFAULT).close();
    fails("3 4\n" + line + " \n", IngestOptions.DEFAULT, "standard input:2: found a line of more than 1048576 bytes");
    fails(line + " ", IngestOptions.DEFAULT, "standard input:1: found a line of more than");
  }

  @Test
  void shouldSkipAndCountBadLinesWithoutAddingTheirVertices() {
    IngestOptions skip = WEIGHTED.withBadLines(BadLines.SKIP);
    byte[] text =
        concat(
            "1 2 1\n1 3 nan\nalone\n4 5\nfine x".getBytes(StandardCharsets.UTF_8),
            new byte[] {(byte) 0xFF},
            " 1\n2 6 2\n".getBytes(StandardCharsets.UTF_8));
    try (IngestedGraph graph = IngestText.read(text, skip)) {
      assertThat(IngestText.rows(graph)).isEqualTo("2: 1=1.0 6=2.0\n1: 2=1.0\n6: 2=2.0\n");
      assertThat(graph.report()).isEqualTo(new IngestReport(6, 2, 0, 0, 4, 3, 2, 0));
    }
    fails("alone\n", skip, "found no edges");
  }

  private void failsAt(Path path, String message) {
    assertThatThrownBy(() -> IngestText.read(GraphSource.path(path), IngestOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(path + ": " + message);
  }

  private static void fails(String text, IngestOptions options, String message) {
    assertThatThrownBy(() -> IngestText.read(text, options))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  static byte[] concat(byte[]... parts) {
    var out = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
