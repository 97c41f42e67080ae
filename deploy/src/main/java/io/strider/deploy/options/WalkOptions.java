package io.strider.deploy.options;

import io.strider.runtime.walk.WalkParameters;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How walks are drawn. */
public final class WalkOptions {

  private static final double MIN_BIAS = 1e-6;
  private static final double MAX_BIAS = 1e6;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  @Option(names = "--walks-per-vertex", defaultValue = "10", paramLabel = "N", description = "walks from each vertex (default: ${DEFAULT-VALUE})")
  int walksPerVertex;

  @Option(
      names = "--walk-length",
      defaultValue = "80",
      paramLabel = "N",
      description = "vertices in a walk, the start included (default: ${DEFAULT-VALUE})")
  int walkLength;

  @Option(
      names = {"-p", "--return"},
      defaultValue = "1",
      paramLabel = "P",
      description = "return parameter: going back weighs 1/P; below 1 keeps walks near (default: ${DEFAULT-VALUE})")
  double returnParameter;

  @Option(
      names = {"-q", "--in-out"},
      defaultValue = "1",
      paramLabel = "Q",
      description = "in-out parameter: going on weighs 1/Q; below 1 sends walks away (default: ${DEFAULT-VALUE})")
  double inOutParameter;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "of all that is random; the same seed gives the same result (default: ${DEFAULT-VALUE})")
  long seed;

  /** The seed of everything random in the run. */
  public long seed() {
    return seed;
  }

  /** The parameters, checked. */
  public WalkParameters parameters() {
    Checks.range(spec, "--walks-per-vertex", walksPerVertex, 1, WalkParameters.MAX_WALKS_PER_VERTEX);
    Checks.range(spec, "--walk-length", walkLength, 1, WalkParameters.MAX_WALK_LENGTH);
    requireBias("-p", returnParameter);
    requireBias("-q", inOutParameter);
    return new WalkParameters(walksPerVertex, walkLength, returnParameter, inOutParameter, seed);
  }

  private void requireBias(String option, double found) {
    Checks.require(
        found >= MIN_BIAS && found <= MAX_BIAS, spec, option, found, "a number from " + MIN_BIAS + " to " + MAX_BIAS);
  }
}
