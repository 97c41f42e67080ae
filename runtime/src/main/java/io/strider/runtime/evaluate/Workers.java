package io.strider.runtime.evaluate;

import io.strider.runtime.common.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Runs independent numbered tasks on a given number of threads that end with the call. */
final class Workers {

  private Workers() {}

  /**
   * Runs task 0 to count − 1, each once, in any order; cancellation is asked before each. The first failure ends the
   * others after the task they are at, and is thrown as it was.
   */
  static void run(int threads, int count, Cancellation cancellation, IntConsumer task) {
    AtomicInteger next = new AtomicInteger();
    Runnable loop =
        () -> {
          try {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
              cancellation.check();
              task.accept(i);
            }
          } catch (RuntimeException | Error e) {
            next.set(count);
            throw e;
          }
        };
    if (threads == 1 || count <= 1) {
      loop.run();
      return;
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, count))) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < Math.min(threads, count); t++) {
        running.add(pool.submit(loop));
      }
      running.forEach(Workers::await);
    }
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new io.strider.runtime.common.CancelledException();
    }
  }
}
