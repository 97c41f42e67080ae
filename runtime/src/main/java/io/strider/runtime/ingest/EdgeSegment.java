package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;

/**
 * Some edges of a split between ranks: the places of their labels among the segment's own distinct ones in their order as
 * unsigned bytes. One thread; its edges can be taken once.
 */
public final class EdgeSegment {

  private final LabelStore labels;
  private final EdgeList edges;
  private final int[] byRank;

  EdgeSegment(LabelStore labels, EdgeList edges, Cancellation cancellation) {
    this.labels = labels;
    this.edges = edges;
    this.byRank = LabelOrder.of(labels, cancellation);
  }

  /** Distinct labels. */
  public int labels() {
    return byRank.length;
  }

  /** The array that holds the label of a rank, UTF-8, from {@link #start} on for {@link #length} bytes; do not write. */
  public byte[] chunk(int rank) {
    return labels.chunk(byRank[rank]);
  }

  /** Where in {@link #chunk} the label begins. */
  public int start(int rank) {
    return labels.start(byRank[rank]);
  }

  /** Bytes of the label. */
  public int length(int rank) {
    return labels.length(byRank[rank]);
  }

  /** Edges, without dropped self-loops. */
  public int edges() {
    return Math.toIntExact(edges.size());
  }

  /** The ends of all edges, {@code from << 32 | to} each, in the order of the input. */
  public long[] takePairs() {
    int[] rankOf = new int[byRank.length];
    for (int rank = 0; rank < byRank.length; rank++) {
      rankOf[byRank[rank]] = rank;
    }
    long[] all = new long[edges()];
    int used = 0;
    for (EdgeList.Chunk chunk : edges.chunks()) {
      long[] pairs = chunk.pairs();
      for (int i = 0; i < chunk.count(); i++) {
        all[used++] = (long) rankOf[(int) (pairs[i] >>> 32)] << 32 | rankOf[(int) pairs[i]];
      }
      chunk.freePairs();
    }
    return all;
  }

  /** The weights of the edges in the same order; none when the read is unweighted. */
  public double[] takeWeights() {
    double[] all = new double[edges.weighted() ? edges() : 0];
    int used = 0;
    for (EdgeList.Chunk chunk : edges.chunks()) {
      double[] weights = chunk.weights();
      if (weights != null) {
        System.arraycopy(weights, 0, all, used, chunk.count());
        used += chunk.count();
        chunk.freeWeights();
      }
    }
    return all;
  }
}
