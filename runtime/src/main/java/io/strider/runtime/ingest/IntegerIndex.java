package io.strider.runtime.ingest;

import java.util.Arrays;

/**
 * Vertices by non-negative integer. Values below a bound are looked up by address. The bound may reach
 * {@value #FREE_ENTRIES} and {@value #ENTRIES_A_VALUE} times the count of values, so that values far apart cannot fill
 * the memory with empty entries: those beyond it go to a hash table, and move when the bound has passed them and they are
 * asked for again. Not thread-safe.
 */
final class IntegerIndex {

  private static final int FREE_ENTRIES = 1 << 20;
  private static final int ENTRIES_A_VALUE = 4;
  private static final int START_ENTRIES = 1 << 10;
  private static final long MAX_ENTRIES = Integer.MAX_VALUE - 8;

  private final HashSlots scattered = new HashSlots();
  private final int seed;
  private int[] table = new int[START_ENTRIES];
  private long size;

  IntegerIndex(long seed) {
    this.seed = (int) (seed >>> 32) | 1;
  }

  /** The vertex of a value, or −1. */
  int find(int value) {
    if (value < table.length) {
      int vertex = table[value] - 1;
      if (vertex >= 0) {
        return vertex;
      }
    }
    return scattered.size() == 0 ? -1 : findScattered(value);
  }

  /**
   * Looks many values up, in one short loop so that their cache misses overlap.
   *
   * @param vertices gets the vertex of each of the first {@code count} values; −1 may also mean that it takes
   *     {@link #find} to tell
   */
  void findMany(int[] values, int count, int[] vertices) {
    int[] entries = table;
    for (int i = 0; i < count; i++) {
      int value = values[i];
      vertices[i] = value < entries.length ? entries[value] - 1 : -1;
    }
  }

  /** Adds a value that {@link #find} does not know. */
  void add(int value, int vertex) {
    size++;
    if (reaches(value)) {
      table[value] = vertex + 1;
    } else {
      scattered.add(mix(value), vertex);
    }
  }

  private int findScattered(int value) {
    int tag = mix(value);
    int slot = scattered.home(tag);
    for (int vertex; (vertex = scattered.vertex(slot)) >= 0; slot = scattered.next(slot)) {
      if (scattered.tag(slot) == tag) {
        if (reaches(value)) {
          table[value] = vertex + 1;
        }
        return vertex;
      }
    }
    return -1;
  }

  /** Whether the table has, or now gets, an entry for a value. */
  private boolean reaches(int value) {
    if (value < table.length) {
      return true;
    }
    long bound = Math.min(FREE_ENTRIES + size * ENTRIES_A_VALUE, MAX_ENTRIES);
    long roomy = Math.min(table.length + (table.length >> 1), MAX_ENTRIES);
    // Growing by less would copy the table again and again while the bound creeps on.
    if (value >= bound || roomy > bound) {
      return false;
    }
    table = Arrays.copyOf(table, (int) Math.max(value + 1L, roomy));
    return true;
  }

  /** A seeded bijection of 32 bits (xor-shift and odd multiplications), so equal tags mean equal values. */
  private int mix(int value) {
    int x = (value ^ seed) * 0x9E3779B1;
    x = (x ^ x >>> 15) * seed;
    x = (x ^ x >>> 13) * 0x85EBCA6B;
    return x ^ x >>> 16;
  }
}
