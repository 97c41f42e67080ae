package io.strider.runtime.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

  private final WorkerPool pool = new WorkerPool("test", 2);

  @AfterEach
  void close() {
    pool.close();
  }

  /** Ends only a while after the first slice has. */
  private static void linger(CountDownLatch first, AtomicBoolean ended) {
    try {
      if (first.await(10, TimeUnit.SECONDS)) {
        Thread.sleep(100);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    ended.set(true);
  }

  @Test
  void shouldWaitForTheOtherSlicesWhenOneHasAnError() {
    CountDownLatch first = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    assertThatThrownBy(
            () ->
                pool.forEachSlice(
                    2,
                    (slice, from, to) -> {
                      if (slice == 1) {
                        linger(first, ended);
                      } else {
                        first.countDown();
                        throw new OutOfMemoryError("as if");
                      }
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(ended).isTrue();
  }

  @Test
  void shouldWaitForTheOtherSlicesWhenInterrupted() {
    CountDownLatch first = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    assertThatThrownBy(
            () ->
                pool.forEachSlice(
                    2,
                    (slice, from, to) -> {
                      if (slice == 1) {
                        linger(first, ended);
                      } else {
                        first.countDown();
                        Thread.currentThread().interrupt();
                      }
                    }))
        .isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended).isTrue();
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
}
