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

  /**
   * The number of vertices, by whichever option gave it.
   *
   * @param least how many there must be, 2 to 2<sup>30</sup>
   */
  public int vertices(int least) {
    if (count.scale != null) {
      int leastScale = Integer.SIZE - Integer.numberOfLeadingZeros(least - 1);
      Checks.range(spec, "--scale", count.scale, leastScale, MAX_SCALE);
      return 1 << count.scale;
    }
    int vertices = count.vertices == null ? 0 : count.vertices;
    Checks.range(spec, "--vertices", vertices, least, Long.MAX_VALUE);
    return vertices;
  }
}
