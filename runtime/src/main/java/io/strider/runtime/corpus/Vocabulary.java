package io.strider.runtime.corpus;

/**
 * Which vertices are trained, and in which row of the tables: rows by descending count in the corpus, ties by vertex
 * id, so that the rows most often touched are neighbours in memory. Immutable; the arrays are shared, do not write.
 */
public final class Vocabulary {

  /** The row of a vertex that is not trained. */
  public static final int DROPPED = -1;

  private final int[] rowOfVertex;
  private final int[] vertexOfRow;
  private final long[] countOfRow;
  private final long tokens;

  /**
   * Counts turned into rows.
   *
   * @param countOfVertex occurrences of each vertex id in one pass over the corpus
   * @param minCount vertices that occur less often are dropped; at least 1
   */
  public static Vocabulary of(long[] countOfVertex, long minCount) {
    return VocabularyOrder.rank(countOfVertex, Math.max(1, minCount));
  }

  Vocabulary(int[] rowOfVertex, int[] vertexOfRow, long[] countOfRow) {
    this.rowOfVertex = rowOfVertex;
    this.vertexOfRow = vertexOfRow;
    this.countOfRow = countOfRow;
    long sum = 0;
    for (long count : countOfRow) {
      sum += count;
    }
    this.tokens = sum;
  }

  /** Rows of the tables. */
  public int size() {
    return vertexOfRow.length;
  }

  /** Tokens of kept vertices in one pass over the corpus. */
  public long tokens() {
    return tokens;
  }

  /** Row of each vertex id, or {@link #DROPPED}. */
  public int[] rowOfVertex() {
    return rowOfVertex;
  }

  /** Vertex id of each row. */
  public int[] vertexOfRow() {
    return vertexOfRow;
  }

  /** Occurrences of each row's vertex in one pass over the corpus; never rising. */
  public long[] countOfRow() {
    return countOfRow;
  }
}
