package io.strider.runtime.ingest;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An input with its compression taken off.
 *
 * @param kind what it was, for messages: {@code gzip}, {@code Zstandard} or {@code plain}
 * @param stream the text; closing it closes the raw stream
 */
public record Decompression(String kind, InputStream stream) {

  /**
   * The text of a file.
   *
   * @throws IOException if it cannot be opened, or begins like compressed data and is not
   */
  public static InputStream open(Path file) throws IOException {
    RawStream raw = new RawStream(Files.newInputStream(file));
    try {
      return of(raw).stream();
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** Looks at the first bytes of {@code raw}; takes none. */
  static Decompression of(RawStream raw) throws IOException {
    if (raw.startsWith(0x1F, 0x8B)) {
      return new Decompression("gzip", new GzipStream(raw));
    }
    if (raw.startsWith(0x28, 0xB5, 0x2F, 0xFD) || startsWithSkippableFrame(raw)) {
      return new Decompression("Zstandard", new ZstdInputStream(raw));
    }
    return new Decompression("plain", raw);
  }

  /** Parallel compressors begin with a skippable frame (RFC 8878, 3.1.2). */
  private static boolean startsWithSkippableFrame(RawStream raw) throws IOException {
    for (int low = 0x50; low <= 0x5F; low++) {
      if (raw.startsWith(low, 0x2A, 0x4D, 0x18)) {
        return true;
      }
    }
    return false;
  }
}
