package io.strider.runtime.vectors;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.progress.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorReaderTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|:1: found ''",
        "hello world\\n|:1: found 'hello world'",
        "2\\n|:1: found '2'",
        "1 0\\na\\n|:1: found '1 0'",
        "-1 2\\n|:1: found '-1 2'",
        "2000000000 300\\na 1\\n|at least 601 bytes for each",
        "2 2\\na 1 2\\n|found 1 vectors, expected 2",
        "2 2\\na 1 2\\nb 3\\n|:3: found 1 numbers, expected 2",
        "2 2\\na 1 2\\nb 3 4 5\\n|:3: found 3 numbers, expected 2",
        "2 2\\na 1 2\\nb 3 x4\\n|:3: found 'x4', expected a number",
        "2 2\\na 1 2\\na 3 4\\n|:3: found the label 'a' of vector 1 again",
        "2 2\\na 1 2\\nb NaN 4\\n|:3: found NaN as number 1, expected a finite number",
        "2 2\\na 1 2\\nb 1 1e99\\n|:3: found Infinity as number 2",
        "2 2\\na 1 2\\n\\nb 1 1\\n|:3: found an empty line",
        "1 2\\na 1 2\\nb 1 1\\n|found more than 1 vectors"
      })
  void shouldSayWhatIsWrongWithText(String content, String message) throws IOException {
    Path file = Files.writeString(directory.resolve("v.txt"), content.replace("\\n", "\n"));
    refused(file, message);
  }

  @Test
  void shouldSayWhereABinaryFileIsCutOff() throws IOException {
    Path file = directory.resolve("v.bin");
    VectorWriter.write(someVectors(), VectorFormat.BINARY, file, false, 1, Monitor.SILENT);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
    refused(file, "vector 3: found the end of the file, expected 8 float32 numbers");
    Files.write(file, Arrays.copyOf(bytes, bytes.length + 3));
    refused(file, "more than 3 vectors");
  }

  @Test
  void shouldSayWhatIsWrongWithNpy() throws IOException {
    Path file = directory.resolve("v.npy");
    VectorWriter.write(someVectors(), VectorFormat.NPY, file, false, 1, Monitor.SILENT);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
    refused(file, "bytes behind the last row");
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 90));
    refused(file, "bytes");
    Files.write(file, new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).replace("<f4", "<f8")
        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    refused(file, "'<f8'");
    for (String rows : new String[] {"2147483648", "1000000000"}) {
      Files.writeString(file, "\u0093NUMPY\1\0v\0" + npyHeader(rows), java.nio.charset.StandardCharsets.ISO_8859_1);
      refused(file, rows.equals("2147483648") ? "an axis of 2147483648" : "for each of 1000000000 vectors");
    }
    Files.write(file, bytes);
    Path labels = directory.resolve("v.npy.labels.txt");
    Files.writeString(labels, "a\nb\n");
    refused(file, "2 labels, expected 3");
    Files.writeString(labels, "a\nb\na\n");
    refused(file, ":3: found the label 'a'");
    Files.writeString(labels, "a\nb\nc\nd\n");
    refused(file, "more than 3 labels");
    Files.delete(labels);
    refused(file, "no file");
  }

  /** Of 118 bytes, with as many as ten digits. */
  private static String npyHeader(String rows) {
    String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", 2), }";
    return dictionary + " ".repeat(117 - dictionary.length()) + "\n";
  }

  @Test
  void shouldSayThatAFileIsMissingOrADirectory() {
    refused(directory.resolve("nothing"), "cannot be read");
    refused(directory, "a directory");
  }

  @Test
  void shouldStopWhenCancelled() throws IOException {
    Path file = Files.writeString(directory.resolve("v.txt"), "1 1\na 1\n");
    assertThatThrownBy(() -> VectorReader.read(file, () -> true)).isInstanceOf(CancelledException.class);
  }

  private static VectorSet someVectors() {
    float[] row = {0.1f, -0.2f, 0.3f, -0.4f, 0.5f, -0.6f, 0.7f, -0.8f};
    return Sets.of(List.of("a", "b", "c"), row, row, row);
  }

  private static void refused(Path file, String message) {
    assertThatThrownBy(() -> VectorReader.read(file, Cancellation.NEVER))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining(message);
  }
}
