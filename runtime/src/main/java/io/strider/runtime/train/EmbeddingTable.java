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
  private final int firstOffset;

  /** A table of zeros. */
  public EmbeddingTable(int rows, int dimensions) {
    this(rows, dimensions, MAX_CHUNK_FLOATS);
  }

  EmbeddingTable(int rows, int dimensions, int maxChunkFloats) {
    this(rows, dimensions, maxChunkFloats, new float[0], 0);
  }

  /**
   * A table whose first chunk lies in a given array.
   *
   * @param first holds {@link #rowsOfFirstChunk} rows from {@code firstOffset} on; if empty, the table makes its own
   */
  EmbeddingTable(int rows, int dimensions, int maxChunkFloats, float[] first, int firstOffset) {
    this.rows = rows;
    this.dimensions = dimensions;
    this.stride = (dimensions + LANES - 1) / LANES * LANES;
    this.rowBits = rowBits(stride, maxChunkFloats);
    this.firstOffset = firstOffset;
    int rowsPerChunk = 1 << rowBits;
    this.chunks = new float[(int) (((long) rows + rowsPerChunk - 1) >>> rowBits)][];
    for (int c = 0; c < chunks.length; c++) {
      long begin = (long) c << rowBits;
      boolean given = c == 0 && first.length > 0;
      chunks[c] = given ? first : new float[(int) Math.min(rowsPerChunk, rows - begin) * stride];
    }
  }

  private static int rowBits(int stride, int maxChunkFloats) {
    return 31 - Integer.numberOfLeadingZeros(Math.max(1, maxChunkFloats / stride));
  }

  /** Rows of the first chunk of a table of so many rows. */
  static int rowsOfFirstChunk(int rows, int stride, int maxChunkFloats) {
    return Math.min(rows, 1 << rowBits(stride, maxChunkFloats));
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
    int inChunk = (row & ((1 << rowBits) - 1)) * stride;
    return row >>> rowBits == 0 ? firstOffset + inChunk : inChunk;
  }

  /** Copies a row's D floats into {@code target} at {@code at}. */
  public void read(int row, float[] target, int at) {
    System.arraycopy(chunk(row), offset(row), target, at, dimensions);
  }
}
