package io.strider.actors.api;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/** One job at work: its handle for the user, and for the work its progress board and its cancellation. Safe from any thread. */
final class JobRun<R> implements JobHandle<R>, Cancellation {

  /** What a job does, on a thread of its own. */
  @FunctionalInterface
  interface Work<R> {
    R run(JobRun<?> job);
  }

  private final ProgressBoard board = new ProgressBoard();
  private final CompletableFuture<R> result = new CompletableFuture<>();
  private volatile boolean cancelled;
  private @Nullable Thread reader;

  @Override
  public Source<Progress, NotUsed> progress() {
    return Source.fromGraph(new ProgressSource(board));
  }

  @Override
  public Progress current() {
    return board.latest();
  }

  /** Not a minimal stage: that would wrap every exception. */
  @Override
  public CompletionStage<R> result() {
    return result;
  }

  @Override
  public synchronized void cancel() {
    cancelled = true;
    if (reader != null) {
      reader.interrupt();
    }
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  /** Where the work tells how it gets on. */
  ProgressBoard board() {
    return board;
  }

  /** Reads input on this thread, which {@link #cancel} interrupts meanwhile: input may block for ever. */
  <T> T reading(Supplier<T> read) {
    synchronized (this) {
      check();
      reader = Thread.currentThread();
    }
    try {
      return read.get();
    } finally {
      synchronized (this) {
        reader = null;
      }
      Thread.interrupted();
    }
  }

  /** Does the work on this thread, then calls {@code ended}, then completes the result. */
  void run(Work<R> work, Runnable ended) {
    R value;
    try {
      value = work.run(this);
    } catch (RuntimeException | Error failure) {
      fail(failure, ended);
      return;
    }
    board.end(Progress.State.SUCCEEDED);
    ended.run();
    result.complete(value);
  }

  /** Ends a job that did not, or not wholly, do its work. */
  void fail(Throwable failure, Runnable ended) {
    Throwable told = failure;
    if (cancelled && !(failure instanceof CancelledException)) {
      told = new CancelledException();
      told.addSuppressed(failure);
    }
    board.end(told instanceof CancelledException ? Progress.State.CANCELLED : Progress.State.FAILED);
    ended.run();
    result.completeExceptionally(told);
  }
}
