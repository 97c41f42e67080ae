package io.strider.runtime.corpus;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Hash128;
import io.strider.runtime.common.WorkerPool;

/** Counts walks and tokens and sums the corpus hash, on all threads of a pool. One caller at a time. */
public final class CorpusSummary implements WaveSink {

  private final WorkerPool pool;
  private final CorpusHash[] hashes;
  private long walks;
  private long tokens;

  /** A summary of no walks yet, for walks of at most {@code maxLength} vertices. */
  public CorpusSummary(LabelHashes labels, int maxLength, WorkerPool pool) {
    this.pool = pool;
    this.hashes = new CorpusHash[pool.threads()];
    for (int slice = 0; slice < hashes.length; slice++) {
      hashes[slice] = new CorpusHash(labels, maxLength);
    }
  }

  @Override
  public void accept(Wave wave, Cancellation cancellation) {
    cancellation.check();
    pool.forEachSlice(wave.walks(), (slice, from, to) -> hashes[slice].add(wave, from, to));
    walks += wave.walks();
    tokens += wave.tokens();
  }

  /** Walks so far. */
  public long walks() {
    return walks;
  }

  /** Vertices in all walks so far. */
  public long tokens() {
    return tokens;
  }

  /** The corpus hash so far. */
  public Hash128 hash() {
    Hash128 sum = Hash128.ZERO;
    for (CorpusHash hash : hashes) {
      sum = sum.plus(hash.sum());
    }
    return sum;
  }
}
