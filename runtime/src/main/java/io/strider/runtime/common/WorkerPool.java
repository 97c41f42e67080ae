package io.strider.runtime.common;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A fixed number of daemon threads that work through the slices of an index range. One caller at a time. */
public final class WorkerPool implements AutoCloseable {

  private final int threads;
  private final ExecutorService executor;

  /**
   * A pool.
   *
   * @param name prefix of the threads' names
   * @param threads how many, at least 1; with 1 the caller does the work itself
   */
  public WorkerPool(String name, int threads) {
    this.threads = threads;
    this.executor =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1), Thread.ofPlatform().daemon().name(name + "-", 0).factory());
  }

  /** How many slices run at the same time. */
  public int threads() {
    return threads;
  }

  /** Work on the indexes [from, to) by slice number {@code slice}. */
  @FunctionalInterface
  public interface SliceTask {
    void run(int slice, int from, int to);
  }

  /** Cuts [0, n) into one contiguous slice a thread, runs them all and returns when the last is done. */
  public void forEachSlice(int n, SliceTask task) {
    List<Future<?>> others = new ArrayList<>();
    for (int slice = 1; slice < threads; slice++) {
      int s = slice;
      Callable<Boolean> call =
          () -> {
            task.run(s, bound(n, s), bound(n, s + 1));
            return true;
          };
      others.add(executor.submit(call));
    }
    RuntimeException failure = null;
    try {
      task.run(0, 0, bound(n, 1));
    } catch (RuntimeException e) {
      failure = e;
    }
    for (Future<?> other : others) {
      failure = await(other, failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private int bound(int n, int slice) {
    return (int) ((long) n * slice / threads);
  }

  private static @Nullable RuntimeException await(
      Future<?> future, @Nullable RuntimeException failure) {
    try {
      future.get();
      return failure;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        return failure == null ? cause : failure;
      }
      return new IllegalStateException("a worker failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CancelledException();
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
