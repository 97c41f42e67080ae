package io.strider.runtime.train;

/**
 * V × D numbers, one row a vocabulary entry; V × D may exceed 2<sup>31</sup>. Not synchronised: trainers write it,
 * everyone else reads after training.
 */
public abstract sealed class EmbeddingTable permits FloatTable, Bfloat16Table {

  private static final int LANES = 16;

  private final int rows;
  private final int dimensions;
  private final int stride;

  EmbeddingTable(int rows, int dimensions) {
    this.rows = rows;
    this.dimensions = dimensions;
    this.stride = stride(dimensions);
  }

  /** D, rounded up to a multiple of 16. */
  static int stride(int dimensions) {
    return (dimensions + LANES - 1) / LANES * LANES;
  }

  /** V. */
  public final int rows() {
    return rows;
  }

  /** D, the numbers of a row that mean something. */
  public final int dimensions() {
    return dimensions;
  }

  /** Floats that a row takes while it is trained: D, rounded up to a multiple of 16 with zeros. */
  public final int stride() {
    return stride;
  }

  /** Copies a row's D numbers into {@code target} from {@code at} on. */
  public abstract void read(int row, float[] target, int at);

  /** Copies a row with its padding, {@link #stride} floats. */
  abstract void load(int row, float[] target, int at);

  /**
   * A row as floats, from {@link #at} on: the table's own array if it has floats, so that writing there changes the table,
   * else {@code scratch}, into which the row was copied.
   */
  abstract float[] array(int row, float[] scratch);

  /** Where in {@link #array} a row begins. */
  abstract int at(int row);

  /**
   * Replaces a row by {@link #stride} floats.
   *
   * @param draw 64 uniform bits by which a table of fewer bits rounds
   */
  abstract void put(int row, float[] source, int at, long draw);

  /**
   * Replaces a row by what {@link #array} gave and was changed since.
   *
   * @param draw as {@link #put}
   */
  abstract void putBack(int row, float[] array, long draw);
}
