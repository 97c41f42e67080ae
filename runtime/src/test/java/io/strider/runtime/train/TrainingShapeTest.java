package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingShapeTest {

  @ParameterizedTest(name = "{0} walks of {1}: bundles of {2} walks, rounds of {3} bundles")
  @CsvSource({
    "340, 80, 1, 1", // karate
    "5000, 80, 2, 1",
    "15000, 80, 4, 1",
    "23630, 80, 4, 2", // wiki
    "27080, 80, 4, 3", // cora
    "38600, 80, 4, 4", // ppi
    "63999, 80, 4, 7",
    "64000, 80, 4, 8",
    "79999, 80, 4, 8",
    "80000, 80, 5, 8",
    "112000, 80, 7, 8",
    "128000, 80, 8, 8",
    "615620, 80, 8, 8", // Debian
    "10000000000, 80, 8, 8",
    "615620, 40, 16, 8",
    "615620, 320, 2, 8",
    "615620, 600, 1, 8",
    "615620, 5000, 1, 8"
  })
  void shouldGrowBundlesOnceAnEpochHasRoundsEnough(long walks, int length, int bundle, int round) {
    TrainingShape shape = shape(walks, length);

    assertThat(shape.walksPerBundle()).isEqualTo(bundle);
    assertThat(shape.bundlesPerRound()).isEqualTo(round);
  }

  @Test
  void shouldLeaveAnEpochTwoThousandRoundsIfItHasAsManyWalks() {
    for (long walks = 2_000; walks < 1_000_000; walks += 777) {
      assertThat(walks / shape(walks, 80).walksPerRound()).as("%d walks", walks).isGreaterThanOrEqualTo(2_000);
    }
  }

  private static TrainingShape shape(long walks, int length) {
    return TrainingShape.of(TrainingParameters.DEFAULT, new TrainingPlan(walks, length));
  }
}
