package io.strider.runtime.ingest;

/** Rows cut into ranges with about as many entries each, for workers to share. Stateless once built. */
final class RowTasks {

  private static final int ENTRIES_A_TASK = 1 << 16;

  private final int[] offsets;
  private final int[] cuts;

  /** As many ranges as workers. */
  RowTasks(int[] offsets, int ranges) {
    this.offsets = offsets;
    this.cuts = new int[ranges + 1];
    int rows = offsets.length - 1;
    for (int i = 1; i < ranges; i++) {
      cuts[i] = firstFrom((long) offsets[rows] * i / ranges, cuts[i - 1]);
    }
    cuts[ranges] = rows;
  }

  /** Ranges that take a moment each. */
  static RowTasks small(int[] offsets) {
    return new RowTasks(offsets, offsets[offsets.length - 1] / ENTRIES_A_TASK + 1);
  }

  /** How many ranges. */
  int count() {
    return cuts.length - 1;
  }

  /** Range i is the rows from {@code cuts[i]} to before {@code cuts[i + 1]}. */
  int[] cuts() {
    return cuts;
  }

  /** The first row from {@code low} on that begins at an entry or behind it. */
  private int firstFrom(long entry, int low) {
    int from = low;
    int to = offsets.length - 1;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (offsets[middle] < entry) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
