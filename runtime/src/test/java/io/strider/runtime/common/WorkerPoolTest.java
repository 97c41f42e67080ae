package io.strider.runtime.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.WorkerPool.SliceTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

  private final WorkerPool pool = new WorkerPool("test", 2);

  @AfterEach
  void close() {
    pool.close();
  }

  /** Lets slice 0 end so, and slice 1 only when the caller waits for it; whether that one had ended when the pool returned. */
  private void endFirst(Runnable end, Class<? extends Throwable> thrown) {
    Thread caller = Thread.currentThread();
    AtomicBoolean ended = new AtomicBoolean();
    SliceTask task =
        (slice, from, to) -> {
          if (slice == 0) {
            end.run();
          } else {
            long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (caller.getState() != Thread.State.WAITING && System.nanoTime() < limit) {
              Thread.onSpinWait();
            }
            ended.set(true);
          }
        };
    assertThatThrownBy(() -> pool.forEachSlice(2, task)).isInstanceOf(thrown);
    assertThat(ended).isTrue();
  }

  @Test
  void shouldWaitForTheOtherSlicesWhenOneHasAnError() {
    endFirst(
        () -> {
          throw new OutOfMemoryError("as if");
        },
        OutOfMemoryError.class);
  }

  @Test
  void shouldWaitForTheOtherSlicesWhenInterrupted() {
    endFirst(() -> Thread.currentThread().interrupt(), CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldThrowWhatAnotherSliceThrew() {
    assertThatThrownBy(
            () ->
                pool.forEachSlice(
                    2,
                    (slice, from, to) -> {
                      if (slice == 1) {
                        throw new IllegalArgumentException("as if");
                      }
                    }))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRunEveryTaskOnce() {
    AtomicIntegerArray runs = new AtomicIntegerArray(1_000);
    pool.forEachTask(1_000, (worker, task) -> runs.incrementAndGet(task));
    for (int task = 0; task < 1_000; task++) {
      assertThat(runs.get(task)).isEqualTo(1);
    }
    pool.forEachTask(0, (worker, task) -> runs.incrementAndGet(0));
    assertThat(runs.get(0)).isEqualTo(1);
  }

  @Test
  void shouldBeginNoTaskAfterOneThatFailed() {
    AtomicInteger begun = new AtomicInteger();
    assertThatThrownBy(
            () ->
                pool.forEachTask(
                    1_000_000,
                    (worker, task) -> {
                      begun.incrementAndGet();
                      if (task == 3) {
                        throw new IllegalArgumentException("the fourth");
                      }
                      Thread.onSpinWait();
                    }))
        .hasMessage("the fourth");
    assertThat(begun.get()).isLessThan(1_000_000);
  }
}
