package io.strider.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.strider.runtime.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogisticRegressionTest {

  @ParameterizedTest
  @CsvSource({"50,1,1", "200,7,1", "300,20,0.01", "300,20,100", "40,64,1", "500,3,1000"})
  void shouldFindTheSameModelAsLiblinear(int rows, int dimensions, double c) {
    float[][] x = new float[rows][dimensions];
    boolean[] positive = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      double sum = -0.3;
      for (int d = 0; d < dimensions; d++) {
        x[i][d] = (float) (2 * CounterRandom.unit(CounterRandom.mix(1000L * i + d)) - 1);
        sum += x[i][d] * (d % 3 - 1);
      }
      positive[i] = sum + 2 * CounterRandom.unit(CounterRandom.mix(-1L - i)) - 1 > 0;
    }
    LogisticRegression found = LogisticRegression.fit(x, positive, c);
    double[] expected = liblinear(x, positive, c);
    for (int d = 0; d <= dimensions; d++) {
      double scale = Math.max(1, Math.abs(expected[d]));
      assertThat(found.weights()[d]).isCloseTo(expected[d], within(2e-3 * scale));
    }
    long right = 0;
    for (int i = 0; i < rows; i++) {
      right += found.logOdds(x[i]) > 0 == positive[i] ? 1 : 0;
    }
    assertThat(right).isGreaterThan(rows / 2);
  }

  @Test
  void shouldAnswerTheOneAnswerThatOccurs() {
    float[][] x = {{1}, {2}};
    assertThat(LogisticRegression.fit(x, new boolean[] {false, false}, 1).logOdds(x[0])).isNegative().isInfinite();
    assertThat(LogisticRegression.fit(x, new boolean[] {true, true}, 1).logOdds(x[0])).isPositive().isInfinite();
  }

  @Test
  void shouldStayFiniteForSeparableAnswersOfAnyScale() {
    float[][] x = {{1e6f}, {-1e6f}, {1e-6f}, {-1e-6f}};
    LogisticRegression model = LogisticRegression.fit(x, new boolean[] {true, false, true, false}, 1e6);
    assertThat(model.logOdds(x[0])).isPositive().isFinite();
    assertThat(model.logOdds(x[1])).isNegative().isFinite();
  }

  @Test
  void shouldMultiplyAtOddLengths() {
    for (int length : new int[] {1, 7, 128, 1021}) {
      float[] x = new float[length];
      double[] w = new double[length + 1];
      double expected = 5;
      w[length] = 5;
      for (int i = 0; i < length; i++) {
        x[i] = i % 7 - 3;
        w[i] = i % 4;
        expected += x[i] * w[i];
      }
      assertThat(LogisticKernel.dot(x, w)).isEqualTo(expected);
      double[] target = new double[length + 1];
      LogisticKernel.add(2, x, target);
      assertThat(target[length]).isEqualTo(2);
      assertThat(target[length - 1]).isEqualTo(2 * x[length - 1]);
    }
  }

  /** The oracle: liblinear's primal Newton method at a tighter tolerance, the bias as a last feature. */
  private static double[] liblinear(float[][] x, boolean[] positive, double c) {
    Linear.disableDebugOutput();
    Problem problem = new Problem();
    problem.l = x.length;
    problem.n = x[0].length + 1;
    problem.bias = 1;
    problem.y = new double[x.length];
    problem.x = new Feature[x.length][problem.n];
    for (int i = 0; i < x.length; i++) {
      problem.y[i] = positive[i] ? 1 : -1;
      for (int d = 0; d < problem.n; d++) {
        problem.x[i][d] = new FeatureNode(d + 1, d < x[i].length ? x[i][d] : 1);
      }
    }
    Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, c, 1e-8, 1000, 0.1));
    double[] weights = model.getFeatureWeights();
    for (int d = 0; d < weights.length; d++) {
      weights[d] *= model.getLabels()[0];
    }
    return weights;
  }
}
