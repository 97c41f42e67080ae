package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.CancelledException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // An interrupt does not end a wait.
class TrainerTeamTest {

  /** More workers than cores: barriers must park, not spin. */
  private static final int WORKERS = 7;

  @Test
  void shouldLetNobodyPassBeforeAllArrived() {
    int barriers = 200;
    int[] steps = new int[WORKERS * 64];
    AtomicInteger wrong = new AtomicInteger();
    try (TrainerTeam team = new TrainerTeam(WORKERS)) {
      for (int job = 0; job < 3; job++) {
        team.run(
            worker -> {
              for (int i = 0; i < barriers; i++) {
                steps[worker * 64]++;
                team.barrier(worker);
                for (int other = 0; other < WORKERS; other++) {
                  wrong.addAndGet(steps[other * 64] == steps[worker * 64] ? 0 : 1);
                }
                team.barrier(worker);
              }
            });
      }
    }
    assertThat(wrong).hasValue(0);
    assertThat(steps[64]).isEqualTo(3 * barriers);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, WORKERS - 1})
  void shouldHandAFailureToTheCallerAndHangNobody(int failing) {
    try (TrainerTeam team = new TrainerTeam(WORKERS)) {
      assertThatThrownBy(
              () ->
                  team.run(
                      worker -> {
                        for (int i = 0; i < 100; i++) {
                          if (worker == failing && i == 50) {
                            throw new IllegalArgumentException("worker " + worker);
                          }
                          team.barrier(worker);
                        }
                      }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("worker " + failing);
      assertThat(team.failed()).isTrue();
      assertThatThrownBy(() -> team.run(worker -> {})).isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldHangNobodyWhoComesToABarrierAfterTheFailure(int failing) {
    try (TrainerTeam team = new TrainerTeam(2)) {
      assertThatThrownBy(
              () ->
                  team.run(
                      worker -> {
                        if (worker == failing) {
                          throw new CancelledException();
                        }
                        while (!team.failed()) {
                          Thread.onSpinWait();
                        }
                        // The failure is told first and its step is given then: be late for both.
                        LockSupport.parkNanos(20_000_000);
                        team.barrier(worker);
                      }))
          .isInstanceOf(CancelledException.class);
    }
  }

  @Test
  void shouldHandErrorsOnToo() {
    try (TrainerTeam team = new TrainerTeam(2)) {
      assertThatThrownBy(
              () ->
                  team.run(
                      worker -> {
                        if (worker == 1) {
                          throw new AssertionError("broken");
                        }
                      }))
          .isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void shouldEndItsThreadsOnCloseAndKeepAnInterrupt() {
    TrainerTeam team = new TrainerTeam(3);
    Set<Thread> workers = ConcurrentHashMap.newKeySet();
    Thread.currentThread().interrupt();
    team.run(
        worker -> {
          workers.add(Thread.currentThread());
          team.barrier(worker);
        });
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    team.close();
    team.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(workers).hasSize(3).contains(Thread.currentThread());
    assertThat(workers).filteredOn(Thread::isAlive).containsExactly(Thread.currentThread());
    assertThatThrownBy(() -> team.run(worker -> {})).isInstanceOf(IllegalStateException.class);
  }
}
