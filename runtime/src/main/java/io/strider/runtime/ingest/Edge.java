package io.strider.runtime.ingest;

/**
 * One edge of a graph in memory.
 *
 * @param source label of the vertex that it leads from; where a graph is undirected, of one end
 * @param target label of the vertex that it leads to; of the other end
 * @param weight finite and positive, also as a 32-bit float; ignored where a graph is read unweighted
 */
public record Edge(String source, String target, double weight) {

  /** An edge of weight 1. */
  public Edge(String source, String target) {
    this(source, target, 1);
  }
}
