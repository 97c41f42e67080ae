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

  /** Checks that all are positive. */
  public SegmentLimits {
    if (edges < 1 || labels < 1 || labelBytes < 1) {
      throw InputException.at(
          "limits of a segment", edges + " edges, " + labels + " labels, " + labelBytes + " bytes", "at least 1 each");
    }
  }
}
