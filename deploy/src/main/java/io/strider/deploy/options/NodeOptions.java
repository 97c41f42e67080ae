package io.strider.deploy.options;

import io.strider.actors.cluster.ClusterSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a node of a cluster does. */
public final class NodeOptions {

  private static final Set<String> FOR_RUNS = Set.of(ClusterSettings.PARTITION, ClusterSettings.CORPUS);
  private static final Set<String> FOR_JOBS = Set.of(ClusterSettings.TRAINER, ClusterSettings.COORDINATOR);

  /** Of a budget the launcher gives the heap so much, less {@link #BYTES_BESIDE_HEAP}. */
  private static final double HEAP_SHARE = 0.9;

  private static final long BYTES_BESIDE_HEAP = 96L << 20;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  @Option(
      names = "--roles",
      split = ",",
      paramLabel = "ROLE",
      description =
          "what this node does, one or several: partition (holds partitions and moves walkers), corpus (collects the walks that"
              + " are not trained yet, which the training process does where no node has this role), trainer (runs submitted jobs),"
              + " coordinator (may keep and hand out submitted jobs; the oldest does); default: partition, and with --workspace"
              + " also trainer and coordinator")
  @Nullable List<String> roles;

  @Option(
      names = "--workspace",
      paramLabel = "DIR",
      description =
          "folder of this cluster alone that all its nodes reach under the same path; submitted jobs are kept in it")
  @Nullable Path workspace;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = ByteSize.Converter.class,
      description =
          "with role trainer: budget of the process with a job, such as 4g; a job that cannot fit is refused (default: what"
              + " fits the heap)")
  @Nullable ByteSize memory;

  /** The roles, checked. */
  public Set<String> roles() {
    Set<String> asked = roles == null ? defaultRoles() : checkedRoles(roles);
    Checks.require(
        memory == null || asked.contains(ClusterSettings.TRAINER), spec, "--memory", "given", "role trainer, whose jobs it is for");
    return asked;
  }

  private Set<String> defaultRoles() {
    return workspace == null
        ? Set.of(ClusterSettings.PARTITION)
        : Set.of(ClusterSettings.PARTITION, ClusterSettings.TRAINER, ClusterSettings.COORDINATOR);
  }

  private Set<String> checkedRoles(List<String> names) {
    Set<String> asked = new TreeSet<>(names);
    for (String role : asked) {
      Checks.require(
          FOR_RUNS.contains(role) || FOR_JOBS.contains(role), spec, "--roles", role, "partition, corpus, trainer or coordinator");
      Checks.require(
          workspace != null || !FOR_JOBS.contains(role), spec, "--roles", role, "--workspace beside it, where jobs are kept");
    }
    return asked;
  }

  /** The folder for jobs; null where the node needs none. */
  public @Nullable Path workspace() {
    return workspace;
  }

  /** Budget of the process while it runs a job, in bytes; unless it was named, that which the launcher would give this heap for. */
  public long memoryBytes() {
    return memory == null
        ? (long) ((Runtime.getRuntime().maxMemory() + BYTES_BESIDE_HEAP) / HEAP_SHARE)
        : memory.bytes();
  }
}
