package io.strider.simulation.generate;

import io.strider.runtime.common.Cancellation;
import java.io.IOException;

/** Collects edges that come one by one and hands them over in chunks. */
final class EdgeBuffer {

  private static final int CAPACITY = 1 << 16;

  private final long[] edges = new long[CAPACITY];
  private final EdgeSink sink;
  private final Cancellation cancellation;
  private int size;

  EdgeBuffer(EdgeSink sink, Cancellation cancellation) {
    this.sink = sink;
    this.cancellation = cancellation;
  }

  void add(int u, int v) throws IOException {
    if (size == CAPACITY) {
      flush();
    }
    edges[size++] = Pairs.pack(u, v);
  }

  void flush() throws IOException {
    cancellation.check();
    if (size > 0) {
      sink.accept(edges, 0, size);
      size = 0;
    }
  }
}
