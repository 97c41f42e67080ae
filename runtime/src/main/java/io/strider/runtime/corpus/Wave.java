package io.strider.runtime.corpus;

/**
 * Complete walks of consecutive ids: a row-major matrix of vertex ids, one walk a row. The arrays are shared, not
 * copied: whoever holds a wave may read it until it is handed back, and nobody writes meanwhile.
 *
 * @param firstWalk id of the walk in row 0
 * @param walks number of rows
 * @param stride ints from one row to the next; the longest a walk can be
 * @param vertices at least walks × stride vertex ids; of row i the first {@code lengths[i]} count
 * @param lengths vertices in each walk, at least 1
 */
public record Wave(long firstWalk, int walks, int stride, int[] vertices, int[] lengths) {

  /** Vertices in all walks together. */
  public long tokens() {
    long sum = 0;
    for (int i = 0; i < walks; i++) {
      sum += lengths[i];
    }
    return sum;
  }
}
