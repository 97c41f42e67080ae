package io.strider.runtime.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.random.CounterRandom;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighboursTest {

  private static final VectorSet SET =
      Sets.of(
          List.of("east", "north", "northeast", "far-east", "west", "nowhere"),
          new float[] {1, 0},
          new float[] {0, 1},
          new float[] {1, 1},
          new float[] {9, 0},
          new float[] {-1, 0},
          new float[] {0, 0});

  @Test
  void shouldOrderByCosineAndLeaveOutTheQuery() {
    List<Neighbour> found = new Neighbours(SET).nearest("east", 5, Cancellation.NEVER);
    assertThat(found).extracting(Neighbour::label)
        .containsExactly("far-east", "northeast", "north", "nowhere", "west");
    assertThat(found).extracting(Neighbour::cosine).first().isEqualTo(1.0);
    assertThat(found.get(1).cosine()).isCloseTo(Math.sqrt(0.5), within(1e-12));
    assertThat(found.getLast().cosine()).isEqualTo(-1.0);
  }

  @Test
  void shouldBreakTiesByLabel() {
    assertThat(new Neighbours(SET).nearest(new float[] {2, 0}, 2, Cancellation.NEVER))
        .extracting(Neighbour::label)
        .containsExactly("east", "far-east");
    assertThat(new Neighbours(SET).nearest("east", 3, Cancellation.NEVER)).hasSize(3);
    assertThat(new Neighbours(SET).nearest("east", 100, Cancellation.NEVER)).hasSize(5);
  }

  @Test
  void shouldRefuseBadQueries() {
    Neighbours neighbours = new Neighbours(SET);
    assertThatThrownBy(() -> neighbours.nearest("up", 1, Cancellation.NEVER))
        .isInstanceOf(InputException.class).hasMessageContaining("'up'");
    assertThatThrownBy(() -> neighbours.nearest("east", 0, Cancellation.NEVER)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> neighbours.nearest(new float[3], 1, Cancellation.NEVER))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> neighbours.nearest(new float[] {1, Float.NaN}, 1, Cancellation.NEVER))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> neighbours.nearest("east", 1, () -> true)).isInstanceOf(CancelledException.class);
  }

  @Test
  void shouldAgreeWithSortingEverythingAcrossBlocks() {
    int rows = 40_000;
    float[][] values = new float[rows][3];
    for (int i = 0; i < rows; i++) {
      for (int d = 0; d < 3; d++) {
        values[i][d] = (int) CounterRandom.bounded(CounterRandom.mix(3L * i + d), 7) - 3;
      }
    }
    VectorSet set = Sets.of(IntStream.range(0, rows).mapToObj(Integer::toString).toList(), values);
    float[] query = {1, 2, -1};
    double norm = Math.sqrt(6);
    List<String> expected =
        IntStream.range(0, rows).boxed()
            .sorted(Comparator.<Integer>comparingDouble(i -> -cosine(values[i], query, norm))
                .thenComparing(i -> Integer.toString(i)))
            .limit(20).map(i -> Integer.toString(i)).toList();
    assertThat(new Neighbours(set).nearest(query, 20, Cancellation.NEVER))
        .extracting(Neighbour::label).isEqualTo(expected);
  }

  @Test
  void shouldSumProductsAtOddLengths() {
    for (int length : new int[] {1, 7, 128, 1021}) {
      float[] a = new float[length + 1];
      float[] b = new float[length + 2];
      double expected = 0;
      for (int i = 0; i < length; i++) {
        a[i + 1] = i % 5 - 2;
        b[i + 2] = i % 3;
        expected += (double) a[i + 1] * b[i + 2];
      }
      assertThat(CosineKernel.dot(a, 1, b, 2, length)).isEqualTo(expected);
    }
  }

  private static double cosine(float[] a, float[] query, double norm) {
    double length = Math.sqrt(CosineKernel.dot(a, 0, a, 0, 3));
    return length == 0 ? 0 : Math.clamp(CosineKernel.dot(a, 0, query, 0, 3) / (length * norm), -1.0, 1.0);
  }
}
