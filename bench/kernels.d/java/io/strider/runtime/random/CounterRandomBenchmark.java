package io.strider.runtime.random;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Counter-based random numbers, ns a draw. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
public class CounterRandomBenchmark {

  private static final int DRAWS = 4096;

  private long stream = 1;

  /** Draws of one stream mapped to a range, as a walk's steps are; none waits for another. */
  @Benchmark
  @OperationsPerInvocation(DRAWS)
  public long draw() {
    long sum = 0;
    for (int step = 0; step < DRAWS; step++) {
      sum += CounterRandom.bounded(CounterRandom.draw(stream, CounterRandom.counter(step, 0)), 1000);
    }
    stream++;
    return sum;
  }

  /** As {@link #draw}, but each is of a stream that the one before decides: how long one takes from end to end. */
  @Benchmark
  @OperationsPerInvocation(DRAWS)
  public long drawAfterDraw() {
    for (int step = 0; step < DRAWS; step++) {
      stream = CounterRandom.draw(stream, CounterRandom.counter(step, 0));
    }
    return stream;
  }
}
