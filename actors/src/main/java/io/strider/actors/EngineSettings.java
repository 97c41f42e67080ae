package io.strider.actors;

import io.strider.actors.cluster.ClusterSettings;
import io.strider.runtime.common.InputException;
import io.strider.runtime.train.TrainerKind;
import org.jspecify.annotations.Nullable;

/**
 * How a run may use this machine; none of it changes a result.
 *
 * @param threads worker threads of each stage, at least 1
 * @param partitions partitions of the graph, at least 1
 * @param memoryBytes budget of the whole process; sizes the waves, and a run that cannot fit is refused
 * @param trainer which arithmetic trains; all give the same bits
 * @param cluster the cluster whose nodes hold the partitions, or null for this process alone
 */
public record EngineSettings(
    int threads, int partitions, long memoryBytes, TrainerKind trainer, @Nullable ClusterSettings cluster) {

  /** The most partitions of a graph. */
  public static final int MAX_PARTITIONS = 1 << 14;

  /** With the best trainer that this machine has. */
  public EngineSettings(int threads, int partitions, long memoryBytes) {
    this(threads, partitions, memoryBytes, TrainerKind.AUTO, null);
  }

  /** Checks every range. */
  public EngineSettings {
    if (threads < 1 || threads > 1024) {
      throw InputException.at("threads", String.valueOf(threads), "1 to 1024");
    }
    if (partitions < 1 || partitions > MAX_PARTITIONS) {
      throw InputException.at("partitions", String.valueOf(partitions), "1 to " + MAX_PARTITIONS);
    }
  }
}
