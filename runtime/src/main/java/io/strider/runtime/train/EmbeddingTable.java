package io.strider.runtime.train;

/**
 * V × D floats, row-major, in chunks of whole rows so that V × D may exceed 2<sup>31</sup>. A row lies in one array:
 * {@code chunk(row)[offset(row) … offset(row) + dimensions())}. Rows are padded to a multiple of 16 floats with zeros.
 * Not synchronised: trainers write it, everyone else reads after training.
 */
public final class EmbeddingTable {

  private static final int LANES = 16;
  private static final int MAX_CHUNK_FLOATS = 1 << 28;

  private final int rows;
  private final int dimensions;
  private final int stride;
  private final int rowBits;
  private final float[][] chunks;

  /** A table of zeros. */
  public EmbeddingTable(int rows, int dimensions) {
    this(rows, dimensions, MAX_CHUNK_FLOATS);
  }

  EmbeddingTable(int rows, int dimensions, int maxChunkFloats) {
    this.rows = rows;
    this.dimensions = dimensions;
    this.stride = (dimensions + LANES - 1) / LANES * LANES;
    this.rowBits = 31 - Integer.numberOfLeadingZeros(Math.max(1, maxChunkFloats / stride));
    int rowsPerChunk = 1 << rowBits;
    this.chunks = new float[(int) (((long) rows + rowsPerChunk - 1) >>> rowBits)][];
    for (int c = 0; c < chunks.length; c++) {
      long first = (long) c << rowBits;
      chunks[c] = new float[(int) Math.min(rowsPerChunk, rows - first) * stride];
    }
  }

  public int rows() {
    return rows;
  }

  /** D, the floats of a row that mean something. */
  public int dimensions() {
    return dimensions;
  }

  /** Floats from one row of a chunk to the next; a multiple of 16. */
  public int stride() {
    return stride;
  }

  /** The array that holds a row. */
  public float[] chunk(int row) {
    return chunks[row >>> rowBits];
  }

  /** Where in {@link #chunk} the row begins. */
  public int offset(int row) {
    return (row & ((1 << rowBits) - 1)) * stride;
  }

  /** Copies a row's D floats into {@code target} at {@code at}. */
  public void read(int row, float[] target, int at) {
    System.arraycopy(chunk(row), offset(row), target, at, dimensions);
  }
}
