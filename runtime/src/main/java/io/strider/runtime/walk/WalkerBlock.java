package io.strider.runtime.walk;

/**
 * The walkers that one lane moves together, as columns, and the scratch of the sampling stages. Owned by one thread.
 * Walker i of {@code count} stands at {@code current[i]}; its next vertex is number {@code step[i]} of the walk. The
 * vertices drawn since the walker came in are row {@code row[i]} of {@code trail}.
 */
final class WalkerBlock {

  /** The most vertices a row of the trail holds; a walker that goes on longer starts a new segment. */
  static final int MAX_TRAIL = 128;

  final int capacity;
  int count;

  final long[] walkId;
  final long[] stream;
  final int[] step;
  final int[] previous;
  final int[] current;
  final float[] arrivalWeight;
  final int[] row;

  /** The vertex each walker goes to, as decided by a step kernel. */
  final int[] next;

  /** Weight of the arc to {@link #next}; kept only on weighted graphs. */
  final float[] nextWeight;

  final int trailStride;
  final int[] trail;

  /** By row of the trail: the walk, the step of the first vertex, how many vertices, and whether the walk ended there. */
  final long[] trailWalk;

  final int[] trailStep;
  final int[] trailLength;
  final boolean[] trailEnded;
  int trailRows;

  // Scratch of the stages; each is written in one short loop and read in the next.
  final int[] position;
  final int[] degree;
  final int[] accept;
  final int[] foldMask;
  final int[] active;
  final int[] identity;
  final int[] pending;
  final int[] failed;
  final int[] confirm;
  final int[] low;
  final int[] length;
  final int[] sought;
  final int[] flags;
  final long[] words;
  final long[] masks;

  WalkerBlock(int capacity, int walkLength) {
    this.capacity = capacity;
    this.trailStride = Math.max(1, Math.min(MAX_TRAIL, walkLength - 1));
    walkId = new long[capacity];
    stream = new long[capacity];
    step = new int[capacity];
    previous = new int[capacity];
    current = new int[capacity];
    arrivalWeight = new float[capacity];
    row = new int[capacity];
    next = new int[capacity];
    nextWeight = new float[capacity];
    trail = new int[capacity * trailStride];
    trailWalk = new long[capacity];
    trailStep = new int[capacity];
    trailLength = new int[capacity];
    trailEnded = new boolean[capacity];
    position = new int[capacity];
    degree = new int[capacity];
    accept = new int[capacity];
    foldMask = new int[capacity];
    active = new int[capacity];
    identity = new int[capacity];
    pending = new int[capacity];
    failed = new int[capacity];
    confirm = new int[capacity];
    low = new int[capacity];
    length = new int[capacity];
    sought = new int[capacity];
    flags = new int[capacity];
    words = new long[capacity];
    masks = new long[capacity];
    for (int i = 0; i < capacity; i++) {
      identity[i] = i;
    }
  }

  /** Bytes of a block. */
  static long bytes(int capacity, int walkLength) {
    int stride = Math.max(1, Math.min(MAX_TRAIL, walkLength - 1));
    int longs = 5;
    int ints = 21;
    return (long) capacity * (8L * longs + 4L * ints + 1 + 4L * stride);
  }

  /** Takes in a walker and opens its row of the trail. */
  void add(long id, long randomStream, int nextStep, int from, int at) {
    int i = count++;
    walkId[i] = id;
    stream[i] = randomStream;
    step[i] = nextStep;
    previous[i] = from;
    current[i] = at;
    openTrail(i);
  }

  /** Forgets all rows of the trail and opens a new one for each walker that is still here. */
  void reopenTrails() {
    trailRows = 0;
    for (int i = 0; i < count; i++) {
      openTrail(i);
    }
  }

  private void openTrail(int i) {
    int r = trailRows++;
    row[i] = r;
    trailWalk[r] = walkId[i];
    trailStep[r] = step[i];
    trailLength[r] = 0;
    trailEnded[r] = false;
  }

  /** Moves walker {@code from} to place {@code to} of the columns. */
  void move(int from, int to) {
    walkId[to] = walkId[from];
    stream[to] = stream[from];
    step[to] = step[from];
    previous[to] = previous[from];
    current[to] = current[from];
    arrivalWeight[to] = arrivalWeight[from];
    row[to] = row[from];
  }
}
