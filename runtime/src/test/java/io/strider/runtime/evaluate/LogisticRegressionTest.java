package io.strider.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.bwaldvogel.liblinear.Feature;
import io.strider.runtime.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogisticRegressionTest {

  /** The function is strictly convex, so its minimum, bias included, is where the gradient vanishes. */
  @ParameterizedTest
  @CsvSource({"50,1,1", "200,7,1", "300,20,0.01", "300,20,100", "40,64,1"})
  void shouldEndWhereTheGradientVanishes(int rows, int dimensions, double c) {
    double[][] x = new double[rows][dimensions];
    boolean[] positive = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      double sum = -0.3;
      for (int d = 0; d < dimensions; d++) {
        x[i][d] = 2 * CounterRandom.unit(CounterRandom.mix(1000L * i + d)) - 1;
        sum += x[i][d] * (d % 3 - 1);
      }
      positive[i] = sum + 2 * CounterRandom.unit(CounterRandom.mix(-1L - i)) - 1 > 0;
    }
    LogisticRegression model = LogisticRegression.fit(features(x), positive, c);
    double[] weights = Arrays.copyOf(model.weights(), dimensions + 1);
    weights[dimensions] = model.bias();
    double start = length(gradient(new double[dimensions + 1], x, positive, c));
    assertThat(length(gradient(weights, x, positive, c)) / start).isCloseTo(0, within(1e-4));
  }

  @Test
  void shouldAnswerTheOneAnswerThatOccurs() {
    double[][] x = {{1}, {2}};
    assertThat(LogisticRegression.fit(features(x), new boolean[] {false, false}, 1).logOdds(x[0]))
        .isNegative()
        .isInfinite();
    assertThat(LogisticRegression.fit(features(x), new boolean[] {true, true}, 1).logOdds(x[0]))
        .isPositive()
        .isInfinite();
  }

  @Test
  void shouldGiveTheLogOddsTheSignOfTheAnswerWhicheverComesFirst() {
    double[][] x = {{1}, {-1}};
    assertThat(LogisticRegression.fit(features(x), new boolean[] {true, false}, 1).logOdds(x[0])).isPositive();
    assertThat(LogisticRegression.fit(features(x), new boolean[] {false, true}, 1).logOdds(x[0])).isNegative();
  }

  private static Feature[][] features(double[][] x) {
    return Arrays.stream(x).map(LogisticRegression::features).toArray(Feature[][]::new);
  }

  private static double[] gradient(double[] w, double[][] x, boolean[] positive, double c) {
    double[] gradient = w.clone();
    int bias = w.length - 1;
    for (int i = 0; i < x.length; i++) {
      double logOdds = w[bias];
      for (int d = 0; d < bias; d++) {
        logOdds += w[d] * x[i][d];
      }
      double factor = c * (1 / (1 + Math.exp(-logOdds)) - (positive[i] ? 1 : 0));
      for (int d = 0; d < bias; d++) {
        gradient[d] += factor * x[i][d];
      }
      gradient[bias] += factor;
    }
    return gradient;
  }

  private static double length(double[] vector) {
    return Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
  }
}
