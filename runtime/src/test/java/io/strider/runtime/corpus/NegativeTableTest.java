package io.strider.runtime.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NegativeTableTest {

  private static final int DRAWS = 2_000_000;

  /** Fails a right sampler once in a million seeds: the normal quantile for Wilson and Hilferty's approximation. */
  private static final double QUANTILE = 4.75;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 50, 1000})
  void shouldDrawInProportionToTheCountsToThePowerThreeQuarters(int rows) {
    long[] counts = new long[rows];
    for (int row = 0; row < rows; row++) {
      counts[row] = 1 + 1_000_000L / (1 + (long) row * row);
    }
    Vocabulary vocabulary = Vocabulary.of(counts, 1);
    NegativeTable table = NegativeTable.of(vocabulary);
    long[] drawn = new long[rows];
    for (int i = 0; i < DRAWS; i++) {
      drawn[table.draw(CounterRandom.draw(99, i))]++;
    }
    double sum = 0;
    for (long count : vocabulary.countOfRow()) {
      sum += Math.pow((double) count, NegativeTable.EXPONENT);
    }
    double chiSquare = 0;
    for (int row = 0; row < rows; row++) {
      double expected = DRAWS * Math.pow((double) vocabulary.countOfRow()[row], NegativeTable.EXPONENT) / sum;
      chiSquare += (drawn[row] - expected) * (drawn[row] - expected) / expected;
    }
    assertThat(chiSquare).isLessThanOrEqualTo(critical(rows - 1));
  }

  @Test
  void shouldReachEveryRowAtTheEndsOfTheBits() {
    NegativeTable table = NegativeTable.of(Vocabulary.of(new long[] {5, 5, 5, 5}, 1));
    assertThat(table.draw(0)).isZero();
    assertThat(table.draw(-1)).isEqualTo(3);
    assertThat(table.size()).isEqualTo(4);
  }

  private static double critical(int degrees) {
    if (degrees == 0) {
      return 1e-9;
    }
    double ninth = 2.0 / (9 * degrees);
    return degrees * Math.pow(1 - ninth + QUANTILE * Math.sqrt(ninth), 3);
  }
}
