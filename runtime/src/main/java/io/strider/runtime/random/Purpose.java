package io.strider.runtime.random;

/** What random numbers are drawn for. Streams of different purposes are independent under the same seed. */
public enum Purpose {
  WALK_START(1),
  WALK_STEP(2),
  TRAINER_INIT(3),
  TRAINER_DRAWS(4),
  SUBSAMPLE(5),
  EVALUATION_SPLIT(6),
  HIDDEN_EDGES(7),
  GENERATOR(8),
  LABEL_HASH(9),
  CORPUS_HASH(10),
  TRAINER_ROUNDING(11);

  private final int code;

  Purpose(int code) {
    this.code = code;
  }

  /** A fixed number that never changes its meaning: results depend on it. */
  int code() {
    return code;
  }
}
