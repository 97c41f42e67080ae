package io.strider.runtime.walk;

/** Walkers as columns. Walker i stands at {@code current[i]}; its next vertex is number {@code step[i]} of its walk. */
final class WalkerColumns {

  final long[] stream;
  final int[] step;
  final int[] previous;
  final int[] current;

  /** Weight of the arc that the walker came by; kept only where {@link TransitionModel#carriesWeight}. */
  final float[] arrivalWeight;

  /** Where the outlier is folded: −1 if there is an arc back, else 0. */
  final int[] foldMask;

  /** Trials of this step that were refused before the walker came here. */
  final int[] refusedTrials;

  /** The trial whose candidate {@link #next} must be decided elsewhere, or {@link #DECIDED}. */
  final int[] askedTrial;

  /** The vertex proposed, and in the end decided on. */
  final int[] next;

  /** Place of the arc to {@link #next} among all, or {@link #WAY_BACK}; kept only where {@link TransitionModel#carriesWeight}. */
  final int[] nextArc;

  /** Bytes of one walker in all columns. */
  static final int BYTES = 8 + 9 * 4;

  /** In {@link #nextArc}: the arc to the vertex that the walker came from, of {@link #arrivalWeight}. */
  static final int WAY_BACK = -1;

  /** In {@link #askedTrial}: nothing is left to ask. */
  static final int DECIDED = -1;

  WalkerColumns(int capacity) {
    stream = new long[capacity];
    step = new int[capacity];
    previous = new int[capacity];
    current = new int[capacity];
    arrivalWeight = new float[capacity];
    foldMask = new int[capacity];
    refusedTrials = new int[capacity];
    askedTrial = new int[capacity];
    next = new int[capacity];
    nextArc = new int[capacity];
  }

  /** Copies walkers {@code list[0 … n)} of {@code from} to the front of these columns, without what they proposed. */
  void gather(WalkerColumns from, int[] list, int n) {
    for (int j = 0; j < n; j++) {
      int i = list[j];
      stream[j] = from.stream[i];
      step[j] = from.step[i];
      previous[j] = from.previous[i];
      current[j] = from.current[i];
      arrivalWeight[j] = from.arrivalWeight[i];
      foldMask[j] = from.foldMask[i];
      refusedTrials[j] = from.refusedTrials[i];
    }
  }

  /** Moves walker {@code from} to place {@code to}. */
  void move(int from, int to) {
    stream[to] = stream[from];
    step[to] = step[from];
    previous[to] = previous[from];
    current[to] = current[from];
    arrivalWeight[to] = arrivalWeight[from];
    refusedTrials[to] = refusedTrials[from];
  }

  /** Moves walker {@code from} with what it decided on to place {@code to}. */
  void moveDecided(int from, int to) {
    move(from, to);
    next[to] = next[from];
    nextArc[to] = nextArc[from];
  }
}
