package io.strider.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.progress.Monitor;
import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.time.Clock;
import io.strider.runtime.vectors.Sets;
import io.strider.runtime.vectors.VectorSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassificationTest {

  private static final int VERTICES = 120;

  @Test
  void shouldGiveThePerfectScoreToSeparableClasses() {
    ClassificationReport report = score(vectors(0.1), classes(0), 1);
    assertThat(report.macroF1()).isEqualTo(new Summary(1, 0));
    assertThat(report.microF1()).isEqualTo(new Summary(1, 0));
    assertThat(report.vertices()).isEqualTo(VERTICES);
    assertThat(report.trainVertices()).isEqualTo(VERTICES / 2);
    assertThat(report.classes()).isEqualTo(4);
    assertThat(report.splits()).hasSize(3);
  }

  @Test
  void shouldScoreTheSameForAnyNumberOfThreadsAndAnyOrderOfRows() {
    ClassificationReport one = score(vectors(6), classes(0), 1);
    assertThat(one.macroF1().mean()).isBetween(0.3, 0.95);
    assertThat(score(vectors(6), classes(0), 3)).isEqualTo(one);
    assertThat(score(reversed(6), classes(0), 2)).isEqualTo(one);
  }

  @Test
  void shouldCountLabelledVerticesWithoutVector() {
    ClassificationReport report = score(vectors(6), classes(7), 1);
    assertThat(report.withoutVector()).isEqualTo(7);
    assertThat(report.vertices()).isEqualTo(VERTICES);
    assertThat(report.classes()).isEqualTo(4);
  }

  @Test
  void shouldReportProgressAndStopWhenCancelled() {
    List<String> heard = new ArrayList<>();
    StageListener listener =
        new StageListener() {
          @Override
          public void started(Stage stage, long plannedItems) {
            heard.add(stage + " of " + plannedItems);
          }

          @Override
          public void advanced(Stage stage, long itemsDone) {
            heard.add(stage + " " + itemsDone);
          }

          @Override
          public void finished(StageReport report) {
            heard.add("finished " + report.items());
          }
        };
    ClassificationParameters parameters = new ClassificationParameters(0.5, 2, 1, 1, 2);
    Classification.score(vectors(6), classes(0), parameters, new Monitor(listener, Clock.SYSTEM, () -> false));
    assertThat(heard).containsExactly("EVALUATE of 2", "EVALUATE 1", "EVALUATE 2", "finished 2");
    Monitor cancelled = new Monitor(StageListener.SILENT, Clock.SYSTEM, () -> true);
    assertThatThrownBy(() -> Classification.score(vectors(6), classes(0), parameters, cancelled))
        .isInstanceOf(CancelledException.class);
  }

  @Test
  void shouldRefuseToSplitTooLittle() {
    VertexClasses strangers = VertexClasses.of(Map.of("x", new TreeSet<>(List.of("a")), "y", new TreeSet<>(List.of("b"))));
    assertThatThrownBy(() -> score(vectors(1), strangers, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("2 labelled vertices have no vector");
  }

  @Test
  void shouldAverageF1OverClassesAndCountNoneAsZero() {
    SplitScore score = SplitScore.of(new long[] {2, 1, 0}, new long[] {1, 0, 0}, new long[] {0, 3, 0});
    assertThat(score.macroF1()).isCloseTo((4.0 / 5 + 2.0 / 5 + 0) / 3, within(1e-15));
    assertThat(score.microF1()).isCloseTo(6.0 / 10, within(1e-15));
  }

  @Test
  void shouldSummarise() {
    assertThat(Summary.of(new double[] {1, 2, 3})).isEqualTo(new Summary(2, 1));
    assertThat(Summary.of(new double[] {4})).isEqualTo(new Summary(4, 0));
  }

  @Test
  void shouldSplitUniformly() {
    // chi-square over the position of vertex 0 among 8: 7 degrees of freedom, 24.3 is the 0.1 % point.
    int[] counts = new int[8];
    int splits = 8000;
    for (int split = 0; split < splits; split++) {
      int[] order = Classification.order(8, 42, split);
      assertThat(IntStream.of(order).sum()).isEqualTo(28);
      counts[IntStream.range(0, 8).filter(i -> order[i] == 0).findFirst().orElseThrow()]++;
    }
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - 1000.0) * (count - 1000.0) / 1000;
    }
    assertThat(chiSquare).isLessThan(24.3);
  }

  private static ClassificationReport score(VectorSet vectors, VertexClasses classes, int threads) {
    return Classification.score(vectors, classes, new ClassificationParameters(0.5, 3, 1, 1, threads), Monitor.SILENT);
  }

  /** Vertex i at the corner i mod 4 of a square of side 6, with uniform noise. */
  private static VectorSet vectors(double noise) {
    return Sets.of(IntStream.range(0, VERTICES).mapToObj(i -> "v" + i).toList(), rows(noise));
  }

  private static VectorSet reversed(double noise) {
    float[][] rows = rows(noise);
    return Sets.of(
        IntStream.range(0, VERTICES).mapToObj(i -> "v" + (VERTICES - 1 - i)).toList(),
        IntStream.range(0, VERTICES).mapToObj(i -> rows[VERTICES - 1 - i]).toArray(float[][]::new));
  }

  private static float[][] rows(double noise) {
    float[][] rows = new float[VERTICES][4];
    for (int i = 0; i < VERTICES; i++) {
      for (int d = 0; d < 4; d++) {
        double corner = d == i % 4 ? 6 : 0;
        rows[i][d] = (float) (corner + noise * (2 * CounterRandom.unit(CounterRandom.mix(4L * i + d)) - 1));
      }
    }
    return rows;
  }

  private static VertexClasses classes(int strangers) {
    Map<String, TreeSet<String>> classes = new TreeMap<>();
    for (int i = 0; i < VERTICES; i++) {
      classes.put("v" + i, new TreeSet<>(List.of("class" + i % 4)));
    }
    for (int i = 0; i < strangers; i++) {
      classes.put("stranger" + i, new TreeSet<>(List.of("class1", "class of strangers")));
    }
    return VertexClasses.of(classes);
  }
}
