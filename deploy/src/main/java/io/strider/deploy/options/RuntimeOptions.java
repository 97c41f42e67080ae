package io.strider.deploy.options;

import com.sun.management.OperatingSystemMXBean;
import io.strider.actors.EngineSettings;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How much of the machine a run may use; none of it changes a result. */
public final class RuntimeOptions {

  private static final int MAX_THREADS = 1024;
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

  @Option(names = "--partitions", defaultValue = "1", paramLabel = "N", description = "partitions of the graph (default: ${DEFAULT-VALUE})")
  int partitions;

  /** The settings, checked. */
  public EngineSettings settings() {
    int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    Checks.range(spec, "--threads", workers, 1, MAX_THREADS);
    Checks.range(spec, "--partitions", partitions, 1, EngineSettings.MAX_PARTITIONS);
    return new EngineSettings(workers, partitions, memoryBytes());
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
