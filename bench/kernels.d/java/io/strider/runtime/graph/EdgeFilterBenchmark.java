package io.strider.runtime.graph;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.random.Draws;
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

/** "May there be an edge?", ns a look-up; none waits for another. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
public class EdgeFilterBenchmark {

  private static final int LOOKUPS = 1 << 16;

  /** R-MAT; the filter has 2.3 MiB at 17 and 19 MiB at 20. */
  @Param({"17", "20"})
  public int scale;

  /** Whether pairs are edges; others are of two ends of edges, so that both are vertices as walks meet them. */
  @Param({"true", "false"})
  public boolean edges;

  private EdgeFilter filter = EdgeFilter.of(new long[1]);
  private int[] larger = {};
  private int[] smaller = {};

  /** Builds the filter and draws the pairs. */
  @Setup(Level.Trial)
  public void prepare() {
    Graph graph = BenchmarkGraph.rmat(scale, false);
    filter = EdgeFilter.of(graph, Cancellation.NEVER);
    larger = new int[LOOKUPS];
    smaller = new int[LOOKUPS];
    Draws draws = new Draws();
    for (int i = 0; i < LOOKUPS; i++) {
      int u = graph.targets()[draws.below(graph.arcCount())];
      int row = graph.offsets()[u];
      int v = edges ? graph.targets()[row + draws.below(graph.outDegree(u))] : graph.targets()[draws.below(graph.arcCount())];
      larger[i] = Math.max(u, v);
      smaller[i] = Math.min(u, v);
    }
  }

  /** How many may exist. */
  @Benchmark
  @OperationsPerInvocation(LOOKUPS)
  public int lookup() {
    int found = 0;
    for (int i = 0; i < LOOKUPS; i++) {
      found += filter.mayContain(larger[i], smaller[i]) ? 1 : 0;
    }
    return found;
  }
}
