package io.strider.runtime.ingest;

import java.io.IOException;

/**
 * Edges from anywhere: a database, a queue, another library. They are read once, as a stream, and never held as objects:
 * an edge is 8 bytes (16 with a weight) as soon as it was accepted. What becomes of them is what becomes of the lines of a file:
 * an undirected {@code a b} is also {@code b a}, weights of equal edges add up, and the graph depends on the set of edges
 * alone, not on their order.
 */
@FunctionalInterface
public interface EdgeSource {

  /** Takes edges; used by one thread, and only until {@link EdgeSource#read} returns. */
  interface Receiver {

    /**
     * Adds an edge. Labels are any Unicode text of 1 to 65,536 bytes as UTF-8; unlike in a file they may hold blanks and
     * begin with {@code #}.
     *
     * @param weight finite and positive, also as a 32-bit float; ignored unless the graph is read weighted
     * @throws io.strider.runtime.common.InputException when label or weight is none, unless bad edges are to be skipped
     * @throws io.strider.runtime.common.CancelledException when the work should stop; let it through
     */
    void edge(String source, String target, double weight);

    /** Adds an edge of weight 1. */
    default void edge(String source, String target) {
      edge(source, target, 1);
    }
  }

  /**
   * Hands over every edge, on the calling thread, which may block here and is interrupted when the work is cancelled.
   *
   * @throws IOException when they cannot be read; the graph then fails as unreadable input, with this as the cause
   * @throws InterruptedException when the work was cancelled meanwhile
   */
  void read(Receiver edges) throws IOException, InterruptedException;
}
