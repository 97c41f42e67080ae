package io.strider.runtime.graph;

import io.strider.runtime.common.Cancellation;

/**
 * A Bloom filter over all arcs that answers with one random load: four bits of one 64-bit word an arc, about 10 bits of
 * filter an arc (Putze, Sanders, Singler: cache-, hash- and space-efficient Bloom filters, 2007). "No" is final; "maybe"
 * must be confirmed in the row. An undirected edge is entered once, as (larger id, smaller id). Immutable once built.
 */
public final class EdgeFilter {

  /** Bits of filter an entry. */
  public static final int BITS_PER_ENTRY = 10;

  private static final int STAGED = 1024;

  /** Rows differ too much to count: a few hundred at the front may hold most arcs. */
  private static final int ARCS_PER_CHECK = 1 << 20;

  private static final long MULTIPLIER_A = 0x9E3779B97F4A7C15L;
  private static final long MULTIPLIER_B = 0xD6E8FEB86659FD93L;

  private final long[] words;

  private EdgeFilter(long[] words) {
    this.words = words;
  }

  /** Builds the filter of a graph in one pass over its arcs. */
  public static EdgeFilter of(Graph graph, Cancellation cancellation) {
    long entries = graph.directed() ? graph.arcCount() : graph.edgeCount();
    EdgeFilter filter = new EdgeFilter(new long[wordCount(entries)]);
    Staging staging = new Staging(filter.words);
    int[] offsets = graph.offsets();
    int[] targets = graph.targets();
    long nextCheck = 0;
    for (int v = 0; v < graph.vertexCount(); v++) {
      if (offsets[v] >= nextCheck) {
        cancellation.check();
        nextCheck = (long) offsets[v] + ARCS_PER_CHECK;
      }
      for (int k = offsets[v]; k < offsets[v + 1]; k++) {
        int u = targets[k];
        if (graph.directed() || u <= v) {
          staging.add(hash(v, u));
        }
      }
    }
    staging.flush();
    return filter;
  }

  /** A filter that was built before. */
  static EdgeFilter of(long[] words) {
    return new EdgeFilter(words);
  }

  /** Bytes of a filter over so many entries. */
  public static long bytes(long entries) {
    return 8L * wordCount(entries);
  }

  private static int wordCount(long entries) {
    return (int) Math.min(Graph.MAX_ARCS, Math.max(1, entries * BITS_PER_ENTRY / Long.SIZE + 1));
  }

  /** The words themselves, for the walk kernels; do not write. */
  public long[] words() {
    return words;
  }

  /** Whether the arc may exist; false is final. For an undirected graph pass the larger id first. */
  public boolean mayContain(int first, int second) {
    long hash = hash(first, second);
    long mask = mask(hash);
    return (words[word(hash, words.length)] & mask) == mask;
  }

  /** The hash of an entry; its upper bits choose the word, its lower 24 the bits. */
  public static long hash(int first, int second) {
    long h = (((long) first << 32) | second) * MULTIPLIER_A;
    h ^= h >>> 32;
    return h * MULTIPLIER_B;
  }

  /** Index of the word of a hash. */
  public static int word(long hash, int wordCount) {
    return (int) Math.unsignedMultiplyHigh(hash, wordCount);
  }

  /** The four (or, where they fall together, fewer) bits of a hash. */
  public static long mask(long hash) {
    return (1L << hash) | (1L << (hash >>> 6)) | (1L << (hash >>> 12)) | (1L << (hash >>> 18));
  }

  /** Keeps the random stores of the build in a loop of their own, so that their cache misses overlap. */
  private static final class Staging {
    private final long[] words;
    private final long[] hashes = new long[STAGED];
    private int count;

    Staging(long[] words) {
      this.words = words;
    }

    void add(long hash) {
      hashes[count++] = hash;
      if (count == STAGED) {
        flush();
      }
    }

    void flush() {
      for (int i = 0; i < count; i++) {
        words[word(hashes[i], words.length)] |= mask(hashes[i]);
      }
      count = 0;
    }
  }
}
