package io.strider.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.strider.runtime.common.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsFileTest {

  private static final String CONTENT = "b\tred\n\na a\tgreen\r\nb\tblue\nb\tred\n#c\tblue";

  @TempDir Path directory;

  @Test
  void shouldReadSeveralClassesInTheOrderOfNames() throws IOException {
    check(LabelsFile.read(Files.writeString(directory.resolve("labels"), CONTENT)));
  }

  @Test
  void shouldPassOverAByteOrderMark() throws IOException {
    check(LabelsFile.read(Files.writeString(directory.resolve("labels"), "\uFEFF" + CONTENT)));
  }

  @Test
  void shouldReadGzipWhateverItsName() throws IOException {
    Path file = directory.resolve("labels.txt");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(CONTENT.getBytes(StandardCharsets.UTF_8));
    }
    check(LabelsFile.read(file));
  }

  @Test
  void shouldReadZstandardWhateverItsName() throws IOException {
    Path file = Files.write(directory.resolve("labels.txt"), Zstd.compress(CONTENT.getBytes(StandardCharsets.UTF_8)));
    check(LabelsFile.read(file));
  }

  /** As parallel compressors write them. */
  @Test
  void shouldReadZstandardBehindASkippableFrame() throws IOException {
    byte[] skippable = {0x50, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 7, 7};
    Path file = directory.resolve("labels.zst");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(skippable);
      out.write(Zstd.compress(CONTENT.getBytes(StandardCharsets.UTF_8)));
    }
    check(LabelsFile.read(file));
  }

  @Test
  void shouldReadTheKarateClub() {
    VertexClasses karate = LabelsFile.read(Path.of("src/test/resources/karate/labels.tsv"));
    assertThat(karate.vertexLabels()).hasSize(34);
    assertThat(karate.classNames()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b", "b c", "\tred", "b\t", "b\tred\tblue"})
  void shouldNameTheLineThatIsWrong(String line) throws IOException {
    Path file = Files.writeString(directory.resolve("labels"), "a\tred\n" + line + "\n");
    assertThatThrownBy(() -> LabelsFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("labels:2: found")
        .hasMessageContaining("vertex TAB class");
  }

  @Test
  void shouldExplainFilesThatCannotBeRead() throws IOException {
    refused(directory.resolve("missing"), "no readable file");
    refused(directory, "no readable file");
    refused(Files.writeString(directory.resolve("empty"), "\n"), "no line");
    byte[] latin = "a\tb\nc\t\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    refused(Files.write(directory.resolve("latin1"), latin), "latin1:2: found bytes that are not UTF-8");
    Path cut = directory.resolve("cut.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(cut))) {
      out.write(CONTENT.getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Files.readAllBytes(cut);
    Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length - 9));
    refused(cut, "failure to read");
  }

  private static void refused(Path file, String message) {
    assertThatThrownBy(() -> LabelsFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  private static void check(VertexClasses classes) {
    assertThat(classes.classNames()).containsExactly("blue", "green", "red");
    assertThat(classes.vertexLabels()).containsExactly("#c", "a a", "b");
    assertThat(classes.classesOfVertex().get(0)).containsExactly(0);
    assertThat(classes.classesOfVertex().get(1)).containsExactly(1);
    assertThat(classes.classesOfVertex().get(2)).containsExactly(0, 2);
  }
}
