package io.strider.runtime.train;

import io.strider.runtime.common.ThreadEnds;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one trainer: the caller of {@link #run} is worker 0, the others are daemon threads that live
 * until {@link #close}. All of them run the same job and meet at {@link #barrier}. A failure of one releases all
 * others from every barrier, and comes out of {@code run}; after that the team runs nothing more.
 */
final class TrainerTeam implements AutoCloseable {

  /** What every worker does. */
  @FunctionalInterface
  interface Job {
    void run(int worker);
  }

  private final int size;
  private final Thread[] threads;
  private final Signal started;
  private final Signal passed;
  private final Signal finished;
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private volatile @Nullable Job job;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  TrainerTeam(int size) {
    this.size = size;
    started = new Signal(size);
    passed = new Signal(size);
    finished = new Signal(size);
    threads = new Thread[size - 1];
    for (int worker = 1; worker < size; worker++) {
      int id = worker;
      threads[worker - 1] = Thread.ofPlatform().daemon().name("strider-trainer-" + worker).start(() -> serve(id));
    }
  }

  int size() {
    return size;
  }

  /** Has any worker failed? Asked by jobs that meet at no barrier. */
  boolean failed() {
    return failure != null;
  }

  /** Runs a job on all workers and returns when all are done; rethrows the first failure. */
  void run(Job next) {
    if (closed || failure != null) {
      throw new IllegalStateException(closed ? "the trainer is closed" : "the trainer failed before");
    }
    job = next;
    running.set(size);
    int done = finished.value();
    started.raise();
    work(0, next);
    finished.await(0, done);
    job = null;
    rethrow(failure);
  }

  /** Waits until every worker of the job is here, or one has failed. */
  void barrier(int worker) {
    if (size == 1) {
      return;
    }
    int before = passed.value();
    if (failure != null) {
      // Seen before waiting: the step that a failure gives may lie behind us, and there is no other.
      throw new AbandonedException();
    }
    if (arrived.incrementAndGet() == size) {
      arrived.set(0);
      passed.raise();
    } else {
      passed.await(worker, before);
    }
    if (failure != null) {
      throw new AbandonedException();
    }
  }

  private void serve(int worker) {
    int seen = 0;
    while (true) {
      seen = started.await(worker, seen);
      Job next = job;
      if (closed || next == null) {
        return;
      }
      work(worker, next);
    }
  }

  private void work(int worker, Job next) {
    try {
      next.run(worker);
    } catch (AbandonedException another) {
      // The worker that failed has left its reason already.
    } catch (Throwable thrown) {
      fail(thrown);
    } finally {
      if (running.decrementAndGet() == 0) {
        finished.raise();
      }
    }
  }

  private synchronized void fail(Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    }
    passed.raise();
  }

  private static void rethrow(@Nullable Throwable thrown) {
    switch (thrown) {
      case null -> {}
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new IllegalStateException(thrown);
    }
  }

  /** Ends the threads and waits for them. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    started.raise();
    for (Thread thread : threads) {
      ThreadEnds.await(thread);
    }
  }

  /** Another worker failed: leave the job. */
  private static final class AbandonedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AbandonedException() {
      super(null, null, false, false);
    }
  }
}
