package io.strider.runtime.train;

import io.strider.runtime.common.TrainingException;

/**
 * Fails a run whose vectors became not-a-number or absurdly long. A NaN or an infinity spreads to every element of
 * a row with the next pair, so {@link #checkElement} looks at one element of every trained copy, before it is
 * written, and {@link #checkLines} at a few of every row before it is trained in place; {@link #checkRow} takes the norm. Stateless.
 */
public final class DivergenceCheck {

  /** Longest vector (Euclidean norm) that counts as sane; word vectors seldom exceed 20. */
  public static final float MAX_NORM = 1e4f;

  /** Floats of a cache line; rows are a multiple of it. */
  private static final int LINE = 16;

  private DivergenceCheck() {}

  /** Cheap: fails if an element of a row is NaN or beyond the limit. */
  static void checkElement(float value, int row) {
    if (!(Math.abs(value) <= MAX_NORM)) {
      throw diverged(row, value);
    }
  }

  /**
   * Cheap, and fetches the row into the cache: fails if the sum of every sixteenth element (one of each line of 64
   * bytes) is NaN or more than any row within the limit can have (Cauchy and Schwarz).
   */
  static void checkLines(float[] floats, int at, int stride, int row) {
    float sum = 0;
    for (int i = at; i < at + stride; i += LINE) {
      sum += floats[i];
    }
    float lines = (float) stride / LINE;
    if (!(sum * sum <= MAX_NORM * MAX_NORM * lines)) {
      throw diverged(row, sum);
    }
  }

  /** Fails if a row's norm is NaN or beyond the limit. */
  private static void checkRow(EmbeddingTable table, int row, float[] scratch) {
    float[] array = table.array(row, scratch);
    int at = table.at(row);
    double squares = 0;
    for (int i = 0; i < table.dimensions(); i++) {
      squares += (double) array[at + i] * array[at + i];
    }
    double norm = Math.sqrt(squares);
    if (!(norm <= MAX_NORM)) {
      throw diverged(row, norm);
    }
  }

  /**
   * Fails if any row's norm is NaN or beyond the limit.
   *
   * @throws TrainingException naming the row
   */
  public static void checkTable(EmbeddingTable table) {
    float[] scratch = new float[table.stride()];
    for (int row = 0; row < table.rows(); row++) {
      checkRow(table, row, scratch);
    }
  }

  /** The failure of a vocabulary row in which {@code found} was seen. */
  public static TrainingException diverged(int row, double found) {
    return new TrainingException(
        "training diverged: vocabulary row " + row + " has length " + found + ", the limit is " + MAX_NORM
            + "; lower the learning rate");
  }
}
