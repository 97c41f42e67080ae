package io.strider.deploy.options;

import com.sun.management.OperatingSystemMXBean;
import io.strider.actors.EngineSettings;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.runtime.train.TrainerKind;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How much of the machine a run may use; none of it changes a result. */
public final class RuntimeOptions {

  private static final String ANY_LOOPBACK_PORT = "127.0.0.1:0";
  private static final int CLUSTER_PARTITIONS = 16;
  private static final double DEFAULT_SHARE_OF_MEMORY = 0.8;
  private static final long LEAST_MEMORY_BYTES = 64L << 20;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "worker threads of each stage (default: all cores)")
  @Nullable Integer threads;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = ByteSize.Converter.class,
      description =
          "budget of the whole process, such as 512m or 4g; a run that cannot fit is refused"
              + " (default: 80 %% of the machine's or the container's memory)")
  @Nullable ByteSize memory;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "partitions of the graph (default: 1; on a cluster 16)")
  @Nullable Integer partitions;

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "nodes of a running cluster, which then hold the partitions and walk (see 'strider node')")
  List<String> cluster = List.of();

  @Option(
      names = "--workspace",
      paramLabel = "DIR",
      description = "with --cluster: a folder that all nodes reach, for the graph (default: the temporary folder)")
  @Nullable Path workspace;

  @Option(
      names = "--listen",
      defaultValue = ANY_LOOPBACK_PORT,
      paramLabel = "HOST:PORT",
      description = "with --cluster: own address, which the nodes must reach (default: ${DEFAULT-VALUE}, any free port)")
  @SuppressWarnings("NullAway.Init")
  String listen;

  @Option(
      names = "--quick-failover",
      description = "with --cluster: give a silent node up after seconds; for throw-away clusters")
  boolean quickFailover;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  TransportOptions transport;

  /** The settings, checked. */
  public EngineSettings settings() {
    int workers = Checks.threads(spec, threads);
    int parts = partitions == null ? cluster.isEmpty() ? 1 : CLUSTER_PARTITIONS : partitions;
    Checks.range(spec, "--partitions", parts, 1, EngineSettings.MAX_PARTITIONS);
    return new EngineSettings(workers, parts, memoryBytes(), TrainerKind.CPU, cluster());
  }

  /**
   * What a node does of these for a job that was submitted: threads and memory are the node's own.
   *
   * @param node how the node may be used
   */
  public EngineSettings on(EngineSettings node) {
    int parts = partitions == null ? CLUSTER_PARTITIONS : partitions;
    Checks.range(spec, "--partitions", parts, 1, EngineSettings.MAX_PARTITIONS);
    return node.withPartitions(parts);
  }

  private @Nullable ClusterSettings cluster() {
    if (cluster.isEmpty()) {
      Checks.require(workspace == null, spec, "--workspace", String.valueOf(workspace), "--cluster beside it");
      Checks.require(!quickFailover, spec, "--quick-failover", "given", "--cluster beside it");
      Checks.require(listen.equals(ANY_LOOPBACK_PORT), spec, "--listen", listen, "--cluster beside it");
      Checks.require(!transport.given(), spec, "--transport, --aeron-dir, --tls-…, --split-brain", "given", "--cluster beside it");
      return null;
    }
    Path folder = workspace == null ? ClusterSettings.temporaryWorkspace() : workspace;
    return ClusterOptions.settings(spec, listen, cluster, Set.of(ClusterSettings.DRIVER), folder, quickFailover, transport);
  }

  private long memoryBytes() {
    if (memory == null) {
      return (long) (machineMemoryBytes() * DEFAULT_SHARE_OF_MEMORY);
    }
    Checks.require(
        memory.bytes() >= LEAST_MEMORY_BYTES, spec, "--memory", memory.bytes() + " bytes", "at least 64m");
    return memory.bytes();
  }

  /** Memory of the machine, or of the container when that is less. */
  private static long machineMemoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }
}
