package io.strider.runtime.train;

import java.util.Arrays;

/**
 * Numbers the distinct rows of one sentence from 0 in the order in which they are first seen: an open-addressing hash
 * table at most half full, with linear probing. Of one thread; allocates only when built.
 */
final class RowSlots {

  private static final int EMPTY = -1;
  private static final int GOLDEN = 0x9E3779B9;

  private final int[] rowAt;
  private final int[] slotAt;
  private final int shift;
  private final int mask;
  private int size;

  /** Room for so many distinct rows. */
  RowSlots(int maxRows) {
    int capacity = capacity(maxRows);
    rowAt = new int[capacity];
    slotAt = new int[capacity];
    shift = Integer.SIZE - Integer.numberOfTrailingZeros(capacity);
    mask = capacity - 1;
    clear();
  }

  private static int capacity(int maxRows) {
    return Integer.highestOneBit(Math.max(2, 2 * maxRows - 1)) << 1;
  }

  /** Bytes with room for so many distinct rows. */
  static long bytes(int maxRows) {
    return 2L * Integer.BYTES * capacity(maxRows);
  }

  void clear() {
    Arrays.fill(rowAt, EMPTY);
    size = 0;
  }

  /** Distinct rows so far. */
  int size() {
    return size;
  }

  /** The number of a row, which is new if it equals what {@link #size} was before. */
  int slot(int row) {
    int at = (row * GOLDEN) >>> shift;
    while (rowAt[at] != row) {
      if (rowAt[at] == EMPTY) {
        rowAt[at] = row;
        slotAt[at] = size;
        return size++;
      }
      at = at + 1 & mask;
    }
    return slotAt[at];
  }
}
