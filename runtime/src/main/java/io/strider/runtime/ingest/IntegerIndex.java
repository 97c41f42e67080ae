package io.strider.runtime.ingest;

import java.util.Arrays;

/**
 * Vertices by non-negative integer. Values below a bound are looked up by address. The bound may reach
 * {@value #FREE_ENTRIES} and {@value #ENTRIES_A_VALUE} times the count of values, so that values far apart cannot fill
 * the memory with empty entries: those beyond it go to a hash table, and move when the bound has passed them and they are
 * asked for again. One thread at a time may add; any may {@link #find} meanwhile, and may miss what is being added.
 */
final class IntegerIndex {

  private static final int FREE_ENTRIES = 1 << 20;
  private static final int ENTRIES_A_VALUE = 4;
  private static final int START_ENTRIES = 1 << 10;
  private static final long MAX_ENTRIES = Integer.MAX_VALUE - 8;

  private final HashSlots scattered = new HashSlots();
  private final int seed;
  private volatile int[] table = new int[START_ENTRIES];

  /** Values so far. Who only looks may see an older number, and then asks the one that may add. */
  private long size;

  IntegerIndex(long seed) {
    this.seed = (int) (seed >>> 32) | 1;
  }

  /** The vertex of a value, or −1, also when it is due to move: then only {@link #findAndMove} tells. */
  int find(int value) {
    int[] entries = table;
    if (value < entries.length) {
      return entries[value] - 1;
    }
    return mayGrow(entries, value) ? -1 : findScattered(value);
  }

  /** The vertex of a value, or −1; to be called by who may add. */
  int findAndMove(int value) {
    int vertex = find(value);
    if (vertex < 0) {
      vertex = findScattered(value);
      if (vertex >= 0 && reaches(value)) {
        table[value] = vertex + 1;
      }
    }
    return vertex;
  }

  /**
   * As {@link #find} of many values, in one short loop so that their cache misses overlap.
   *
   * @param vertices gets the vertex of each of the first {@code count} values
   * @return how many of them are −1
   */
  int findMany(int[] values, int count, int[] vertices) {
    int[] entries = table;
    int missing = 0;
    for (int i = 0; i < count; i++) {
      int value = values[i];
      int vertex = value < entries.length ? entries[value] - 1 : -1;
      vertices[i] = vertex;
      missing -= vertex >> (Integer.SIZE - 1);
    }
    for (int i = 0; missing > 0 && i < count; i++) {
      if (vertices[i] < 0) {
        vertices[i] = find(values[i]);
        missing -= vertices[i] < 0 ? 0 : 1;
      }
    }
    return missing;
  }

  /** Adds a value that {@link #findAndMove} does not know. */
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
    long[] slots = scattered.look();
    int slot = HashSlots.home(slots, tag);
    for (long entry; (entry = HashSlots.entry(slots, slot)) != 0; slot = HashSlots.next(slots, slot)) {
      if (HashSlots.tag(entry) == tag) {
        return HashSlots.vertex(entry);
      }
    }
    return -1;
  }

  /** Whether the table has, or now gets, an entry for a value. */
  private boolean reaches(int value) {
    int[] entries = table;
    if (value < entries.length) {
      return true;
    }
    if (!mayGrow(entries, value)) {
      return false;
    }
    table = Arrays.copyOf(entries, (int) Math.max(value + 1L, roomy(entries)));
    return true;
  }

  /** Whether the table may reach a value. Growing by less would copy it again and again while the bound creeps on. */
  private boolean mayGrow(int[] entries, int value) {
    long bound = Math.min(FREE_ENTRIES + size * ENTRIES_A_VALUE, MAX_ENTRIES);
    return value < bound && roomy(entries) <= bound;
  }

  private static long roomy(int[] entries) {
    return Math.min(entries.length + (entries.length >> 1), MAX_ENTRIES);
  }

  /** A seeded bijection of 32 bits (xor-shift and odd multiplications), so equal tags mean equal values. */
  private int mix(int value) {
    int x = (value ^ seed) * 0x9E3779B1;
    x = (x ^ x >>> 15) * seed;
    x = (x ^ x >>> 13) * 0x85EBCA6B;
    return x ^ x >>> 16;
  }
}
