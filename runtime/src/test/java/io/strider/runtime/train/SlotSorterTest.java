package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SlotSorterTest {

  private static final int TOKENS = 40;
  private static final int POOL = 64;
  private static final TrainingShape SHAPE = new TrainingShape(20, 2, 4, POOL, 16);

  /** A bundle as a reader leaves it: the row of slot s is 7 s + 1, some tokens and negatives share slots. */
  private static Bundle bundle(RowShards shards, int vertices, int contexts) {
    Bundle bundle = new Bundle(SHAPE, shards, 0);
    Random random = new Random(vertices + contexts);
    bundle.vertices = vertices;
    bundle.contexts = contexts;
    for (int slot = 0; slot < contexts; slot++) {
      bundle.rows[slot] = row(slot);
    }
    for (int token = 0; token < TOKENS && vertices > 0; token++) {
      bundle.slotOfToken[token] = token < vertices ? token : random.nextInt(vertices);
    }
    for (int entry = 0; entry < POOL && contexts > 0; entry++) {
      bundle.slotOfPool[entry] = random.nextInt(contexts);
    }
    return bundle;
  }

  private static int row(int slot) {
    return 7 * slot + 1;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 13, 500})
  void shouldPutTheSlotsOfAShardSideBySideAndKeepEveryRow(int count) {
    RowShards shards = new RowShards(count);
    Bundle before = bundle(shards, 30, 75);
    Bundle bundle = bundle(shards, 30, 75);
    new SlotSorter(SHAPE, shards).sort(bundle, TOKENS, POOL);
    for (int token = 0; token < TOKENS; token++) {
      assertThat(bundle.slotOfToken[token]).isLessThan(30);
      assertThat(bundle.rows[bundle.slotOfToken[token]]).isEqualTo(row(before.slotOfToken[token]));
    }
    for (int entry = 0; entry < POOL; entry++) {
      assertThat(bundle.rows[bundle.slotOfPool[entry]]).isEqualTo(row(before.slotOfPool[entry]));
    }
    assertThat(IntStream.of(bundle.rows).limit(75)).containsExactlyInAnyOrderElementsOf(
        IntStream.range(0, 75).map(SlotSorterTest::row).boxed().toList());
    checkShards(bundle.rows, bundle.tokenSlots, shards, 0, 30);
    checkShards(bundle.rows, bundle.negativeSlots, shards, 30, 75);
  }

  private static void checkShards(int[] rows, int[] begins, RowShards shards, int from, int to) {
    assertThat(begins[0]).isEqualTo(from);
    assertThat(begins[shards.count()]).isEqualTo(to);
    for (int shard = 0; shard < shards.count(); shard++) {
      for (int slot = begins[shard]; slot < begins[shard + 1]; slot++) {
        assertThat(shards.of(rows[slot])).isEqualTo(shard);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void shouldLeaveNothingInABundleThatHasNothingToTrain(int count) {
    RowShards shards = new RowShards(count);
    SlotSorter sorter = new SlotSorter(SHAPE, shards);
    Bundle bundle = bundle(shards, 30, 75);
    sorter.sort(bundle, TOKENS, POOL);
    bundle.vertices = 0;
    bundle.contexts = 0;
    sorter.sort(bundle, 0, 0);
    assertThat(bundle.tokenSlots).containsOnly(0);
    assertThat(bundle.negativeSlots).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 96})
  void shouldSpreadNeighbouringGroupsOfRows(int count) {
    RowShards shards = new RowShards(count);
    int[] groups = new int[count];
    for (int group = 0; group < 100 * count; group++) {
      groups[shards.of(group * RowShards.GROUP_ROWS)]++;
    }
    for (int n : groups) {
      assertThat(n).isBetween(80, 120);
    }
  }

  @Test
  void shouldKeepRowsTogetherWhoseIntsShareAPairOfLines() {
    RowShards shards = new RowShards(7);
    for (int row = 0; row < 1_000; row++) {
      assertThat(shards.of(row)).isEqualTo(shards.of(row / RowShards.GROUP_ROWS * RowShards.GROUP_ROWS));
    }
  }
}
