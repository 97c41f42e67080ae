package io.strider.deploy.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The most memory that this process has had resident. */
final class PeakMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long BYTES_PER_KIB = 1024;

  private PeakMemory() {}

  /** Bytes, as Linux counts them (VmHWM); null where there is no such file. */
  static @Nullable Long residentBytes() {
    return residentBytes(STATUS);
  }

  static @Nullable Long residentBytes(Path status) {
    if (!Files.isReadable(status)) {
      return null;
    }
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * BYTES_PER_KIB;
        }
      }
    } catch (IOException e) {
      return null;
    }
    return null;
  }
}
