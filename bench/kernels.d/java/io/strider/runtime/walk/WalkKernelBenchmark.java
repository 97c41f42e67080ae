package io.strider.runtime.walk;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.graph.BenchmarkGraph;
import io.strider.runtime.graph.Graph;
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

/**
 * One step of all walkers of a block, ns a walker. The walkers go on from where they are, so that each invocation meets
 * other rows; moving them there is in the figure, writing trails is not.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
public class WalkKernelBenchmark {

  private static final int WALKERS = PartitionWalkLogic.BLOCK_WALKERS;
  private static final WalkParameters PAPER = WalkParameters.DEFAULT;

  /** R-MAT. */
  @Param("17")
  public int scale;

  /** Whether arcs have weights. */
  @Param({"false", "true"})
  public boolean weighted;

  /** p and q; at 1,1 the first-order kernel steps, elsewhere the second-order one. */
  @Param({"1,1", "0.5,2", "1,0.5"})
  public String pq = "";

  private TransitionModel model =
      TransitionModel.of(new Graph(false, new int[1], new int[0], null), PAPER, Cancellation.NEVER);
  private WalkerBlock block = new WalkerBlock(1, 1);

  /** Walkers at the ends of arcs drawn uniformly, so that vertices come as often as walks meet them. */
  @Setup(Level.Trial)
  public void prepare() {
    String[] numbers = pq.split(",", 2);
    WalkParameters parameters =
        PAPER.withReturnParameter(Double.parseDouble(numbers[0])).withInOutParameter(Double.parseDouble(numbers[1]));
    Graph graph = BenchmarkGraph.rmat(scale, weighted);
    model = TransitionModel.of(graph, parameters, Cancellation.NEVER);
    block = new WalkerBlock(WALKERS, PAPER.walkLength());
    block.count = WALKERS;
    WalkerColumns walkers = block.walkers;
    Draws draws = new Draws();
    for (int i = 0; i < WALKERS; i++) {
      int from = graph.targets()[draws.below(graph.arcCount())];
      walkers.stream[i] = model.stream(i);
      walkers.step[i] = 2;
      walkers.previous[i] = from;
      walkers.current[i] = graph.targets()[graph.offsets()[from] + draws.below(graph.outDegree(from))];
    }
    if (model.carriesWeight()) {
      FoldedReturn.findArrivalWeights(walkers, WALKERS, graph);
    }
  }

  /** The vertices that were reached. */
  @Benchmark
  @OperationsPerInvocation(WALKERS)
  public int[] step() {
    if (model.firstOrder()) {
      FirstOrderKernel.step(block, model);
    } else {
      SecondOrderKernel.step(block, model);
    }
    hop(block.walkers);
    return block.walkers.current;
  }

  /** As {@link PartitionWalkLogic} does it. */
  private void hop(WalkerColumns walkers) {
    System.arraycopy(walkers.current, 0, walkers.previous, 0, WALKERS);
    System.arraycopy(walkers.next, 0, walkers.current, 0, WALKERS);
    if (model.carriesWeight()) {
      FoldedReturn.carryWeights(walkers, WALKERS, model.graph());
    }
    for (int i = 0; i < WALKERS; i++) {
      walkers.step[i]++;
    }
  }
}
