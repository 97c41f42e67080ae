package io.strider.runtime.train;

import io.strider.runtime.common.LimitException;

/**
 * The one array that kernels work in, so that any row of a step may be a row of a table or a copy of one. From its
 * start: a blank row for each worker (zeros that stand in for an absent row), the arenas (room for copies of the rows
 * that a bundle trains), then the first rows of the vertex table and as many of the context table. A table that is too
 * long for that goes on in arrays of its own; its rows there are trained in copies.
 *
 * <p>Rows begin on a cache line where the array itself does ({@link CacheLines}): else every vector load is split, and
 * threads that train neighbouring rows fight for the line between them.
 */
final class RowSpace {

  /** Most floats of a table in the space: both tables of 4 M vertices at D = 128. */
  static final int MAX_TABLE_FLOATS = 1 << 29;

  /** Most floats of all arenas and blank rows together. */
  private static final int MAX_ARENA_FLOATS = 1 << 29;

  /** Rows from one worker's blank row to the next: the processor fetches lines in pairs. */
  private static final int BLANK_ROWS = 2;

  final float[] floats;
  final EmbeddingTable vectors;
  final EmbeddingTable contexts;
  private final TrainingShape shape;
  private final int workers;
  private final int tableRows;

  /**
   * Tables of zeros, arenas and blank rows.
   *
   * @param rows of each table
   * @param workers threads that train
   * @param arenas bundles whose copies must live at the same time
   * @param maxTableFloats most floats of a table in the space and in each array of its own
   * @param store how numbers are kept
   */
  RowSpace(
      int rows, int dimensions, TrainingShape shape, int workers, int arenas, int maxTableFloats, TableStore store) {
    long own = CacheLines.LEAD_FLOATS + ((long) BLANK_ROWS * workers + (long) arenas * shape.arenaRows()) * shape.stride();
    if (own > MAX_ARENA_FLOATS) {
      throw new LimitException(
          "copies of the rows of " + arenas + " bundles of walks need " + own + " floats, over the limit of "
              + MAX_ARENA_FLOATS + ": lower the dimensions, the walk length or, with hogwild, the threads");
    }
    this.shape = shape;
    this.workers = workers;
    if (store.format() == TableFormat.BFLOAT16) {
      tableRows = 0;
      floats = new float[(int) own];
      vectors = new Bfloat16Table(rows, dimensions, store.kernel(), maxTableFloats);
      contexts = new Bfloat16Table(rows, dimensions, store.kernel(), maxTableFloats);
    } else {
      tableRows = FloatTable.rowsOfFirstChunk(rows, shape.stride(), maxTableFloats);
      int first = tableRows * shape.stride();
      floats = new float[(int) own + 2 * first];
      vectors = new FloatTable(rows, dimensions, maxTableFloats, floats, (int) own);
      contexts = new FloatTable(rows, dimensions, maxTableFloats, floats, (int) own + first);
    }
  }

  /** Bytes of the arenas and blank rows alone. */
  static long workBytes(TrainingShape shape, int workers, int arenas) {
    return Float.BYTES * ((long) BLANK_ROWS * workers + (long) arenas * shape.arenaRows()) * shape.stride();
  }

  /** Offset of a worker's blank row: its own, for kernels write it. */
  int blank(int worker) {
    return CacheLines.LEAD_FLOATS + BLANK_ROWS * worker * shape.stride();
  }

  /** Offset of an arena: copies of vertex rows by slot, then those of context rows. */
  int arena(int number) {
    return CacheLines.LEAD_FLOATS + (BLANK_ROWS * workers + number * shape.arenaRows()) * shape.stride();
  }

  /** Is the row of this number, in either table, part of the space? */
  boolean holds(int row) {
    return row < tableRows;
  }
}
