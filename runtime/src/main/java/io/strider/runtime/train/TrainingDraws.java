package io.strider.runtime.train;

import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.random.Purpose;

/**
 * Every random number of training, as pure functions of (seed, epoch, walk id, place in the walk): what is drawn
 * never depends on who draws it, or when. The counter's upper half is the position of the centre in the walk (as
 * walked, before any token is dropped) or, for a pool, −1 − sentence; its lower half tells the draws of one
 * position apart. Stateless.
 */
final class TrainingDraws {

  private static final int WINDOW_TRIAL = 0;
  private static final int FIRST_PICK_TRIAL = 1;
  private static final int START_ROUNDING = -1;
  private static final double HALF_RANGE_UNITS = 0x1.0p-23;

  private TrainingDraws() {}

  /** The stream of one walk of one epoch. */
  static long walkStream(long seed, Purpose purpose, TrainingPlan plan, int epoch, long walk) {
    return CounterRandom.stream(CounterRandom.key(seed, purpose), epoch * plan.walks() + walk);
  }

  /** The reduced window of the centre at a position, uniform in 1 to {@code window}. */
  static int window(long stream, int position, int window) {
    long bits = CounterRandom.draw(stream, CounterRandom.counter(position, WINDOW_TRIAL));
    return 1 + (int) CounterRandom.bounded(bits, window);
  }

  /** 64 bits for entry {@code index} of the pool of negatives of a sentence. */
  static long poolEntry(long stream, int sentence, int index) {
    return CounterRandom.draw(stream, CounterRandom.counter(-1 - sentence, index));
  }

  /** The stream by which the changes of one pass over a bundle are rounded, where tables round. */
  static long roundingStream(long seed, TrainingPlan plan, int epoch, long firstWalk, int sentence) {
    return CounterRandom.draw(walkStream(seed, Purpose.TRAINER_ROUNDING, plan, epoch, firstWalk), sentence);
  }

  /** 64 bits by which a row is rounded. */
  static long rounding(long roundingStream, int row, boolean vertexSide) {
    return CounterRandom.draw(roundingStream, CounterRandom.counter(row, vertexSide ? 0 : 1));
  }

  /** 64 bits from which the negatives of the {@code block}-th block at a position pick their pool entries. */
  static long picks(long stream, int position, int block) {
    return CounterRandom.draw(stream, CounterRandom.counter(position, FIRST_PICK_TRIAL + block));
  }

  /** 64 bits that decide whether the token at a position is kept; of a stream of {@link Purpose#SUBSAMPLE}. */
  static long keep(long subsampleStream, int position) {
    return CounterRandom.draw(subsampleStream, position);
  }

  /** Fills every row of a vertex table: uniform in ±1/D by the row's vertex id (gensim's range). */
  static void startVectors(EmbeddingTable table, int[] vertexOfRow, long seed) {
    long key = CounterRandom.key(seed, Purpose.TRAINER_INIT);
    float range = 1f / table.dimensions();
    float[] start = new float[table.stride()];
    for (int row = 0; row < table.rows(); row++) {
      long stream = CounterRandom.stream(key, vertexOfRow[row]);
      for (int i = 0; i < table.dimensions(); i++) {
        float unit = (float) ((CounterRandom.draw(stream, i) >>> 40) * HALF_RANGE_UNITS - 1);
        start[i] = unit * range;
      }
      table.put(row, start, 0, CounterRandom.draw(stream, START_ROUNDING));
    }
  }
}
