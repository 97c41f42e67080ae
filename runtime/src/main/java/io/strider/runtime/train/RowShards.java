package io.strider.runtime.train;

/**
 * Cuts the rows of the tables into shards for steps in which one thread alone has a row. By a hash of small groups, for
 * the rows of hubs are neighbours and would all fall to one.
 *
 * @param count of shards; at least 1
 */
record RowShards(int count) {

  /** Shards a thread: enough that the one that finishes first finds something left to take. */
  private static final int PER_WORKER = 4;

  /**
   * Neighbouring rows that have one shard: what is kept for them, an int a row, takes a pair of cache lines, which else
   * all threads would write.
   */
  static final int GROUP_ROWS = CacheLines.PAIR_BYTES / Integer.BYTES;

  private static final int GOLDEN = 0x9E3779B9;

  /** The shards of a team of so many threads; one of a team of one. */
  static RowShards forWorkers(int workers) {
    return new RowShards(workers == 1 ? 1 : PER_WORKER * workers);
  }

  /** The shard of a row. */
  int of(int row) {
    return (int) ((((row / GROUP_ROWS * GOLDEN) >>> 16) * (long) count) >>> 16);
  }
}
