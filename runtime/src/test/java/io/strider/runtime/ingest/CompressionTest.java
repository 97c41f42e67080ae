package io.strider.runtime.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.strider.runtime.common.InputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressionTest {

  private static final String TEXT = edges(3000);

  @TempDir Path folder;

  @Test
  void shouldReadGzipAndZstandardByTheirMagicBytes() throws IOException, NoSuchAlgorithmException {
    String expected = IngestText.rows(TEXT, IngestOptions.DEFAULT);
    byte[] gzip = gzip(TEXT);
    for (byte[] bytes : new byte[][] {gzip, zstd(TEXT), gzipWithAllHeaderFields(TEXT)}) {
      Path file = Files.write(folder.resolve("edges.txt"), bytes);
      try (IngestedGraph graph = IngestText.read(GraphSource.path(file), IngestOptions.DEFAULT)) {
        assertThat(IngestText.rows(graph)).isEqualTo(expected);
        String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        assertThat(graph.inputs()).containsExactly(new InputFile(file.toString(), bytes.length, sha256));
      }
    }
  }

  @Test
  void shouldReadSeveralMembersEvenFromAStreamThatDeliversSingleBytes() {
    byte[] padded = BadInputTest.concat(gzip("a b\n"), gzip(""), gzip("b c\n"), new byte[600]);
    byte[] frames = BadInputTest.concat(skippableFrame(), zstd("a b\n"), zstd("b c\n"));
    for (byte[] bytes : new byte[][] {padded, frames}) {
      try (IngestedGraph graph = IngestText.read(GraphSource.stdin(new Trickle(bytes)), IngestOptions.DEFAULT)) {
        assertThat(IngestText.rows(graph)).isEqualTo("b: a c\na: b\nc: b\n");
        assertThat(graph.inputs().getFirst().bytes()).isEqualTo(bytes.length);
      }
    }
  }

  @Test
  void shouldRefuseEveryTruncationOfAGzipFile() {
    byte[] whole = BadInputTest.concat(gzip("a b\n"), gzip("b c\n"));
    int boundary = gzip("a b\n").length;
    for (int length = 2; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length != boundary) {
        assertThatThrownBy(() -> IngestText.read(cut, IngestOptions.DEFAULT))
            .as("cut at %d", length)
            .isInstanceOf(InputException.class)
            .hasMessageContaining("standard input:")
            .hasMessageContaining("a damaged or truncated gzip stream");
      }
    }
  }

  @Test
  void shouldTellACutMatrixFromOneWithTooFewEntries() {
    byte[] whole = gzip("%%MatrixMarket matrix coordinate pattern general\n9 9 3000\n" + "1 2\n2 3\n4 5\n".repeat(1000));
    byte[] cut = Arrays.copyOf(whole, whole.length - 4);
    assertThatThrownBy(() -> IngestText.read(cut, IngestOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a damaged or truncated gzip stream");
  }

  @Test
  void shouldNameABadLineBeforeACut() {
    byte[] whole = gzip("1 2\nlonely\n" + TEXT);
    byte[] cut = Arrays.copyOf(whole, whole.length - 4);
    assertThatThrownBy(() -> IngestText.read(cut, IngestOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("standard input:2: found only one column `lonely`");
  }

  @Test
  void shouldRefuseEveryTruncationOfAZstandardFrame() {
    byte[] whole = zstd("a b\nb c\n");
    for (int length = 4; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> IngestText.read(cut, IngestOptions.DEFAULT))
          .as("cut at %d", length)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("a damaged or truncated Zstandard stream");
    }
  }

  @Test
  void shouldNameTheLineThatWasReached() {
    byte[] gzip = gzip(TEXT);
    byte[] cut = Arrays.copyOf(gzip, gzip.length - 8);
    long lines = TEXT.lines().count();
    assertThatThrownBy(() -> IngestText.read(cut, IngestOptions.DEFAULT))
        .hasMessageStartingWith("standard input:" + (lines + 1) + ": found a damaged or truncated gzip stream")
        .hasMessageEndingWith("expected a complete gzip file");
  }

  @Test
  void shouldRefuseDamageAndTrailingGarbage() {
    byte[] gzip = gzip(TEXT);
    byte[] damaged = gzip.clone();
    damaged[gzip.length - 6] ^= 1;
    byte[] garbage = BadInputTest.concat(gzip, "garbage".getBytes(StandardCharsets.UTF_8));
    byte[] zstd = zstd(TEXT);
    zstd[zstd.length / 2] ^= 0x55;
    for (byte[] bytes : new byte[][] {damaged, garbage, zstd}) {
      assertThatThrownBy(() -> IngestText.read(bytes, IngestOptions.DEFAULT))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("a damaged or truncated");
    }
  }

  private static String edges(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("v").append(i * 7919 % 1013).append('\t').append("v").append(i * 104729 % 997).append('\n');
    }
    return text.toString();
  }

  static byte[] gzip(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  private static byte[] gzipWithAllHeaderFields(String text) {
    byte[] plain = gzip(text);
    byte[] header = {0x1F, (byte) 0x8B, 8, 0x1F, 0, 0, 0, 0, 0, 3, 2, 0, 'x', 'y', 'n', 0, 'c', 0, 1, 2};
    return BadInputTest.concat(header, Arrays.copyOfRange(plain, 10, plain.length));
  }

  private static byte[] zstd(String text) {
    return Zstd.compress(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] skippableFrame() {
    return new byte[] {0x51, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3};
  }

  /** Gives one byte a read and never says that there is more. */
  private static final class Trickle extends InputStream {
    private final ByteArrayInputStream in;

    Trickle(byte[] bytes) {
      this.in = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return in.read(target, offset, Math.min(1, length));
    }
  }
}
