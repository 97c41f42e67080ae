package io.strider.runtime.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFilesTest {

  @TempDir Path directory;

  @Test
  void shouldPublishSeveralFilesAndLeaveNothingElse() throws IOException {
    Path labels = directory.resolve("labels");
    Path data = directory.resolve("data");
    try (OutputFiles outputs = new OutputFiles(false)) {
      outputs.write(labels, text("a"));
      outputs.write(data, text("b"));
      assertThat(labels).doesNotExist();
      assertThat(data).doesNotExist();
      outputs.publish();
    }
    assertThat(labels).hasContent("a");
    assertThat(data).hasContent("b");
    assertThat(names()).containsExactlyInAnyOrder("labels", "data");
  }

  @Test
  void shouldHashWhatItWrites() throws Exception {
    byte[] bytes = new byte[3 * WriteBehind.BLOCK_BYTES + 12_345];
    new Random(1).nextBytes(bytes);
    Path hashed = directory.resolve("hashed");
    Path cached = directory.resolve("cached");
    String sha256;
    try (OutputFiles outputs = new OutputFiles(false)) {
      sha256 = outputs.writeHashed(hashed, out -> out.write(bytes));
      outputs.writeCached(cached, out -> out.write(bytes));
      outputs.publish();
    }
    assertThat(sha256).isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    assertThat(hashed).hasBinaryContent(bytes);
    assertThat(cached).hasBinaryContent(bytes);
  }

  @Test
  void shouldFindTwoOutputsOfOneName() throws IOException {
    Path inner = Files.createDirectory(directory.resolve("inner"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), inner);
    Path file = inner.resolve("a");
    assertThat(OutputFiles.doubled(List.of(file, inner.resolve("b")))).isNull();
    for (Path same : List.of(file, link.resolve("a"), inner.resolve("../inner/a"), directory.resolve("none/../inner/a"))) {
      assertThat(OutputFiles.doubled(List.of(file, inner.resolve("b"), same))).isEqualTo(same);
    }
  }

  @Test
  void shouldRefuseDescriptorsAndNoName() {
    for (String name : List.of("", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/dev/../dev/stderr")) {
      assertThatThrownBy(() -> OutputFiles.check(Path.of(name), true)).as(name).isInstanceOf(InputException.class);
    }
  }

  @Test
  void shouldDeleteTemporariesWhenTheBodyFails() {
    Path data = directory.resolve("data");
    assertThatThrownBy(
            () -> {
              try (OutputFiles outputs = new OutputFiles(false)) {
                outputs.write(directory.resolve("first"), text("a"));
                outputs.write(
                    data,
                    out -> {
                      out.write(1);
                      throw new CancelledException();
                    });
              }
            })
        .isInstanceOf(CancelledException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void shouldExplainAFailureToWrite() {
    Path data = directory.resolve("data");
    try (OutputFiles outputs = new OutputFiles(false)) {
      assertThatThrownBy(
              () ->
                  outputs.write(
                      data,
                      out -> {
                        throw new IOException("No space left on device");
                      }))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(data.toString())
          .hasMessageContaining("No space left on device");
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void shouldKeepAFileThatExistsUnlessForced() throws IOException {
    Path data = Files.writeString(directory.resolve("data"), "old");
    assertThatThrownBy(() -> OutputFiles.check(data, false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--force");
    try (OutputFiles outputs = new OutputFiles(true)) {
      outputs.write(data, text("new"));
      assertThat(data).hasContent("old");
      outputs.publish();
    }
    assertThat(data).hasContent("new");
  }

  @Test
  void shouldNotReplaceAFileThatAppearedMeanwhile() throws IOException {
    Path data = directory.resolve("data");
    try (OutputFiles outputs = new OutputFiles(false)) {
      outputs.write(data, text("new"));
      Files.writeString(data, "somebody else's");
      assertThatThrownBy(outputs::publish).isInstanceOf(InputException.class);
    }
    assertThat(data).hasContent("somebody else's");
    assertThat(names()).containsExactly("data");
  }

  @Test
  void shouldReplaceTheFileBehindASymbolicLink() throws IOException {
    Path real = Files.writeString(directory.resolve("real"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    try (OutputFiles outputs = new OutputFiles(true)) {
      outputs.write(link, text("new"));
      outputs.publish();
    }
    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("new");
  }

  @Test
  void shouldRefuseTargetsThatCannotBePublished() throws IOException {
    Files.createDirectory(directory.resolve("folder"));
    refused(directory.resolve("folder"), "a directory");
    refused(directory.resolve("missing/data"), "no directory");
    refused(Path.of("-"), "standard output");
    refused(Path.of("/dev/null"), "a device or a pipe");
  }

  @Test
  void shouldRefuseTheSameNameTwice() {
    Path data = directory.resolve("data");
    try (OutputFiles outputs = new OutputFiles(false)) {
      outputs.write(data, text("a"));
      assertThatThrownBy(() -> outputs.write(data, text("b"))).hasMessageContaining("the same name");
    }
  }

  @Test
  void shouldDeleteWhatDeadProcessesLeftAndNothingElse() throws IOException {
    long living = ProcessHandle.current().pid();
    FileTime beforeItStarted =
        FileTime.from(ProcessHandle.current().info().startInstant().orElseThrow().minusSeconds(60));
    leave(temporary(deadProcess(), 1));
    leave(temporary(deadProcess(), 12));
    Files.setLastModifiedTime(leave(temporary(living, 8_000_000_001L)), beforeItStarted);
    Set<String> kept =
        Set.of(
            temporary(living, 8_000_000_002L),
            temporary(ProcessHandle.current().parent().orElseThrow().pid(), 1),
            temporary(deadProcess(), 3).replaceFirst("[0-9a-f]{8}", "0123abcd"),
            ".data." + deadProcess() + "-1.tmp",
            ".data.notes.tmp",
            ".data.0815-1.tmp.bak",
            ".other." + deadProcess() + "-1.tmp",
            "data." + deadProcess() + "-1.tmp");
    kept.forEach(this::leave);
    try (OutputFiles outputs = new OutputFiles(false)) {
      outputs.write(directory.resolve("data"), text("a"));
      outputs.publish();
    }
    assertThat(names()).containsExactlyInAnyOrderElementsOf(with(kept, "data"));
  }

  @Test
  void shouldPassOverALeftoverWithItsOwnNumber() throws IOException {
    Path data = directory.resolve("data");
    for (int serial = 0; serial < 1000; serial++) {
      leave(temporary(ProcessHandle.current().pid(), serial));
    }
    try (OutputFiles outputs = new OutputFiles(false)) {
      outputs.write(data, text("a"));
      outputs.publish();
    }
    assertThat(data).hasContent("a");
  }

  private String temporary(long pid, long serial) {
    return Leftovers.name(directory.resolve("data"), pid, serial);
  }

  /** Hours of work must not be lost to a folder that went away at the last moment. */
  @Test
  void shouldKeepWhatItCannotName() throws IOException {
    Path first = Files.createDirectory(directory.resolve("one")).resolve("data");
    Path second = Files.createDirectory(directory.resolve("two")).resolve("data");
    try (OutputFiles outputs = new OutputFiles(true)) {
      outputs.write(first, text("a"));
      outputs.write(second, text("b"));
      outputs.moveLast(first);
      Files.createDirectory(second);
      Files.createFile(second.resolve("in the way"));
      assertThatThrownBy(outputs::publish).hasMessageContaining("a directory");
      Files.delete(second.resolve("in the way"));
      Files.delete(second);
      Path moved = Files.move(second.getParent(), directory.resolve("moved"));
      Files.createSymbolicLink(directory.resolve("two"), moved);
      outputs.check();
      Files.delete(directory.resolve("two"));
      Files.createSymbolicLink(directory.resolve("two"), Files.createDirectory(directory.resolve("empty")));
      assertThatThrownBy(outputs::publish).hasMessageContaining("what was written is kept as " + second.getParent());
    }
    assertThat(first).as("not named before the one in its way").doesNotExist();
    try (Stream<Path> left = Files.list(first.getParent())) {
      assertThat(left.toList()).singleElement().satisfies(file -> assertThat(file).hasContent("a"));
    }
  }

  private Path leave(String name) {
    try {
      return Files.createFile(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The number of a process that has ended. */
  private static long deadProcess() throws IOException {
    Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-version").start();
    process.onExit().join();
    return process.pid();
  }

  private static Set<String> with(Set<String> names, String another) {
    Set<String> all = new HashSet<>(names);
    all.add(another);
    return all;
  }

  private static void refused(Path target, String found) {
    assertThatThrownBy(() -> OutputFiles.check(target, true))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(found);
  }

  private static OutputBody text(String content) {
    return out -> out.write(content.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> names() {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
