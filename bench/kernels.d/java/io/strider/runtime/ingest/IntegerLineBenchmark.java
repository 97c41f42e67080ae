package io.strider.runtime.ingest;

import io.strider.runtime.random.Draws;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The fast path of reading edge lists, ns a line: two ids below 2<sup>20</sup> and a tab, some with a weight of six digits. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
public class IntegerLineBenchmark {

  private static final int LINES = 1 << 16;

  /** Whether there is a third column, and it is read. */
  @Param({"false", "true"})
  public boolean weighted;

  private final IntegerLine line = new IntegerLine();
  private byte[] bytes = {};

  /** About 0.9 MiB of lines, 1.5 with weights. */
  @Setup(Level.Trial)
  public void prepare() {
    Draws draws = new Draws();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      text.append(draws.below(1 << 20)).append('\t').append(draws.below(1 << 20));
      if (weighted) {
        text.append('\t').append(1_000_000 + draws.below(1_000_000)).insert(text.length() - 6, '.');
      }
      text.append('\n');
    }
    byte[] ascii = text.toString().getBytes(StandardCharsets.US_ASCII);
    bytes = Arrays.copyOf(ascii, ascii.length + IntegerLine.PADDING_BYTES);
  }

  /** A sum of all that was read. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public double line() {
    double sum = 0;
    int at = 0;
    for (int i = 0; i < LINES; i++) {
      at = line.scan(bytes, at, (byte) '\t', weighted);
      sum += line.first() ^ line.second();
      sum += line.weight();
    }
    if (at != bytes.length - IntegerLine.PADDING_BYTES) {
      throw new IllegalStateException("a line left the fast path");
    }
    return sum;
  }
}
