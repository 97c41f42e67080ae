package io.strider.runtime.plan;

import io.strider.runtime.corpus.LabelHashes;
import io.strider.runtime.corpus.VertexCounts;
import io.strider.runtime.graph.EdgeFilter;
import io.strider.runtime.train.TrainingFootprint;
import io.strider.runtime.walk.PartitionWalkLogic;
import io.strider.runtime.walk.TransitionModel;
import io.strider.runtime.walk.WalkParameters;

/** What walking and training hold in memory beside the wave, in bytes, from the size of the graph. Stateless. */
public final class RunFootprint {

  private RunFootprint() {}

  /** Lanes that move the walkers of each partition of this process, so that all threads have one. */
  public static int lanesPerPartition(int threads, int partitions) {
    return Math.ceilDiv(threads, partitions);
  }

  /**
   * A walk's parts.
   *
   * @param partitions of the graph in this process
   */
  public static MemoryPlan.Builder walk(GraphSize graph, WalkParameters parameters, int threads, int partitions) {
    long lanes = (long) partitions * lanesPerPartition(threads, partitions);
    MemoryPlan.Builder plan =
        new MemoryPlan.Builder()
            .add("graph", graph.rowBytes())
            .add("label hashes", LabelHashes.bytes(graph.vertices()))
            .add("lanes", lanes * PartitionWalkLogic.bytes(parameters.walkLength(), partitions, graph.vertices()));
    if (TransitionModel.needsEdgeFilter(graph.directed(), parameters)) {
      plan.add("edge filter", EdgeFilter.bytes(graph.directed() ? graph.arcs() : graph.arcs() / 2 + 1));
    }
    if (graph.weighted()) {
      plan.add("alias tables", TransitionModel.aliasBytes(graph.vertices(), graph.arcs(), parameters));
    }
    return plan;
  }

  /** The parts of a walk that is embedded: the walk's, the counts of vertices, and the trainer's. */
  public static MemoryPlan.Builder embedding(
      GraphSize graph, WalkParameters parameters, TrainingFootprint training, int threads, int partitions) {
    return walk(graph, parameters, threads, partitions)
        .add("vertex counts", VertexCounts.bytes(graph.vertices(), threads))
        .add("tables", training.tables())
        .add("vocabulary", training.vocabulary())
        .add("training workspace", training.workspace());
  }
}
