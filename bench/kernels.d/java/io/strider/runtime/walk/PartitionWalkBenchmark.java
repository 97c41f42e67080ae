package io.strider.runtime.walk;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.graph.BenchmarkGraph;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.PartitionMap;
import java.util.ArrayList;
import java.util.List;
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
import org.openjdk.jmh.infra.Blackhole;

/** Whole walks of one partition, ns a step: batches in, trails out, all that a lane does between the actors' messages. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
public class PartitionWalkBenchmark {

  private static final int WALKERS = PartitionWalkLogic.BLOCK_WALKERS;
  private static final int STEPS = 79;
  private static final WaveAttempt ATTEMPT = new WaveAttempt(0, 0);
  private static final WalkParameters PARAMETERS =
      WalkParameters.DEFAULT.withWalkLength(STEPS + 1).withReturnParameter(0.5).withInOutParameter(2);

  /** R-MAT. */
  @Param("17")
  public int scale;

  /** Whether arcs have weights. */
  @Param({"false", "true"})
  public boolean weighted;

  private final Endpoints endpoints = Endpoints.ofEach(new PartitionMap(1));
  private final List<List<WalkerBatch>> batches = new ArrayList<>();
  private PartitionWalkLogic logic = logic(new Graph(false, new int[1], new int[0], null));
  private int turn;

  private PartitionWalkLogic logic(Graph graph) {
    return new PartitionWalkLogic(TransitionModel.of(graph, PARAMETERS, Cancellation.NEVER), endpoints, 0);
  }

  /** A walk from each vertex, in batches of a block, which take turns. */
  @Setup(Level.Trial)
  public void prepare() {
    Graph graph = BenchmarkGraph.rmat(scale, weighted);
    logic = logic(graph);
    WalkStarts starts = new WalkStarts(PARAMETERS.seed(), graph.vertexCount());
    WalkerBatch.Builder builder = new WalkerBatch.Builder();
    for (int id = 0; id + WALKERS <= graph.vertexCount(); ) {
      for (int end = id + WALKERS; id < end; id++) {
        builder.addStart(id, starts.vertex(id));
      }
      batches.add(List.of(builder.seal(ATTEMPT)));
    }
  }

  /** The trails go into the black hole. */
  @Benchmark
  @OperationsPerInvocation(WALKERS * STEPS)
  public void walk(Blackhole hole) {
    turn = (turn + 1) % batches.size();
    logic.advance(
        batches.get(turn),
        new WalkOutlet() {
          @Override
          public void walkers(int partition, WalkerBatch batch) {
            throw new IllegalStateException("there is no other partition");
          }

          @Override
          public void trail(TrailBatch batch) {
            hole.consume(batch);
          }

          @Override
          public void question(int partition, RowQuestion question) {
            throw new IllegalStateException("every row is here");
          }
        });
  }
}
