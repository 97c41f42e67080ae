package io.strider.runtime.checkpoint;

import io.strider.runtime.common.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file that says that the owner of a run lives: the system frees it when the process dies, however it dies. Each
 * epoch has a file of its own, so that who was deposed and still lives keeps only the lock of its own epoch. Thread-safe.
 *
 * <p>A POSIX lock is the process's, and is lost when the process closes <em>any</em> descriptor of the file; so what this
 * process has locked is remembered, and its files are not opened a second time.
 */
final class OwnerLock implements AutoCloseable {

  private static final Set<Path> OWN = new HashSet<>();

  private final Path file;
  private final FileChannel channel;

  private OwnerLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes the lock, or returns null where a living process has it. */
  static @Nullable OwnerLock take(Path file) {
    synchronized (OWN) {
      if (OWN.contains(file)) {
        return null;
      }
      try {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
          channel.close();
          return null;
        }
        OWN.add(file);
        return new OwnerLock(file, channel);
      } catch (IOException e) {
        throw InputException.at(file.toString(), "no lock: " + e, "a folder that can be written and locked", e);
      }
    }
  }

  @Override
  public void close() {
    synchronized (OWN) {
      try {
        channel.close();
      } catch (IOException ignored) {
        // The lock goes with the process at the latest.
      }
      OWN.remove(file);
    }
  }
}
