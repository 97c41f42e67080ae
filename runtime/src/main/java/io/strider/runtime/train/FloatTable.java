package io.strider.runtime.train;

/**
 * An {@link EmbeddingTable} of float32, row-major, in chunks of whole rows so that V × D may exceed 2<sup>31</sup>. A row lies in one array:
 * {@code chunk(row)[offset(row) … offset(row) + dimensions())}. Rows are padded to a multiple of 16 floats with zeros.
 * Not synchronised: trainers write it, everyone else reads after training.
 */
public final class FloatTable extends EmbeddingTable {

  private static final int MAX_CHUNK_FLOATS = 1 << 28;

  private final int rowBits;
  private final float[][] chunks;
  private final int firstOffset;

  /** A table of zeros. */
  public FloatTable(int rows, int dimensions) {
    this(rows, dimensions, MAX_CHUNK_FLOATS);
  }

  FloatTable(int rows, int dimensions, int maxChunkFloats) {
    this(rows, dimensions, maxChunkFloats, new float[0], 0);
  }

  /**
   * A table whose first chunk lies in a given array.
   *
   * @param first holds {@link #rowsOfFirstChunk} rows from {@code firstOffset} on; if empty, the table makes its own
   */
  FloatTable(int rows, int dimensions, int maxChunkFloats, float[] first, int firstOffset) {
    super(rows, dimensions);
    int stride = stride();
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

  /** The array that holds a row. */
  public float[] chunk(int row) {
    return chunks[row >>> rowBits];
  }

  /** Where in {@link #chunk} the row begins. */
  public int offset(int row) {
    int inChunk = (row & ((1 << rowBits) - 1)) * stride();
    return row >>> rowBits == 0 ? firstOffset + inChunk : inChunk;
  }

  @Override
  public void read(int row, float[] target, int at) {
    System.arraycopy(chunk(row), offset(row), target, at, dimensions());
  }

  @Override
  void load(int row, float[] target, int at) {
    System.arraycopy(chunk(row), offset(row), target, at, stride());
  }

  @Override
  float[] array(int row, float[] scratch) {
    return chunk(row);
  }

  @Override
  int at(int row) {
    return offset(row);
  }

  @Override
  void put(int row, float[] source, int at, long draw) {
    System.arraycopy(source, at, chunk(row), offset(row), stride());
  }

  @Override
  void putBack(int row, float[] array, long draw) {}
}
