package io.strider.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.corpus.WaveSink;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.plan.MemoryPlan;
import io.strider.runtime.walk.WalkParameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StriderEngineWalkTest {

  private static final int VERTICES = 3000;
  private static final Graph GRAPH = TestGraphs.undirected(VERTICES, 12_000, 5);
  private static final WalkParameters SECOND_ORDER = new WalkParameters(4, 30, 0.5, 2, 9);
  private static final WaveSink NOWHERE = (wave, cancellation) -> {};
  private static final long PLENTY = 1L << 30;

  private static WalkResult walk(int threads, int partitions, long memoryBytes, WaveSink sink) {
    try (StriderEngine engine = StriderEngine.start(new EngineSettings(threads, partitions, memoryBytes))) {
      return engine.walk(
          GRAPH, TestGraphs.labels(VERTICES), SECOND_ORDER, sink, StageListener.SILENT, Cancellation.NEVER);
    }
  }

  @Test
  void shouldGiveOneCorpusHashForAnyPartitionsThreadsAndMemory() {
    WalkResult expected = walk(1, 1, PLENTY, NOWHERE);
    assertThat(expected.walks()).isEqualTo(4L * VERTICES);
    assertThat(expected.tokens()).isEqualTo(4L * VERTICES * 30);
    long tight = MemoryPlan.PROCESS_BYTES + (3L << 20);
    for (int partitions : new int[] {1, 2, 7}) {
      for (int threads : new int[] {1, 2}) {
        assertThat(walk(threads, partitions, PLENTY, NOWHERE)).isEqualTo(expected);
        assertThat(walk(threads, partitions, tight + partitions * (1L << 20), NOWHERE)).isEqualTo(expected);
      }
    }
  }

  @Test
  void shouldHandWavesToTheSinkInOrder() {
    List<Long> firsts = new ArrayList<>();
    long[] next = {0};
    walk(
        2,
        3,
        MemoryPlan.PROCESS_BYTES + (2L << 20),
        (wave, cancellation) -> {
          assertThat(wave.firstWalk()).isEqualTo(next[0]);
          next[0] += wave.walks();
          firsts.add(wave.firstWalk());
        });
    assertThat(next[0]).isEqualTo(4L * VERTICES);
    assertThat(firsts).as("a small budget means several waves").hasSizeGreaterThan(2);
  }

  @Test
  void shouldPassOnWhatTheSinkThrows() {
    assertThatThrownBy(
            () ->
                walk(
                    2,
                    2,
                    PLENTY,
                    (wave, cancellation) -> {
                      throw InputException.at("the sink", "no room", "room");
                    }))
        .isInstanceOf(InputException.class)
        .hasMessage("the sink: found no room, expected room");
  }

  /** Whoever interrupts closes what the sink writes to as soon as the call has returned. */
  @Test
  void shouldNotReturnFromAnInterruptBeforeTheSink() throws Exception {
    CountDownLatch inSink = new CountDownLatch(1);
    CountDownLatch mayGo = new CountDownLatch(1);
    AtomicBoolean left = new AtomicBoolean();
    FutureTask<Boolean> walk =
        new FutureTask<>(
            () -> {
              assertThatThrownBy(
                      () ->
                          walk(
                              2,
                              2,
                              PLENTY,
                              (wave, cancellation) -> {
                                inSink.countDown();
                                awaitQuietly(mayGo);
                                left.set(true);
                                cancellation.check();
                              }))
                  .isInstanceOf(CancelledException.class);
              assertThat(left).isTrue();
              return Thread.currentThread().isInterrupted();
            });
    Thread caller = Thread.ofPlatform().start(walk);
    inSink.await();
    caller.interrupt();
    assertThat(caller.join(Duration.ofMillis(500))).as("ends while the sink is at work").isFalse();
    mayGo.countDown();
    assertThat(walk.get()).as("the interrupt is passed on").isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldStopWhenCancelled() {
    AtomicBoolean cancelled = new AtomicBoolean();
    WalkParameters endless = new WalkParameters(1000, 300, 0.5, 2, 9);
    long smallWaves = MemoryPlan.PROCESS_BYTES + (8L << 20);
    try (StriderEngine engine = StriderEngine.start(new EngineSettings(2, 2, smallWaves))) {
      assertThatThrownBy(
              () ->
                  engine.walk(
                      GRAPH,
                      TestGraphs.labels(VERTICES),
                      endless,
                      (wave, cancellation) -> cancelled.set(true),
                      StageListener.SILENT,
                      cancelled::get))
          .isInstanceOf(CancelledException.class);
      assertThat(
              engine
                  .walk(
                      GRAPH,
                      TestGraphs.labels(VERTICES),
                      SECOND_ORDER,
                      NOWHERE,
                      StageListener.SILENT,
                      Cancellation.NEVER)
                  .walks())
          .as("the engine still works")
          .isEqualTo(4L * VERTICES);
    }
  }

  @Test
  void shouldCountTheOutboxesOfManyPartitions() {
    assertThatThrownBy(() -> walk(1, 2_000, 1L << 30, (wave, cancellation) -> {}))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("lanes 7");
  }

  @Test
  void shouldRefuseABudgetThatIsTooSmallWithTheNumbers() {
    assertThatThrownBy(() -> walk(2, 1, 1L << 20, NOWHERE))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("--memory: found 1 MiB, expected at least")
        .hasMessageContaining("process 256 MiB")
        .hasMessageContaining("smallest wave");
  }
}
