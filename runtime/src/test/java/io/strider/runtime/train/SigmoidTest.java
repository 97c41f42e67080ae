package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

class SigmoidTest {

  @Test
  void shouldStayWithinItsStatedBound() {
    double worst = 0;
    for (float x = -5.999f; x < 6; x += 0.0007f) {
      double sigma = 1 / (1 + StrictMath.exp(-x));
      worst = Math.max(worst, Math.abs(1 - sigma - Sigmoid.residual(x, 0.5f)));
      worst = Math.max(worst, Math.abs(-sigma - Sigmoid.residual(x, -0.5f)));
    }
    assertThat(worst).isCloseTo(1.4e-4, offset(1e-5));
  }

  @Test
  void shouldLeaveSettledScoresAloneButNotNaN() {
    assertThat(Sigmoid.residual(6f, 0.5f)).isZero();
    assertThat(Sigmoid.residual(-6f, 0.5f)).isZero();
    assertThat(Sigmoid.residual(Float.POSITIVE_INFINITY, -0.5f)).isZero();
    assertThat(Sigmoid.residual(Float.NaN, 0.5f)).isNaN();
  }
}
