package io.strider.runtime.ingest;

import org.jspecify.annotations.Nullable;

/**
 * Adjacency rows by id, sorted, every entry once. Row v is [offsets[v], ends[v]); where duplicates were, gaps follow.
 *
 * @param offsets V + 1 positions
 * @param ends V positions
 * @param targets the ids of the rows
 * @param weights one weight an entry, or null when unweighted
 * @param duplicates entries that were merged into others
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of columns that a few methods hand on; never compared
record MergedRows(int[] offsets, int[] ends, int[] targets, float @Nullable [] weights, long duplicates) {

  int vertexCount() {
    return ends.length;
  }

  int begin(int id) {
    return offsets[id];
  }

  int end(int id) {
    return ends[id];
  }
}
