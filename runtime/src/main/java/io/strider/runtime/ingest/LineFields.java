package io.strider.runtime.ingest;

import io.strider.runtime.ingest.IngestOptions.Delimiter;

/** The first three columns of a line, as positions in it. Not thread-safe. */
final class LineFields {

  private static final int MAX_COLUMNS = 3;

  private final int[] starts = new int[MAX_COLUMNS];
  private final int[] ends = new int[MAX_COLUMNS];
  private int count;

  /** Columns found, at most three. */
  int count() {
    return count;
  }

  /** First byte of a column. */
  int start(int column) {
    return starts[column];
  }

  /** After the last byte of a column. */
  int end(int column) {
    return ends[column];
  }

  /** Splits [from, to); the delimiter must be decided. */
  void split(byte[] bytes, int from, int to, Delimiter delimiter) {
    count = 0;
    if (delimiter == Delimiter.BLANK) {
      splitAtBlanks(bytes, from, to);
    } else {
      splitAt(bytes, from, to, delimiter == Delimiter.TAB ? (byte) '\t' : (byte) ',');
      if (delimiter == Delimiter.COMMA) {
        trim(bytes);
      }
    }
  }

  static boolean isBlank(byte value) {
    return value == ' ' || value == '\t';
  }

  private void splitAtBlanks(byte[] bytes, int from, int to) {
    int p = from;
    while (count < MAX_COLUMNS) {
      while (p < to && isBlank(bytes[p])) {
        p++;
      }
      if (p == to) {
        return;
      }
      starts[count] = p;
      while (p < to && !isBlank(bytes[p])) {
        p++;
      }
      ends[count++] = p;
    }
  }

  private void splitAt(byte[] bytes, int from, int to, byte separator) {
    int p = from;
    while (count < MAX_COLUMNS) {
      starts[count] = p;
      while (p < to && bytes[p] != separator) {
        p++;
      }
      ends[count++] = p;
      if (p++ == to) {
        return;
      }
    }
  }

  private void trim(byte[] bytes) {
    for (int i = 0; i < count; i++) {
      while (starts[i] < ends[i] && isBlank(bytes[starts[i]])) {
        starts[i]++;
      }
      while (starts[i] < ends[i] && isBlank(bytes[ends[i] - 1])) {
        ends[i]--;
      }
    }
  }
}
