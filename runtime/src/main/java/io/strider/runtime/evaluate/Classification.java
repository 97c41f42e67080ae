package io.strider.runtime.evaluate;

import de.bwaldvogel.liblinear.Feature;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.progress.Monitor;
import io.strider.runtime.progress.StageRun;
import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.random.Purpose;
import io.strider.runtime.vectors.VectorSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Vertex classification as in DeepWalk (Perozzi et al., KDD 2014) and node2vec: one logistic regression a class on the
 * vectors as they are (no scaling of features), fitted on a random part of the labelled vertices; for each other vertex
 * that has k classes, the k classes of highest log-odds are predicted (ties to the class whose name comes first).
 * A class that no fitted vertex has is predicted last of all. Macro-F1 is the mean over every class that occurs on a
 * vertex with a vector, as scikit-learn's {@code f1_score(average='macro')} over the columns of a label matrix.
 *
 * <p>Splits depend on the seed and the set of labelled vertices with vectors only: not on the order of files, of rows,
 * or on threads. Memory: about 28 bytes × vertices × (D + 1) for liblinear's features, and 8 bytes × held-back vertices
 * × classes.
 */
public final class Classification {

  private final double[][] values;
  private final Feature[][] features;
  private final LabelledRows labelled;
  private final ClassificationParameters parameters;

  private Classification(VectorSet vectors, LabelledRows labelled, ClassificationParameters parameters) {
    this.labelled = labelled;
    this.parameters = parameters;
    this.values = new double[labelled.size()][vectors.table().dimensions()];
    this.features = new Feature[labelled.size()][];
    float[] row = new float[vectors.table().dimensions()];
    for (int i = 0; i < values.length; i++) {
      vectors.table().read(labelled.rows()[i], row, 0);
      for (int d = 0; d < row.length; d++) {
        values[i][d] = row[d];
      }
      features[i] = LogisticRegression.features(values[i]);
    }
  }

  /**
   * Scores vectors by the classes of their vertices.
   *
   * @param monitor hears of {@link Stage#EVALUATE}, one item a split; cancellation is asked between classes
   * @throws InputException when there are fewer than two labelled vertices with vectors, or fewer than two classes
   */
  public static ClassificationReport score(
      VectorSet vectors, VertexClasses classes, ClassificationParameters parameters, Monitor monitor) {
    LabelledRows labelled = LabelledRows.join(vectors, classes);
    if (labelled.size() < 2 || labelled.classCount() < 2) {
      throw InputException.at(
          "labels",
          labelled.size() + " labelled vertices with a vector in " + labelled.classCount() + " classes ("
              + labelled.withoutVector() + " labelled vertices have no vector)",
          "at least 2 vertices and 2 classes");
    }
    StageRun run = monitor.begin(Stage.EVALUATE, parameters.splits());
    Classification classification = new Classification(vectors, labelled, parameters);
    List<SplitScore> scores = new ArrayList<>();
    for (int split = 0; split < parameters.splits(); split++) {
      scores.add(classification.scoreSplit(split, monitor));
      run.advance(1);
    }
    run.finish();
    return new ClassificationReport(
        labelled.size(), labelled.withoutVector(), labelled.classCount(), classification.trainSize(), scores);
  }

  /**
   * The vertices 0 to size − 1 in the random order of a split: the front part is fitted on, the rest held back.
   *
   * @param size how many vertices, in the order of their labels
   */
  static int[] order(int size, long seed, int split) {
    long stream = CounterRandom.stream(CounterRandom.key(seed, Purpose.EVALUATION_SPLIT), split);
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int other = (int) CounterRandom.bounded(CounterRandom.draw(stream, i), i + 1L);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  private int trainSize() {
    return Math.clamp((long) (parameters.trainFraction() * labelled.size()), 1, labelled.size() - 1);
  }

  private SplitScore scoreSplit(int split, Monitor monitor) {
    int[] order = order(labelled.size(), parameters.seed(), split);
    int[] train = Arrays.copyOf(order, trainSize());
    int[] test = Arrays.copyOfRange(order, trainSize(), order.length);
    Feature[][] trainFeatures = new Feature[train.length][];
    for (int i = 0; i < train.length; i++) {
      trainFeatures[i] = features[train[i]];
    }
    double[][] logOdds = new double[labelled.classCount()][];
    Workers.run(
        parameters.threads(),
        labelled.classCount(),
        monitor.cancellation(),
        c -> logOdds[c] = logOddsOfClass(c, train, trainFeatures, test));
    return compare(test, logOdds);
  }

  private double[] logOddsOfClass(int classNumber, int[] train, Feature[][] trainFeatures, int[] test) {
    boolean[] positive = new boolean[train.length];
    for (int i = 0; i < train.length; i++) {
      positive[i] = labelled.has(train[i], classNumber);
    }
    LogisticRegression model =
        LogisticRegression.fit(trainFeatures, positive, parameters.inverseRegularisation());
    double[] logOdds = new double[test.length];
    for (int i = 0; i < test.length; i++) {
      logOdds[i] = model.logOdds(values[test[i]]);
    }
    return logOdds;
  }

  private SplitScore compare(int[] test, double[][] logOdds) {
    int classCount = labelled.classCount();
    long[] truePositives = new long[classCount];
    long[] falsePositives = new long[classCount];
    long[] falseNegatives = new long[classCount];
    double[] ofVertex = new double[classCount];
    for (int i = 0; i < test.length; i++) {
      for (int c = 0; c < classCount; c++) {
        ofVertex[c] = logOdds[c][i];
      }
      int[] actual = labelled.classes()[test[i]];
      boolean[] predicted = best(ofVertex, actual.length);
      for (int c = 0; c < classCount; c++) {
        boolean is = labelled.has(test[i], c);
        truePositives[c] += predicted[c] && is ? 1 : 0;
        falsePositives[c] += predicted[c] && !is ? 1 : 0;
        falseNegatives[c] += !predicted[c] && is ? 1 : 0;
      }
    }
    return SplitScore.of(truePositives, falsePositives, falseNegatives);
  }

  /** Marks the {@code count} largest; of equals the first. */
  private static boolean[] best(double[] scores, int count) {
    boolean[] chosen = new boolean[scores.length];
    for (int k = 0; k < count; k++) {
      int top = -1;
      for (int c = 0; c < scores.length; c++) {
        if (!chosen[c] && (top < 0 || scores[c] > scores[top])) {
          top = c;
        }
      }
      chosen[top] = true;
    }
    return chosen;
  }
}
