package io.strider.runtime.common;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
    Throwable failure = null;
    try {
      task.run(0, 0, bound(n, 1));
    } catch (Throwable e) {
      failure = e;
    }
    for (Future<?> other : others) {
      Throwable its = failureOf(other);
      failure = failure == null ? its : failure;
    }
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("a worker failed", failure);
    }
  }

  /** A task by number, on the worker numbered from 0; tasks of a worker never overlap. */
  @FunctionalInterface
  public interface NumberedTask {
    void run(int worker, int task);
  }

  /**
   * Runs the tasks 0 to n − 1, each on the worker that is free next, and returns when the last is done. Once one has failed no
   * other begins, and its failure comes out of here.
   */
  public void forEachTask(int n, NumberedTask work) {
    AtomicInteger next = new AtomicInteger();
    forEachSlice(
        threads,
        (worker, from, to) -> {
          boolean done = false;
          try {
            for (int task = next.getAndIncrement(); task < n; task = next.getAndIncrement()) {
              work.run(worker, task);
            }
            done = true;
          } finally {
            if (!done) {
              next.set(n);
            }
          }
        });
  }

  private int bound(int n, int slice) {
    return (int) ((long) n * slice / threads);
  }

  /** Waits for a slice to its end, interrupted or not: what it works on must not be given back before. */
  private static @Nullable Throwable failureOf(Future<?> slice) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          slice.get();
          return interrupted ? new CancelledException() : null;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      return e.getCause();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
