package io.strider.runtime.evaluate;

import de.bwaldvogel.liblinear.Feature;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.progress.Monitor;
import io.strider.runtime.progress.StageRun;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Scores vectors by how well they tell hidden edges from non-edges (node2vec, section 4.4). For each operator of
 * {@link LinkOperator} a logistic regression (C = 1, features not scaled) is fitted on kept edges and as many non-edges,
 * and its AUC is taken on the hidden edges and as many other non-edges. The vectors must come from
 * {@link LinkSplit#kept()} alone. Pairs with a vertex that has no vector are left out and counted. The same numbers for
 * any number of threads. Memory: about 56 bytes × fitted edges × (D + 1) a thread, of which at most one an operator runs.
 */
public final class LinkPrediction {

  private static final double INVERSE_REGULARISATION = 1;

  private LinkPrediction() {}

  /**
   * Fits and scores every operator.
   *
   * @param split what was hidden
   * @param vectors of the kept graph's vertices
   * @param threads operators that are worked on side by side, at least 1
   * @param monitor hears of {@link Stage#EVALUATE}, one item for the one split; cancellation is asked between operators
   * @throws InputException when no pair has vectors for both its vertices
   */
  public static LinkPredictionReport score(LinkSplit split, VertexVectors vectors, int threads, Monitor monitor) {
    StageRun run = monitor.begin(Stage.EVALUATE, 1);
    VertexPairs fitEdges = withVectors(split.fitEdges(), vectors, "kept edge");
    VertexPairs fitNegatives = withVectors(split.fitNegatives(), vectors, "non-edge");
    VertexPairs hidden = withVectors(split.hidden(), vectors, "hidden edge");
    VertexPairs negatives = withVectors(split.negatives(), vectors, "non-edge");
    LinkOperator[] operators = LinkOperator.values();
    double[] areas = new double[operators.length];
    Workers.run(
        threads,
        operators.length,
        monitor.cancellation(),
        i -> {
          LogisticRegression model = fit(fitEdges, fitNegatives, vectors, operators[i]);
          areas[i] =
              RankAuc.of(
                  scores(hidden, vectors, operators[i], model), scores(negatives, vectors, operators[i], model));
        });
    Map<LinkOperator, Double> byOperator = new EnumMap<>(LinkOperator.class);
    for (int i = 0; i < operators.length; i++) {
      byOperator.put(operators[i], areas[i]);
    }
    run.advance(1);
    run.finish();
    return new LinkPredictionReport(
        byOperator, split.hidden().size(), split.askedHidden(), fitEdges.size(), hidden.size());
  }

  private static LogisticRegression fit(
      VertexPairs edges, VertexPairs negatives, VertexVectors vectors, LinkOperator operator) {
    Feature[][] rows = new Feature[edges.size() + negatives.size()][];
    boolean[] positive = new boolean[rows.length];
    double[] values = new double[vectors.table().dimensions()];
    for (int i = 0; i < rows.length; i++) {
      positive[i] = i < edges.size();
      VertexPairs pairs = positive[i] ? edges : negatives;
      int pair = positive[i] ? i : i - edges.size();
      vectors.features(pairs.first(pair), pairs.second(pair), operator, values);
      rows[i] = LogisticRegression.features(values);
    }
    return LogisticRegression.fit(rows, positive, INVERSE_REGULARISATION);
  }

  private static double[] scores(
      VertexPairs pairs, VertexVectors vectors, LinkOperator operator, LogisticRegression model) {
    double[] values = new double[vectors.table().dimensions()];
    double[] scores = new double[pairs.size()];
    for (int i = 0; i < scores.length; i++) {
      vectors.features(pairs.first(i), pairs.second(i), operator, values);
      scores[i] = model.logOdds(values);
    }
    return scores;
  }

  private static VertexPairs withVectors(VertexPairs pairs, VertexVectors vectors, String what) {
    VertexPairs left =
        new VertexPairs(
            Arrays.stream(pairs.packed())
                .filter(pair -> vectors.has(VertexPairs.first(pair)) && vectors.has(VertexPairs.second(pair)))
                .toArray());
    if (left.size() == 0) {
      throw InputException.at("vectors", "none for both vertices of any " + what, "vectors of the kept graph's vertices");
    }
    return left;
  }
}
