package io.strider.runtime.train;

import java.util.Arrays;

/**
 * An {@link EmbeddingTable} of bfloat16, the upper half of a float32: half the memory. Every 16 words hold 32 numbers, of
 * which number j has the lower half of word j and number j + 16 the upper, so that whole vectors are unpacked by a shift
 * and a mask. A number that is stored becomes one of its two neighbours, either with the probability that leaves its
 * mean as it is (stochastic rounding; Gupta et al., ICML 2015): rounding to the nearest would lose every change that is
 * small beside the number. Rows are trained in copies of float32.
 */
final class Bfloat16Table extends EmbeddingTable {

  /** Numbers of a group. */
  private static final int GROUP = 32;

  private final RowKernel kernel;
  private final int words;
  private final int rowBits;
  private final int[][] chunks;

  /**
   * A table of zeros.
   *
   * @param kernel packs and unpacks
   * @param maxChunkWords most words of an array
   */
  Bfloat16Table(int rows, int dimensions, RowKernel kernel, int maxChunkWords) {
    super(rows, dimensions);
    this.kernel = kernel;
    words = words(stride());
    rowBits = 31 - Integer.numberOfLeadingZeros(Math.max(1, maxChunkWords / words));
    int rowsPerChunk = 1 << rowBits;
    chunks = new int[(int) (((long) rows + rowsPerChunk - 1) >>> rowBits)][];
    Arrays.setAll(chunks, c -> new int[(int) Math.min(rowsPerChunk, rows - ((long) c << rowBits)) * words]);
  }

  /** Bytes of a table of so many rows. */
  static long bytes(long rows, int stride) {
    return rows * words(stride) * Integer.BYTES;
  }

  private static int words(int stride) {
    return (stride + GROUP - 1) / GROUP * (GROUP / 2);
  }

  @Override
  public void read(int row, float[] target, int at) {
    int[] chunk = chunk(row);
    int from = from(row);
    for (int i = 0; i < dimensions(); i++) {
      int word = chunk[from + i / GROUP * (GROUP / 2) + i % (GROUP / 2)];
      target[at + i] = Float.intBitsToFloat(i % GROUP < GROUP / 2 ? word << 16 : word & 0xFFFF0000);
    }
  }

  @Override
  void load(int row, float[] target, int at) {
    kernel.unpack(chunk(row), from(row), target, at, stride());
  }

  @Override
  float[] array(int row, float[] scratch) {
    load(row, scratch, 0);
    return scratch;
  }

  @Override
  int at(int row) {
    return 0;
  }

  @Override
  void put(int row, float[] source, int at, long draw) {
    kernel.pack(source, at, chunk(row), from(row), stride(), (int) (draw >>> 32));
  }

  @Override
  void putBack(int row, float[] array, long draw) {
    put(row, array, 0, draw);
  }

  private int[] chunk(int row) {
    return chunks[row >>> rowBits];
  }

  private int from(int row) {
    return (row & ((1 << rowBits) - 1)) * words;
  }
}
