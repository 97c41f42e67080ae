package io.strider.runtime.train;

/**
 * Room for two rows, of one worker.
 *
 * @param row a row's floats where the table has none
 * @param delta what a row moves by
 */
record RowScratch(float[] row, float[] delta) {

  static RowScratch of(int stride) {
    return new RowScratch(CacheLines.floats(stride), CacheLines.floats(stride));
  }

  /** Bytes of one. */
  static long bytes(int stride) {
    return 2L * stride * Float.BYTES;
  }
}
