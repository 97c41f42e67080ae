package io.strider.runtime.ingest.distributed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A run of texts with keys: the number of texts n, n + 1 pairs of a key and the place where the text begins, then the texts back
 * to back. Sorted by key, or by text where the keys are its {@link #prefix}. One thread.
 */
final class TextRun implements AutoCloseable {

  private static final int PAIR_BYTES = 2 * Long.BYTES;

  private final RunInput run;
  private final int size;
  private final long textAt;

  TextRun(Path file) throws IOException {
    run = new RunInput(file);
    try {
      size = Math.toIntExact(run.getLong(0));
    } catch (IOException | RuntimeException e) {
      run.close();
      throw e;
    }
    textAt = Long.BYTES + (size + 1L) * PAIR_BYTES;
  }

  /** The first eight bytes of a label as a number whose signed order is that of the bytes; zeros where it is shorter. */
  static long prefix(byte[] bytes, int from, int length) {
    long prefix = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      prefix = prefix << 8 | (i < length ? bytes[from + i] & 0xFF : 0);
    }
    return prefix ^ Long.MIN_VALUE;
  }

  int size() {
    return size;
  }

  long key(int index) throws IOException {
    return run.getLong(Long.BYTES + (long) index * PAIR_BYTES);
  }

  /** Bytes of all texts before this one; {@link #size} is allowed. */
  long place(int index) throws IOException {
    return run.getLong(2 * Long.BYTES + (long) index * PAIR_BYTES);
  }

  byte[] text(int index) throws IOException {
    long from = place(index);
    byte[] bytes = new byte[(int) (place(index + 1) - from)];
    run.get(textAt + from, bytes, 0, bytes.length);
    return bytes;
  }

  /** How many keys are less than one. */
  int lowerBound(long key) throws IOException {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (key(middle) < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many texts are less than one, as unsigned bytes, in a run that is sorted so. */
  int lowerBound(byte[] text) throws IOException {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(text(middle), text) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public void close() throws IOException {
    run.close();
  }
}
