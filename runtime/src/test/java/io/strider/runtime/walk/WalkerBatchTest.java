package io.strider.runtime.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WalkerBatchTest {

  private static final WaveAttempt ATTEMPT = new WaveAttempt(3, 1);
  private static final TransitionModel MODEL =
      TransitionModel.of(
          new Graph(false, new int[] {0, 1, 2}, new int[] {1, 0}, null),
          new WalkParameters(1, 80, 0.5, 2, 7),
          Cancellation.NEVER);

  private record Walker(long id, int step, int previous, int current, int question, int trial) {}

  /** Ids far beyond an int, after and before the first one's; every fifth asks, every seventh was refused before. */
  private static List<Walker> walkers(int count) {
    List<Walker> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long id = (1L << 40) + (i * 7_919L) % 60_000 - 30_000;
      int question = i % 5 == 1 ? 4_000 + i : WalkerBatch.NO_QUESTION;
      all.add(new Walker(id, 1 + i % 79, 1_000 + i, 2_000 + i, question, i % 7 == 2 || i % 5 == 1 ? 1 + i % 3 : 0));
    }
    return all;
  }

  private static WalkerBatch batch(List<Walker> walkers, WalkerBatch.Builder builder) {
    for (Walker walker : walkers) {
      if (walker.question == WalkerBatch.NO_QUESTION && walker.trial == 0) {
        builder.add(walker.id, walker.step, walker.previous, walker.current);
      } else {
        builder.add(walker.id, walker.step, walker.previous, walker.current, walker.question, walker.trial);
      }
    }
    return builder.seal(ATTEMPT);
  }

  private static List<Walker> loaded(WalkerBatch batch, int blockSize) {
    List<Walker> all = new ArrayList<>();
    WalkerBlock block = new WalkerBlock(blockSize, 80);
    for (int from = 0; from < batch.count(); ) {
      block.count = 0;
      from += batch.load(from, block, MODEL);
      for (int i = 0; i < block.count; i++) {
        WalkerColumns columns = block.walkers;
        assertThat(columns.stream[i]).isEqualTo(MODEL.stream(block.walkId[i]));
        all.add(
            new Walker(
                block.walkId[i],
                columns.step[i],
                columns.previous[i],
                columns.current[i],
                block.question[i],
                columns.refusedTrials[i]));
      }
    }
    return all;
  }

  @Test
  void shouldBringEveryWalkerWhateverTheBlock() {
    WalkerBatch.Builder builder = new WalkerBatch.Builder();
    for (int count : new int[] {1, 2, 16, 17, 400}) {
      List<Walker> walkers = walkers(count);
      WalkerBatch batch = batch(walkers, builder);
      WalkerBatch travelled = WalkerBatch.of(batch.attempt(), batch.count(), batch.bytes());
      for (int blockSize : new int[] {1, 3, 16, 1024}) {
        assertThat(loaded(travelled, blockSize)).containsExactlyInAnyOrderElementsOf(walkers);
      }
    }
  }

  @Test
  void shouldTakeLittleRoomForThoseWhoAskNothing() {
    WalkerBatch.Builder builder = new WalkerBatch.Builder();
    List<Walker> walkers = walkers(100).stream().filter(walker -> walker.trial == 0).toList();
    assertThat(batch(walkers, builder).bytes()).hasSize(12 + 16 * walkers.size());
    assertThat(batch(walkers(2), builder).bytes()).hasSize(12 + 16 * 2 + 8);
  }

  @Test
  void shouldRefuseCountsThatDoNotFit() {
    byte[] bytes = batch(walkers(10), new WalkerBatch.Builder()).bytes();
    assertThatThrownBy(() -> WalkerBatch.of(ATTEMPT, 9, bytes)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WalkerBatch.of(ATTEMPT, -1, bytes)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WalkerBatch.of(ATTEMPT, 0, new byte[3])).isInstanceOf(IllegalArgumentException.class);
    bytes[8] = 9;
    assertThatThrownBy(() -> WalkerBatch.of(ATTEMPT, 10, bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9 of them inquiring");
  }
}
