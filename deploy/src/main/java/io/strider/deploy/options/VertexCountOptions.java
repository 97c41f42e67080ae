package io.strider.deploy.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How many vertices a random graph has. */
public final class VertexCountOptions {

  private static final int MAX_SCALE = 30;

  static final class Count {
    @Option(names = "--vertices", required = true, paramLabel = "N", description = "number of vertices")
    @Nullable Integer vertices;

    @Option(names = "--scale", required = true, paramLabel = "S", description = "2 to the power of S vertices")
    @Nullable Integer scale;
  }

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init")
  Count count;

  /** The number of vertices, at least 1. */
  public int vertices() {
    if (count.scale != null) {
      Checks.range(spec, "--scale", count.scale, 1, MAX_SCALE);
      return 1 << count.scale;
    }
    int vertices = count.vertices == null ? 0 : count.vertices;
    Checks.range(spec, "--vertices", vertices, 1, Integer.MAX_VALUE);
    return vertices;
  }
}
