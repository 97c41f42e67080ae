package io.strider.runtime.evaluate;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The result of link prediction.
 *
 * @param areaUnderCurve AUC of each operator: the chance that a hidden edge scores above a non-edge, ties counting half
 * @param hiddenEdges edges that were hidden
 * @param askedHidden edges that were to be hidden; more than {@code hiddenEdges} where the graph needed the others to
 *     stay connected
 * @param fittedEdges kept edges that the models were fitted on, and about as many non-edges
 * @param scoredEdges hidden edges whose two vertices have vectors; only these, and the non-edges of which the same is
 *     true, are scored
 */
public record LinkPredictionReport(
    Map<LinkOperator, Double> areaUnderCurve, int hiddenEdges, long askedHidden, int fittedEdges, int scoredEdges) {

  /** Keeps a copy of the scores in the order of the operators. */
  public LinkPredictionReport {
    areaUnderCurve = Collections.unmodifiableMap(new EnumMap<>(areaUnderCurve));
  }
}
