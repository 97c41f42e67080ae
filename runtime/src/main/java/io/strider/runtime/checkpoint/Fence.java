package io.strider.runtime.checkpoint;

import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file, held for the moment in which the epoch is compared and something gets its name: so nobody can be deposed
 * between both. The file is never deleted, or two processes could hold locks on two files of one name. Thread-safe.
 */
public final class Fence {

  /** The threads of a process share its locks, so they take turns here. */
  private static final Object ONE_AT_A_TIME = new Object();

  private final Path file;
  private final Duration patience;

  /**
   * A fence.
   *
   * @param patience how long another process may hold the lock, which it needs for renames alone
   */
  public Fence(Path file, Duration patience) {
    this.file = file;
    this.patience = patience;
  }

  /** Runs something while no other process can. */
  public <T extends @Nullable Object> T within(Supplier<T> action) {
    synchronized (ONE_AT_A_TIME) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        if (!lock.isValid()) {
          throw new IOException("the lock was lost");
        }
        return action.get();
      } catch (IOException e) {
        throw InputException.at(file.toString(), "no lock: " + e, "a folder that can be written and locked", e);
      }
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    FileLock free = channel.tryLock();
    if (free != null) {
      return free;
    }
    FutureTask<FileLock> waiting = new FutureTask<>(channel::lock);
    Thread.ofPlatform().daemon().name("strider-run-fence").start(waiting);
    try {
      return waiting.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw InputException.at(
          file.toString(),
          "a lock that another process has held for " + patience.toSeconds() + " s",
          "a process that publishes and lets go; let it go on if it was stopped, or kill it");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }
}
