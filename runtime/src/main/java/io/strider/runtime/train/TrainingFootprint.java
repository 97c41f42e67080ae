package io.strider.runtime.train;

import io.strider.runtime.corpus.NegativeTable;
import io.strider.runtime.corpus.Subsampling;

/**
 * What training needs in memory, in bytes, known before anything is allocated. Array headers and the few objects
 * around them are left out.
 *
 * @param tables vertex and context table
 * @param vocabulary rows, ids and counts, and the negative and subsampling tables
 * @param workspace arenas, per-thread scratch and the chains of a round
 */
public record TrainingFootprint(long tables, long vocabulary, long workspace) {

  /**
   * The need of a trainer whose tables have float32.
   *
   * @param vertices vertex ids of the graph
   * @param rows rows of the vocabulary, at most {@code vertices}
   */
  public static TrainingFootprint of(
      long vertices, long rows, TrainingParameters parameters, TrainingPlan plan, int threads) {
    return of(vertices, rows, parameters, plan, threads, TableFormat.FLOAT32);
  }

  /** As {@link #of(long, long, TrainingParameters, TrainingPlan, int)}, with tables of another format. */
  public static TrainingFootprint of(
      long vertices, long rows, TrainingParameters parameters, TrainingPlan plan, int threads, TableFormat format) {
    TrainingShape shape = TrainingShape.of(parameters, plan);
    long tables = 2 * TableStore.bytes(format, rows, shape.stride());
    long vocabulary =
        vertices * Integer.BYTES
            + rows * (Integer.BYTES + Long.BYTES)
            + NegativeTable.bytes(rows)
            + Subsampling.bytes(rows, parameters.sample());
    int arenas = TrainingTables.arenas(parameters, shape, threads);
    long workspace =
        RowSpace.workBytes(shape, threads, arenas)
            + (parameters.hogwild() ? HogwildWork.bytes(shape, threads) : RoundWork.bytes(rows, shape, threads));
    return new TrainingFootprint(tables, vocabulary, workspace);
  }

  /** All of it. */
  public long totalBytes() {
    return tables + vocabulary + workspace;
  }
}
