package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;

/**
 * Tells a listener how far an ingest is, in edges: reading one is half of its work, its place in the rows the other half.
 * Until all are read their number is estimated from the bytes that are left, where these are known. Safe from any thread.
 */
final class IngestProgress {

  private static final int READING_PARTS = 2;

  private final StageListener listener;
  private final long allBytes;
  private long edges;
  private long told;

  /**
   * Nothing was read.
   *
   * @param allBytes of the input as it is stored, or −1 when unknown
   */
  IngestProgress(StageListener listener, long allBytes) {
    this.listener = listener;
    this.allBytes = allBytes;
  }

  /**
   * Some were read.
   *
   * @param edgesRead so far
   * @param bytesRead so far, of the input as it is stored
   */
  synchronized void read(long edgesRead, long bytesRead) {
    edges = edgesRead;
    if (allBytes > 0 && bytesRead > 0) {
      listener.planned(Stage.INGEST, Math.round((double) edges * Math.max(allBytes, bytesRead) / bytesRead));
    }
    tell(edges / READING_PARTS);
  }

  /** All were read: their number is known. */
  synchronized void allRead() {
    listener.planned(Stage.INGEST, edges);
    tell(edges / READING_PARTS);
  }

  private synchronized void built(double share) {
    tell((long) (edges * (1 + share) / READING_PARTS));
  }

  private void tell(long done) {
    told = Math.max(told, done);
    listener.advanced(Stage.INGEST, told);
  }

  /** A stretch of the work of building rows, as shares of it all; about what it was measured to take. */
  enum Part {
    LABELS(0, 0.12),
    DEGREES(0.12, 0.2),
    DEAL(0.2, 0.65),
    MERGE(0.65, 0.85),
    RENUMBER(0.85, 0.9),
    DICTIONARY(0.9, 1);

    private final double from;
    private final double to;

    Part(double from, double to) {
      this.from = from;
      this.to = to;
    }
  }

  /**
   * A part at work: tells how far it is and asks whether to stop.
   *
   * @param progress hears of it
   * @param cancellation asked
   * @param part which one
   */
  record Step(IngestProgress progress, Cancellation cancellation, Part part) {

    /** So many of all are done; stops the work here if it was cancelled. */
    void check(long done, long of) {
      cancellation.check();
      progress.built(part.from + (part.to - part.from) * done / Math.max(1, of));
    }
  }
}
