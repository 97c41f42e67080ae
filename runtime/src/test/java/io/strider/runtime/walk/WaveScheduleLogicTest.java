package io.strider.runtime.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.walk.WaveScheduleLogic.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WaveScheduleLogicTest {

  /** Waves of 10 walks, the last of 5. */
  private static WaveScheduleLogic of(int waves, int buffers) {
    return new WaveScheduleLogic(100, 100 + 10L * waves - 5, 10, buffers);
  }

  @Test
  void shouldOpenTheNextWaveWhenOneIsEndingAndABufferIsFree() {
    WaveScheduleLogic schedule = of(3, 2);
    assertThat(schedule.start()).containsExactly(new Effect.Open(0, 0, 100, 10));
    assertThat(schedule.onEnding(0)).containsExactly(new Effect.Open(1, 1, 110, 10));
    assertThat(schedule.onComplete(0)).as("opened already").containsExactly(new Effect.Deliver(0, 0));
    assertThat(schedule.onConsumed(0)).as("wave 1 has just set off").isEmpty();
    assertThat(schedule.onEnding(1)).containsExactly(new Effect.Open(2, 0, 120, 5));
    assertThat(schedule.onEnding(2)).as("there is no other").isEmpty();
  }

  @Test
  void shouldWaitForABufferWhenNoneIsFree() {
    WaveScheduleLogic schedule = of(3, 2);
    schedule.start();
    schedule.onEnding(0);
    assertThat(schedule.onEnding(1)).as("both are in use").isEmpty();
    assertThat(schedule.onComplete(0)).containsExactly(new Effect.Deliver(0, 0));
    assertThat(schedule.onConsumed(0)).as("one is free, and wave 1 is ending").containsExactly(new Effect.Open(2, 0, 120, 5));
    WaveScheduleLogic inTurns = of(2, 1);
    inTurns.start();
    assertThat(inTurns.onEnding(0)).isEmpty();
    assertThat(inTurns.onComplete(0)).containsExactly(new Effect.Deliver(0, 0));
    assertThat(inTurns.onConsumed(0)).containsExactly(new Effect.Open(1, 0, 110, 5));
  }

  @Test
  void shouldMakeNothingOfEndingsHeardTwiceOrLate() {
    WaveScheduleLogic schedule = of(4, 3);
    schedule.start();
    assertThat(schedule.onEnding(0)).hasSize(1);
    assertThat(schedule.onEnding(0)).isEmpty();
    assertThat(schedule.onComplete(0)).containsExactly(new Effect.Deliver(0, 0));
    assertThat(schedule.onEnding(0)).as("after its end").isEmpty();
    assertThat(schedule.onComplete(1)).as("never said to be ending").containsExactly(new Effect.Open(2, 2, 120, 10));
    assertThat(schedule.onEnding(1)).isEmpty();
    assertThat(schedule.onEnding(0)).isEmpty();
  }

  @Test
  void shouldDeliverInOrderThoughALaterWaveIsCompleteFirst() {
    WaveScheduleLogic schedule = of(2, 2);
    schedule.start();
    schedule.onEnding(0);
    assertThat(schedule.walking()).isTrue();
    assertThat(schedule.onComplete(1)).isEmpty();
    assertThat(schedule.walking()).as("wave 0").isTrue();
    assertThat(schedule.onComplete(0)).containsExactly(new Effect.Deliver(0, 0));
    assertThat(schedule.walking()).isFalse();
    assertThat(schedule.onConsumed(0)).containsExactly(new Effect.Deliver(1, 1));
    assertThat(schedule.onConsumed(1)).containsExactly(new Effect.Finish());
    assertThatThrownBy(() -> schedule.onConsumed(5)).isInstanceOf(IllegalStateException.class);
  }

  /** Plays waves that end, complete and are consumed at random moments. */
  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,2", "4,3", "5,1", "6,4"})
  void shouldOpenAndDeliverEachWaveOnceInOrderAndNeverMoreThanThereAreBuffers(long seed, int buffers) {
    int waves = 30;
    Random random = new Random(seed);
    WaveScheduleLogic schedule = of(waves, buffers);
    List<Long> opened = new ArrayList<>();
    List<Long> delivered = new ArrayList<>();
    TreeSet<Long> walked = new TreeSet<>();
    long consumed = 0;
    boolean finished = false;
    List<Effect> effects = schedule.start();
    for (int turn = 0; turn < 100_000 && !finished; turn++) {
      for (Effect effect : effects) {
        switch (effect) {
          case Effect.Open open -> {
            opened.add(open.number());
            walked.add(open.number());
            assertThat(open.buffer()).isEqualTo((int) (open.number() % buffers));
          }
          case Effect.Deliver deliver -> delivered.add(deliver.number());
          case Effect.Finish finish -> finished = true;
        }
      }
      assertThat(opened.size() - consumed).as("seed %d, turn %d", seed, turn).isLessThanOrEqualTo(buffers);
      effects = List.of();
      int event = random.nextInt(3);
      if (event == 0) {
        effects = schedule.onEnding(random.nextInt(opened.size()));
      } else if (event == 1 && !walked.isEmpty()) {
        Long number = random.nextBoolean() ? walked.first() : walked.last();
        walked.remove(number);
        effects = schedule.onComplete(number);
      } else if (event == 2 && delivered.size() > consumed) {
        effects = schedule.onConsumed(consumed++);
      }
    }
    Long[] all = LongStream.range(0, waves).boxed().toArray(Long[]::new);
    assertThat(finished).as("seed %d", seed).isTrue();
    assertThat(opened).containsExactly(all);
    assertThat(delivered).containsExactly(all);
  }
}
