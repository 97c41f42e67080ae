package io.strider.runtime.random;

/** Numbers for the inputs of benchmarks, the same in every run. */
public final class Draws {

  private static final long STREAM = 1;

  private long count;

  /** The next number in [0, bound). */
  public int below(int bound) {
    return (int) CounterRandom.bounded(CounterRandom.draw(STREAM, count++), bound);
  }
}
