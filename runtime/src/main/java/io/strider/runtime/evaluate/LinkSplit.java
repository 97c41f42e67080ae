package io.strider.runtime.evaluate;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.graph.Graph;

/**
 * A graph with some edges hidden, for scoring how well vectors of what is left foretell them (node2vec, section 4.4).
 *
 * <p><b>Edges</b> are unordered pairs of different vertices that an arc joins in either direction: the features of a pair
 * are symmetric, so in a directed graph u → v is hidden together with v → u, lest the one give the other away, and a pair
 * is a non-edge only when neither arc exists. Self-loops are always kept.
 *
 * <p><b>Hiding</b>: the edges are put in a random order; those that join two components not joined by an edge before
 * them are kept (a random spanning forest, by Kruskal's algorithm), so every component stays (weakly) connected; of the
 * others the first are hidden until there are enough. A graph with too many bridges has fewer to give: compare
 * {@code hidden().size()} with {@code askedHidden()}.
 *
 * <p><b>No leak through ids</b>: the kept graph has the vertex ids of the whole graph, whose order came from degrees that
 * count hidden edges. An id says nothing to a walk or a trainer but which random draws belong to the vertex: rows and
 * neighbours are looked up by id, vertices are ranked by their count in the corpus (ties by id only number the rows),
 * and draws of different ids are alike in distribution. So the distribution of the vectors, as of any function of ids that
 * treats them as names, is the one that any other numbering gives.
 *
 * @param kept the graph to embed: the same ids, rows sorted, weights kept
 * @param hidden edges that were taken out
 * @param negatives as many non-edges of the whole graph, to tell hidden edges from
 * @param fitEdges kept edges to fit on, at most as many as the parameters say, chosen uniformly
 * @param fitNegatives as many non-edges, none of them in {@code negatives}
 * @param edges of the whole graph, self-loops not counted
 * @param askedHidden how many edges were to be hidden: fraction × edges, rounded
 */
public record LinkSplit(
    Graph kept,
    VertexPairs hidden,
    VertexPairs negatives,
    VertexPairs fitEdges,
    VertexPairs fitNegatives,
    long edges,
    long askedHidden) {

  /**
   * Hides edges; the same for the same graph and parameters.
   *
   * @throws InputException when not one edge can be hidden because all are needed to keep components connected, or when
   *     the graph is so dense that it has too few non-edges
   * @throws io.strider.runtime.common.LimitException when there are more than 2<sup>29</sup> pairs to choose
   */
  public static LinkSplit of(Graph graph, LinkSplitParameters parameters, Cancellation cancellation) {
    return new LinkSplitter(graph, parameters, cancellation).split();
  }

  /** Whether the graph had enough edges to hide. */
  public boolean complete() {
    return hidden.size() == askedHidden;
  }
}
