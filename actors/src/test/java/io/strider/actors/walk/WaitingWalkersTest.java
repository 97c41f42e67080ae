package io.strider.actors.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.walk.PartitionWalkLogic;
import io.strider.runtime.walk.WalkerBatch;
import io.strider.runtime.walk.WaveAttempt;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WaitingWalkersTest {

  private static final int BLOCK = PartitionWalkLogic.BLOCK_WALKERS;

  private final WaitingWalkers waiting = new WaitingWalkers();

  private static WalkerBatch batch(long wave, int attempt, int walkers) {
    return WalkerBatch.of(
        new WaveAttempt(wave, attempt), walkers, new byte[WalkerBatch.HEADER_BYTES + walkers * WalkerBatch.WALKER_BYTES]);
  }

  private WalkerBatch add(long wave, int walkers) {
    WalkerBatch batch = batch(wave, 0, walkers);
    waiting.add(batch);
    return batch;
  }

  private static int walkers(List<WalkerBatch> batches) {
    return batches.stream().mapToInt(WalkerBatch::count).sum();
  }

  @Test
  void shouldHandOutTheOldestWaveFirstAndNeverTwoAtOnce() {
    WalkerBatch later = add(8, 10);
    WalkerBatch first = add(7, 20);
    WalkerBatch laterToo = add(8, 30);
    WalkerBatch second = add(7, 40);
    assertThat(waiting.count()).isEqualTo(100);
    assertThat(waiting.take(1)).containsExactly(first, second);
    assertThat(waiting.count()).isEqualTo(40);
    assertThat(waiting.take(1)).containsExactly(later, laterToo);
    assertThat(waiting.count()).isZero();
  }

  @Test
  void shouldHandOutABlockAtLeastAndFourAtMost() {
    for (int i = 0; i < 20; i++) {
      add(1, BLOCK / 2);
    }
    assertThat(walkers(waiting.take(100))).as("a lane's share is less than a block").isEqualTo(BLOCK);
    assertThat(walkers(waiting.take(1))).as("half of what waits is more than four").isEqualTo(WaitingWalkers.MOST_AT_ONCE);
    assertThat(waiting.count()).isEqualTo(5 * BLOCK);
  }

  @Test
  void shouldHandOutHalfOfALanesShare() {
    for (int i = 0; i < 12; i++) {
      add(1, BLOCK);
    }
    assertThat(walkers(waiting.take(3))).as("12 blocks, 3 lanes").isEqualTo(2 * BLOCK);
    assertThat(walkers(waiting.take(3))).as("10 blocks: the next batch would be more than the share").isEqualTo(BLOCK);
  }

  @Test
  void shouldHandOutWhatIsLargerThanAnyShare() {
    WalkerBatch large = add(1, 6 * BLOCK);
    add(1, 1);
    assertThat(waiting.take(4)).containsExactly(large);
    assertThat(waiting.count()).isEqualTo(1);
  }

  @Test
  void shouldThrowOutWhatIsOutdated() {
    add(1, 10);
    add(2, 20);
    WalkerBatch again = batch(2, 1, 30);
    waiting.add(again);
    waiting.removeIf(attempt -> attempt.attempt() == 0);
    assertThat(waiting.count()).isEqualTo(30);
    assertThat(waiting.take(1)).containsExactly(again);
    waiting.removeIf(attempt -> true);
    assertThat(waiting.count()).isZero();
  }
}
