package io.strider.runtime.ingest;

import io.strider.runtime.common.InputException;

/**
 * When a segment of a split is full, so that a split needs memory for one segment however large it is. Looked at after each
 * stretch of lines of about 128 KiB, by which a segment may be larger.
 *
 * @param edges 8 bytes each, 16 with a weight
 * @param labels distinct ones, some 80 bytes each besides their text
 * @param labelBytes of their text
 */
public record SegmentLimits(int edges, int labels, int labelBytes) {

  /** The most edges: their arcs, twice as many, are in one array. */
  private static final int MOST_EDGES = 1 << 29;

  /** Checks that all are positive, and that arrays can hold them. */
  public SegmentLimits {
    if (edges > MOST_EDGES) {
      throw InputException.at("edges of a segment", String.valueOf(edges), "at most " + MOST_EDGES);
    }
    if (edges < 1 || labels < 1 || labelBytes < 1) {
      throw InputException.at(
          "limits of a segment", edges + " edges, " + labels + " labels, " + labelBytes + " bytes", "at least 1 each");
    }
  }
}
