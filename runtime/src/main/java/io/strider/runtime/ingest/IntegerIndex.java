package io.strider.runtime.ingest;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Vertices by non-negative integer. Values that lie close together are looked up by address, in pages of 1,024; a
 * page is made only while all pages together have at most {@value #MAX_ENTRIES_A_VALUE} entries a value, so that
 * scattered values cannot fill the memory with empty pages: they go to a hash table. Not thread-safe.
 */
final class IntegerIndex {

  private static final int PAGE_BITS = 10;
  private static final int PAGE_ENTRIES = 1 << PAGE_BITS;
  private static final long MAX_ENTRIES_A_VALUE = 6;
  private static final long FREE_PAGES = 64;

  private final HashSlots scattered = new HashSlots();
  private final int seed;
  private int[] @Nullable [] pages = new int[64][];
  private long pageCount;
  private long size;

  IntegerIndex(long seed) {
    this.seed = (int) (seed >>> 32) | 1;
  }

  /** The vertex of a value, or −1. */
  int find(int value) {
    int number = value >>> PAGE_BITS;
    if (number < pages.length) {
      int[] page = pages[number];
      if (page != null) {
        int vertex = page[value & (PAGE_ENTRIES - 1)] - 1;
        if (vertex >= 0) {
          return vertex;
        }
      }
    }
    return scattered.size() == 0 ? -1 : findScattered(value);
  }

  /** Adds a value that {@link #find} does not know. */
  void add(int value, int vertex) {
    size++;
    int[] page = page(value >>> PAGE_BITS);
    if (page != null) {
      page[value & (PAGE_ENTRIES - 1)] = vertex + 1;
    } else {
      scattered.add(mix(value), vertex);
    }
  }

  private int findScattered(int value) {
    int tag = mix(value);
    int slot = scattered.home(tag);
    for (int vertex; (vertex = scattered.vertex(slot)) >= 0; slot = scattered.next(slot)) {
      if (scattered.tag(slot) == tag) {
        return vertex;
      }
    }
    return -1;
  }

  private int @Nullable [] page(int number) {
    int[] known = number < pages.length ? pages[number] : null;
    if (known != null) {
      return known;
    }
    if (pageCount >= FREE_PAGES + size * MAX_ENTRIES_A_VALUE / PAGE_ENTRIES) {
      return null;
    }
    if (number >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(number + 1, 2 * pages.length));
    }
    int[] page = new int[PAGE_ENTRIES];
    pages[number] = page;
    pageCount++;
    return page;
  }

  /** A seeded bijection of 32 bits (xor-shift and odd multiplications), so equal tags mean equal values. */
  private int mix(int value) {
    int x = (value ^ seed) * 0x9E3779B1;
    x = (x ^ x >>> 15) * seed;
    x = (x ^ x >>> 13) * 0x85EBCA6B;
    return x ^ x >>> 16;
  }
}
