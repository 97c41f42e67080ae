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
   * The need of a trainer.
   *
   * @param vertices vertex ids of the graph
   * @param rows rows of the vocabulary, at most {@code vertices}
   */
  public static TrainingFootprint of(
      long vertices, long rows, TrainingParameters parameters, TrainingPlan plan, int threads) {
    TrainingShape shape = TrainingShape.of(parameters, plan);
    long tables = 2 * rows * shape.stride() * Float.BYTES;
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
