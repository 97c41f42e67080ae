package io.strider.runtime.walk;

/**
 * The walkers that one lane moves together, what they went through since they came in, and the scratch of the stages.
 * Owned by one thread. All walkers of a block have taken the same number of hops since their trail was opened.
 */
final class WalkerBlock {

  /** The most vertices a row of the trail holds; a walker that goes on longer starts a new segment. */
  static final int MAX_TRAIL = 128;

  final int capacity;
  final WalkerColumns walkers;
  final WalkerColumns retries;
  final StageScratch scratch;
  final long[] walkId;

  /** The vertex that a walker asks about at its arrival, or {@link WalkerBatch#NO_QUESTION}. */
  final int[] question;

  /** Row of the trail that a walker writes to. */
  final int[] row;

  int count;

  /** Hops since the trail was opened. */
  int hops;

  /** Vertex of hop h in row r at h × capacity + r. */
  final int[] trail;

  final int maxHops;

  /** By row of the trail: the walk, the step of the first vertex, how many vertices, and whether the walk ended there. */
  final long[] trailWalk;

  final int[] trailStep;
  final int[] trailLength;
  final boolean[] trailEnded;
  int trailRows;

  WalkerBlock(int capacity, int walkLength) {
    this.capacity = capacity;
    this.maxHops = maxHops(walkLength);
    walkers = new WalkerColumns(capacity);
    retries = new WalkerColumns(capacity);
    scratch = new StageScratch(capacity);
    walkId = new long[capacity];
    question = new int[capacity];
    row = new int[capacity];
    trail = new int[capacity * maxHops];
    trailWalk = new long[capacity];
    trailStep = new int[capacity];
    trailLength = new int[capacity];
    trailEnded = new boolean[capacity];
  }

  private static int maxHops(int walkLength) {
    return Math.clamp(walkLength - 1, 1, MAX_TRAIL);
  }

  /** Bytes of a block. */
  static long bytes(int capacity, int walkLength) {
    long walker = 2L * WalkerColumns.BYTES + StageScratch.BYTES + 8 + 2 * 4;
    long trailRow = 8 + 4 + 4 + 1 + 4L * maxHops(walkLength);
    return capacity * (walker + trailRow);
  }

  /** Opens a row of the trail for every walker, forgetting the rows before. */
  void openTrails() {
    trailRows = count;
    hops = 0;
    for (int i = 0; i < count; i++) {
      row[i] = i;
      trailWalk[i] = walkId[i];
      trailStep[i] = walkers.step[i];
      trailLength[i] = 0;
      trailEnded[i] = false;
    }
  }

  /** Closes the row of a walker that leaves after the hops so far. */
  void closeTrail(int i, boolean ended) {
    trailLength[row[i]] = hops;
    trailEnded[row[i]] = ended;
  }

  /** Moves walker {@code from} to place {@code to} of the columns. */
  void move(int from, int to) {
    if (from != to) {
      walkers.move(from, to);
      walkId[to] = walkId[from];
      row[to] = row[from];
    }
  }

  /** As {@link #move}, with what the walker decided on. */
  void moveDecided(int from, int to) {
    if (from != to) {
      walkers.moveDecided(from, to);
      walkId[to] = walkId[from];
      row[to] = row[from];
    }
  }
}
