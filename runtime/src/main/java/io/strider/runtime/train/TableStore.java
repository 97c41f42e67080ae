package io.strider.runtime.train;

/**
 * How a trainer on the processor keeps its tables.
 *
 * @param format of a number
 * @param kernel packs and unpacks rows that are not float32
 */
record TableStore(TableFormat format, RowKernel kernel) {

  /** Bytes of a table of so many rows. */
  static long bytes(TableFormat format, long rows, int stride) {
    return format == TableFormat.BFLOAT16 ? Bfloat16Table.bytes(rows, stride) : rows * stride * Float.BYTES;
  }
}
