package io.strider.runtime.corpus;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.WorkerPool;

/** Counts exactly how often each vertex occurs in the corpus, on all threads of a pool. One caller at a time. */
public final class VertexCounts implements WaveSink {

  private final WorkerPool pool;
  private final long[][] counts;

  /** Counts of zero for so many vertices. */
  public VertexCounts(int vertexCount, WorkerPool pool) {
    this.pool = pool;
    this.counts = new long[pool.threads()][vertexCount];
  }

  /** Bytes while counting. */
  public static long bytes(long vertexCount, int threads) {
    return 8 * vertexCount * threads;
  }

  @Override
  public void accept(Wave wave, Cancellation cancellation) {
    cancellation.check();
    pool.forEachSlice(wave.walks(), (slice, from, to) -> count(wave, from, to, counts[slice]));
  }

  private static void count(Wave wave, int from, int to, long[] counts) {
    int[] vertices = wave.vertices();
    for (int i = from; i < to; i++) {
      int row = i * wave.stride();
      int end = row + wave.lengths()[i];
      for (int k = row; k < end; k++) {
        counts[vertices[k]]++;
      }
    }
  }

  /** Occurrences by vertex id; a new array. */
  public long[] total() {
    long[] total = counts[0].clone();
    for (int slice = 1; slice < counts.length; slice++) {
      for (int v = 0; v < total.length; v++) {
        total[v] += counts[slice][v];
      }
    }
    return total;
  }
}
