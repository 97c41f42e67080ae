package io.strider.runtime.checkpoint;

import io.strider.runtime.common.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file that says that the owner of something lives: the system frees it when the process dies, however it dies. In a run
 * each epoch has a file of its own, so that who was deposed and still lives keeps only the lock of its own epoch. Thread-safe.
 *
 * <p>A POSIX lock is the process's, and is lost when the process closes <em>any</em> descriptor of the file; so what this
 * process has locked is remembered, and its files are not opened a second time.
 */
public final class OwnerLock implements AutoCloseable {

  private static final Set<Path> OWN = new HashSet<>();

  private final Path file;
  private final FileChannel channel;

  private OwnerLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock on a file, which is made if it is missing, or returns null where a living process has it.
   *
   * @throws InputException when the file cannot be made and locked
   */
  static @Nullable OwnerLock take(Path file) {
    try {
      return take(file, StandardOpenOption.CREATE);
    } catch (IOException e) {
      throw InputException.at(file.toString(), "no lock: " + e, "a folder that can be written and locked", e);
    }
  }

  /**
   * Makes a file and takes the lock on it, or returns null where another process was quicker.
   *
   * @param file that does not exist, in a folder given by its real path
   */
  public static @Nullable OwnerLock takeNew(Path file) throws IOException {
    return take(file, StandardOpenOption.CREATE_NEW);
  }

  /**
   * Takes the lock on a file that exists, or returns null where a living process has it. It may have been deleted by the time that
   * the lock is had.
   *
   * @param file in a folder given by its real path
   * @throws java.nio.file.NoSuchFileException when it does not exist
   */
  public static @Nullable OwnerLock takeExisting(Path file) throws IOException {
    return take(file, StandardOpenOption.WRITE);
  }

  private static @Nullable OwnerLock take(Path file, OpenOption how) throws IOException {
    synchronized (OWN) {
      if (OWN.contains(file)) {
        return null;
      }
      FileChannel channel = FileChannel.open(file, how, StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          OWN.add(file);
          return new OwnerLock(file, channel);
        }
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      channel.close();
      return null;
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
