package io.strider.runtime.output;

import io.strider.runtime.common.ThisHost;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Temporaries that stand beside an output because the process that wrote them was killed. Stateless. */
final class Leftovers {

  private static final Pattern SUFFIX = Pattern.compile("([0-9a-f]{8})-(\\d{1,18})-\\d+\\.tmp");

  /** Tells the hosts, or containers, of a shared file system apart, whose processes have the same numbers. */
  private static final String HOST = "%08x".formatted(ThisHost.name().hashCode());

  /** How far a process's start and the times of files may be apart, which come from clocks of their own. */
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(10);

  private Leftovers() {}

  /** The name of a temporary; {@code serial} tells those of one process apart. */
  static String name(Path target, long pid, long serial) {
    return prefix(target) + HOST + "-" + pid + "-" + serial + ".tmp";
  }

  /**
   * Deletes the temporaries of one target whose processes, of this host, are gone: no process has the number, or the one that
   * has it started after the file was last written. What cannot be told or deleted stays; it only takes room.
   *
   * @param target with a parent
   */
  static void delete(Path target) {
    String prefix = prefix(target);
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            target.resolveSibling(""), file -> file.getFileName().toString().startsWith(prefix))) {
      for (Path file : files) {
        Matcher suffix = SUFFIX.matcher(file.getFileName().toString().substring(prefix.length()));
        if (suffix.matches() && suffix.group(1).equals(HOST) && !isInUse(file, Long.parseLong(suffix.group(2)))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException ignored) {
      // The run that begins needs none of this.
    }
  }

  private static boolean isInUse(Path file, long pid) throws IOException {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isEmpty()) {
      return false;
    }
    Instant written = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    return process.get().info().startInstant().map(start -> start.isBefore(written.plus(CLOCK_SLACK))).orElse(true);
  }

  private static String prefix(Path target) {
    return "." + target.getFileName() + ".";
  }
}
