package io.strider.actors;

import io.strider.actors.cluster.ClusterSettings;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.ThreadLimit;
import io.strider.runtime.train.TrainerChoice;
import io.strider.runtime.train.TrainerKind;
import org.jspecify.annotations.Nullable;

/**
 * How a run may use this machine; none of it changes a result, but for a trainer on a GPU.
 *
 * @param threads worker threads of each stage, at least 1
 * @param partitions partitions of the graph, at least 1
 * @param memoryBytes budget of the whole process, in bytes; sizes the waves, and a run that cannot fit is refused
 * @param trainer which arithmetic trains; all but a GPU's give the same bits
 * @param cluster the cluster whose nodes hold the partitions, or null for this process alone
 */
public record EngineSettings(
    int threads, int partitions, long memoryBytes, TrainerChoice trainer, @Nullable ClusterSettings cluster) {

  /** The most partitions of a graph. */
  public static final int MAX_PARTITIONS = 1 << 14;

  /** All cores that the JVM sees, one partition, the JVM's whole heap limit as the budget, no cluster. */
  public static EngineSettings ofThisProcess() {
    Runtime process = Runtime.getRuntime();
    return new EngineSettings(Math.min(ThreadLimit.MOST, process.availableProcessors()), 1, process.maxMemory());
  }

  /** With the best trainer of this processor. */
  public EngineSettings(int threads, int partitions, long memoryBytes) {
    this(threads, partitions, memoryBytes, TrainerChoice.DEFAULT, null);
  }

  /** With a kind of trainer. */
  public EngineSettings(
      int threads, int partitions, long memoryBytes, TrainerKind trainer, @Nullable ClusterSettings cluster) {
    this(threads, partitions, memoryBytes, TrainerChoice.of(trainer), cluster);
  }

  /** Checks every range. */
  public EngineSettings {
    ThreadLimit.check("threads", threads);
    if (partitions < 1 || partitions > MAX_PARTITIONS) {
      throw InputException.at("partitions", String.valueOf(partitions), "1 to " + MAX_PARTITIONS);
    }
  }

  /** These settings with other {@link #threads}. */
  public EngineSettings withThreads(int value) {
    return new EngineSettings(value, partitions, memoryBytes, trainer, cluster);
  }

  /** These settings with other {@link #partitions}. */
  public EngineSettings withPartitions(int value) {
    return new EngineSettings(threads, value, memoryBytes, trainer, cluster);
  }

  /** These settings with other {@link #memoryBytes}. */
  public EngineSettings withMemoryBytes(long value) {
    return new EngineSettings(threads, partitions, value, trainer, cluster);
  }

  /** These settings with another {@link #trainer}. */
  public EngineSettings withTrainer(TrainerKind value) {
    return withTrainer(TrainerChoice.of(value));
  }

  /** These settings with another {@link #trainer}, on a device of its own. */
  public EngineSettings withTrainer(TrainerChoice value) {
    return new EngineSettings(threads, partitions, memoryBytes, value, cluster);
  }

  /** These settings with another {@link #cluster}. */
  public EngineSettings withCluster(@Nullable ClusterSettings value) {
    return new EngineSettings(threads, partitions, memoryBytes, trainer, value);
  }
}
