package io.strider.runtime.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.corpus.Wave;
import io.strider.runtime.graph.PartitionMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaveBufferLogicTest {

  private static final int WALKS = 40;
  private static final int LENGTH = 12;
  private static final WalkStarts STARTS = new WalkStarts(1, 100);
  private static final WalkOutlet NOWHERE =
      new WalkOutlet() {
        @Override
        public void walkers(int partition, WalkerBatch batch) {}

        @Override
        public void trail(TrailBatch batch) {}

        @Override
        public void question(int partition, RowQuestion question) {}
      };

  private record Segment(long walk, int firstStep, int[] vertices, boolean ended) {

    TrailBatch batch(long wave) {
      ByteBuffer bytes =
          ByteBuffer.allocate(TrailBatch.HEADER_BYTES + TrailBatch.SEGMENT_BYTES + 4 * vertices.length)
              .order(ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(walk).putInt(0).putInt(firstStep).putInt(ended ? vertices.length | Integer.MIN_VALUE : vertices.length);
      Arrays.stream(vertices).forEach(bytes::putInt);
      return TrailBatch.of(wave, 1, bytes.array());
    }
  }

  private static int vertex(long walk, int step) {
    return (int) (1_000 * walk + step);
  }

  /** Ends of the walks: every third stops early, some at once. */
  private static int length(long walk) {
    return walk % 3 == 0 ? 1 + (int) (walk % LENGTH) : LENGTH;
  }

  private static WaveBufferLogic opened(long wave, long first) {
    WaveBufferLogic logic = new WaveBufferLogic(STARTS, LENGTH, WALKS);
    logic.connect(Endpoints.ofEach(new PartitionMap(1)));
    logic.open(wave, first, WALKS, NOWHERE);
    return logic;
  }

  /** Cuts every walk into segments; an end of an early walk comes alone or with the last vertices. */
  private static List<Segment> segments(long first, Random random) {
    List<Segment> segments = new ArrayList<>();
    for (long walk = first; walk < first + WALKS; walk++) {
      int length = length(walk);
      int step = 1;
      while (step < length) {
        int count = 1 + random.nextInt(length - step);
        boolean last = step + count == length;
        boolean withEnd = last && length < LENGTH && random.nextBoolean();
        int from = step;
        long id = walk;
        int[] vertices = new int[count];
        Arrays.setAll(vertices, k -> vertex(id, from + k));
        segments.add(new Segment(walk, step, vertices, withEnd));
        if (last && length < LENGTH && !withEnd) {
          segments.add(new Segment(walk, length, new int[0], true));
        }
        step += count;
      }
      if (length == 1) {
        segments.add(new Segment(walk, 1, new int[0], true));
      }
    }
    return segments;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldFillAWaveFromSegmentsInAnyOrderSomeOfThemTwice(long seed) {
    Random random = new Random(seed);
    WaveBufferLogic logic = opened(3, 80);
    // A wave before leaves its vertices behind.
    segments(80, random).forEach(segment -> logic.accept(segment.batch(3)));
    logic.open(4, 120, WALKS, NOWHERE);
    List<Segment> segments = segments(120, random);
    List<Segment> sent = new ArrayList<>(segments);
    sent.addAll(segments.subList(0, segments.size() / 2));
    Collections.shuffle(sent, random);
    List<Segment> missing = new ArrayList<>(segments);
    for (Segment segment : sent) {
      assertThat(logic.complete()).isEqualTo(missing.isEmpty());
      logic.accept(segment.batch(4));
      missing.remove(segment);
    }
    assertThat(logic.complete()).isTrue();
    Wave wave = logic.take();
    long steps = 0;
    for (int i = 0; i < WALKS; i++) {
      long walk = 120L + i;
      assertThat(wave.lengths()[i]).isEqualTo(length(walk));
      steps += length(walk) - 1;
      for (int step = 1; step < length(walk); step++) {
        assertThat(wave.vertices()[i * LENGTH + step]).isEqualTo(vertex(walk, step));
      }
      assertThat(wave.vertices()[i * LENGTH]).isEqualTo(STARTS.vertex(walk));
    }
    assertThat(logic.steps()).isEqualTo(steps);
    assertThat(logic.refusedSegments()).isZero();
  }

  @Test
  void shouldSendWalkersOffAgainFromTheVertexBeforeTheFirstGap() {
    WaveBufferLogic logic = opened(0, 0);
    logic.accept(new Segment(1, 1, new int[] {11, 12}, false).batch(0));
    logic.accept(new Segment(1, 5, new int[] {15}, false).batch(0));
    logic.accept(new Segment(2, 1, new int[] {21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31}, false).batch(0));
    List<WalkerBatch> off = new ArrayList<>();
    int sent =
        logic.reissue(
            new WalkOutlet() {
              @Override
              public void walkers(int partition, WalkerBatch batch) {
                off.add(batch);
              }

              @Override
              public void trail(TrailBatch batch) {}

              @Override
              public void question(int partition, RowQuestion question) {}
            });
    assertThat(sent).isEqualTo(WALKS - 1);
    ByteBuffer columns = ByteBuffer.wrap(off.getFirst().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    int count = off.getFirst().count();
    assertThat(count).isEqualTo(WALKS - 1);
    int second = WalkerBatch.HEADER_BYTES + 4;
    assertThat(columns.getLong(0) + columns.getInt(second)).as("walk").isEqualTo(1);
    assertThat(columns.getInt(second + 4 * count)).as("next step").isEqualTo(3);
    assertThat(columns.getInt(second + 8 * count)).as("previous").isEqualTo(11);
    assertThat(columns.getInt(second + 12 * count)).as("current").isEqualTo(12);
    logic.accept(new Segment(1, 3, new int[] {13, 14}, false).batch(0));
    assertThat(logic.steps()).as("the gap is closed").isEqualTo(5 + 11);
  }

  @Test
  void shouldRefuseWhatBelongsElsewhere() {
    WaveBufferLogic logic = opened(7, 40);
    logic.accept(new Segment(40, 1, new int[] {1}, false).batch(6));
    logic.accept(new Segment(39, 1, new int[] {1}, false).batch(7));
    logic.accept(new Segment(80, 1, new int[] {1}, false).batch(7));
    logic.accept(new Segment(40, 0, new int[] {1}, false).batch(7));
    logic.accept(new Segment(40, LENGTH - 1, new int[] {1, 2}, false).batch(7));
    assertThat(logic.refusedSegments()).isEqualTo(5);
    assertThat(logic.steps()).isZero();
  }

  @Test
  void shouldBeEndingWhenSevenEighthsOfTheStepsAreKnown() {
    WaveBufferLogic logic = opened(1, 40);
    int needed = WALKS * (LENGTH - 1) / 8 * 7;
    int whole = needed / (LENGTH - 1);
    for (long walk = 40; walk < 40 + whole - 1; walk++) {
      logic.accept(new Segment(walk, 1, new int[LENGTH - 1], false).batch(1));
      logic.accept(new Segment(walk, 1, new int[LENGTH - 1], false).batch(1));
    }
    assertThat(logic.ending()).isFalse();
    long last = 40L + whole - 1;
    logic.accept(new Segment(last, 2, new int[LENGTH - 2], false).batch(1));
    assertThat(logic.ending()).as("behind a gap").isFalse();
    logic.accept(new Segment(last, 1, new int[1], false).batch(1));
    assertThat(logic.steps()).isEqualTo(needed);
    assertThat(logic.ending()).isTrue();
    assertThat(logic.complete()).isFalse();
    logic.open(2, 80, WALKS, NOWHERE);
    assertThat(logic.ending()).as("the next wave").isFalse();
  }
}
