package io.strider.runtime.evaluate;

import io.strider.runtime.common.InputException;

/**
 * How edges are hidden.
 *
 * @param hiddenFraction share of the edges to hide, above 0 and below 1
 * @param maxFitEdges the most kept edges that a model is fitted on (a random choice of them), and as many non-edges
 * @param seed of every choice
 */
public record LinkSplitParameters(double hiddenFraction, int maxFitEdges, long seed) {

  /** Enough for a model of some hundred weights; at D = 128 it takes about 150 MB. */
  public static final int DEFAULT_MAX_FIT_EDGES = 20_000;

  /** Half the edges, as in the node2vec paper. */
  public static final LinkSplitParameters DEFAULT = new LinkSplitParameters(0.5, DEFAULT_MAX_FIT_EDGES, 1);

  /** Checks every range. */
  public LinkSplitParameters {
    if (!(hiddenFraction > 0 && hiddenFraction < 1)) {
      throw InputException.at("hidden fraction", String.valueOf(hiddenFraction), "above 0 and below 1");
    }
    if (maxFitEdges < 1) {
      throw InputException.at("edges to fit on", String.valueOf(maxFitEdges), "at least 1");
    }
  }
}
