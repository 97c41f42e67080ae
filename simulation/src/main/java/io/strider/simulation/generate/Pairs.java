package io.strider.simulation.generate;

import io.strider.runtime.common.Cancellation;
import java.io.IOException;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/** Edges as packed longs: drawn side by side, sorted, made distinct, handed over in chunks. */
final class Pairs {

  /** What a draw gives that is no edge; sorts behind every edge. */
  static final long NONE = Long.MAX_VALUE;

  private static final int CHUNK = 1 << 16;

  private Pairs() {}

  /** The edge between two vertices in its canonical form, or {@link #NONE} for a loop. */
  static long pack(int u, int v) {
    return u == v ? NONE : (long) Math.min(u, v) << 32 | Math.max(u, v);
  }

  /** Fills [from, to) with {@code draw(first + position − from)}, in parallel; pure draws give the same array always. */
  static void fill(long[] edges, int from, int to, long first, LongUnaryOperator draw, Cancellation cancellation) {
    int chunks = (int) (((long) to - from + CHUNK - 1) / CHUNK);
    IntStream.range(0, chunks)
        .parallel()
        .forEach(
            chunk -> {
              cancellation.check();
              int start = from + chunk * CHUNK;
              int end = (int) Math.min(to, (long) start + CHUNK);
              for (int i = start; i < end; i++) {
                edges[i] = draw.applyAsLong(first + i - from);
              }
            });
  }

  /** Moves the distinct edges of the sorted front part to the front, dropping {@link #NONE}; returns how many. */
  static int distinct(long[] sorted, int length) {
    int kept = 0;
    for (int i = 0; i < length && sorted[i] != NONE; i++) {
      if (kept == 0 || sorted[i] != sorted[kept - 1]) {
        sorted[kept++] = sorted[i];
      }
    }
    return kept;
  }

  /** Hands over the first {@code length} edges in chunks. */
  static void send(long[] edges, int length, EdgeSink sink, Cancellation cancellation) throws IOException {
    for (int from = 0; from < length; from += CHUNK) {
      cancellation.check();
      sink.accept(edges, from, (int) Math.min(length, (long) from + CHUNK));
    }
  }
}
