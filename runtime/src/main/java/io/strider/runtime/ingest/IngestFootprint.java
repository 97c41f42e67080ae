package io.strider.runtime.ingest;

/**
 * The memory that an ingest needs at its peak, as live heap; a collector wants some room above it. Edges are 8 bytes
 * as pairs and 4 bytes an arc as rows; both are there while pairs are dealt out to rows, which is the peak: 12 bytes a
 * directed edge, 8 an arc of an undirected graph. A weight is 8 more in either form. The weights are dealt out when the
 * pairs are gone but for the places they left, 4 bytes an arc: 24 bytes a directed edge, 20 an arc of an undirected graph.
 * Merged rows in another order never need more. Each thread needs 24 bytes an entry of the longest weighted row that it
 * merges.
 */
public final class IngestFootprint {

  /** Heap bytes a vertex at the most, its label not counted: look-up at a table's worst load, later order and rows. */
  public static final int BYTES_A_VERTEX = 56;

  /** Buffers and start sizes of tables. */
  private static final long FIXED_BYTES = 5L << 20;

  /** A half-filled chunk of edges, lines that are read, blocks that are sorted. */
  private static final long BYTES_A_THREAD = 1L << 20;

  private static final int LABEL_LENGTH_BYTES = 3;
  private static final double LABEL_CHUNK_SLACK = 1.07;

  private IngestFootprint() {}

  /**
   * Bytes for the edges at the peak.
   *
   * @param edgeLines edges before duplicates are merged
   */
  public static long edgeBytes(long edgeLines, boolean directed, boolean weighted) {
    int perEdge = 8;
    int perArc = weighted ? 16 : 4;
    return edgeLines * (perEdge + (directed ? perArc : 2L * perArc));
  }

  /**
   * Bytes for the vertices at the peak.
   *
   * @param vertices distinct labels
   * @param labelBytes the UTF-8 bytes of all distinct labels together
   */
  public static long vertexBytes(long vertices, long labelBytes) {
    return vertices * BYTES_A_VERTEX + (long) ((labelBytes + vertices * LABEL_LENGTH_BYTES) * LABEL_CHUNK_SLACK);
  }

  /** Bytes of what is always there. */
  public static long bufferBytes(int threads) {
    return FIXED_BYTES + Math.min(threads, GraphIngest.MAX_THREADS) * BYTES_A_THREAD;
  }
}
