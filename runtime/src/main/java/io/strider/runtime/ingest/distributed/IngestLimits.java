package io.strider.runtime.ingest.distributed;

import io.strider.runtime.common.InputException;
import io.strider.runtime.ingest.SegmentLimits;

/**
 * How large a task of a distributed ingest may be. None of it changes the graph.
 *
 * @param splitBytes bytes of a plain file that one task reads
 * @param segment what a task holds at once of edges and labels; arcs are twice as many as edges
 * @param shardLabels labels of all segments that one task numbers, 4 bytes each
 * @param rangeArcs arcs that one task merges or writes; they pass through it and take no memory
 * @param filterWords words of the edge filter that one task fills, 8 bytes each
 */
public record IngestLimits(
    long splitBytes, SegmentLimits segment, long shardLabels, long rangeArcs, int filterWords) {

  /** Some 200 MB a task. */
  public static final IngestLimits DEFAULT =
      new IngestLimits(64L << 20, new SegmentLimits(1 << 21, 1 << 20, 64 << 20), 1L << 23, 1L << 22, 1 << 22);

  /** Checks that all are positive. */
  public IngestLimits {
    check("bytes of a split", splitBytes);
    check("labels of a shard", shardLabels);
    check("arcs of a range", rangeArcs);
    check("words of a part of the edge filter", filterWords);
  }

  private static void check(String what, long value) {
    if (value < 1) {
      throw InputException.at(what, String.valueOf(value), "at least 1");
    }
  }
}
