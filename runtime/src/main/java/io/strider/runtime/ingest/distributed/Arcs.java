package io.strider.runtime.ingest.distributed;

import java.io.IOException;

/** Sorted runs of keys of 64 bits, signed order, each with a weight or none. Stateless. */
final class Arcs {

  /** What stands behind each key. */
  enum Weight {
    NONE(0),
    FLOAT(Float.BYTES),
    DOUBLE(Double.BYTES);

    private final int recordBytes;

    Weight(int bytes) {
      this.recordBytes = Long.BYTES + bytes;
    }

    /** Bytes of a key with its weight. */
    int recordBytes() {
      return recordBytes;
    }
  }

  private Arcs() {}

  static long key(int source, int target) {
    return (long) source << 32 | target;
  }

  /** The key of an arc turned round. */
  static long turned(long key) {
    return key << 32 | key >>> 32;
  }

  static int source(long key) {
    return (int) (key >>> 32);
  }

  static int target(long key) {
    return (int) key;
  }

  static long count(RunInput run, Weight weight) {
    return run.payload() / weight.recordBytes();
  }

  static long keyAt(RunInput run, Weight weight, long index) throws IOException {
    return run.getLong(index * weight.recordBytes());
  }

  /** How many keys of a run are less than one. */
  static long lowerBound(RunInput run, Weight weight, long key) throws IOException {
    long low = 0;
    long high = count(run, weight);
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (keyAt(run, weight, middle) < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
