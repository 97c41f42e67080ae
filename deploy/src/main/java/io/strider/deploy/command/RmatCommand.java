package io.strider.deploy.command;

import io.strider.deploy.options.Checks;
import io.strider.deploy.report.Session;
import io.strider.simulation.generate.EdgeGenerator;
import io.strider.simulation.generate.RMat;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** R-MAT. */
@Command(
    name = "rmat",
    description = {
      "Writes an R-MAT graph (Chakrabarti, Zhan, Faloutsos 2004): skewed degrees, as of the web and of social networks.",
      "Undirected; duplicates and self-loops are removed, so there are fewer edges than drawn; ids are permuted."
    },
    footer = {"", "Example:", "  strider generate rmat --scale 20 --edge-factor 16 -o rmat20.tsv"})
final class RmatCommand extends GenerateCommand {

  @Option(names = "--scale", required = true, paramLabel = "S", description = "2 to the power of S vertices, 1 to 30")
  int scale;

  @Option(
      names = "--edge-factor",
      defaultValue = "16",
      paramLabel = "N",
      description = "edges drawn for each vertex (default: ${DEFAULT-VALUE})")
  int edgeFactor;

  @Option(
      names = "--quadrants",
      defaultValue = "0.57,0.19,0.19",
      split = ",",
      paramLabel = "A,B,C",
      hideParamSyntax = true,
      description = "probabilities of the quadrants; the fourth is what is left to 1 (default: ${DEFAULT-VALUE})")
  double[] quadrants = {};

  RmatCommand(Session session) {
    super(session);
  }

  @Override
  EdgeGenerator generator() {
    Checks.range(spec, "--scale", scale, 1, RMat.MAX_SCALE);
    Checks.range(spec, "--edge-factor", edgeFactor, 1, RMat.MAX_EDGE_FACTOR);
    Checks.require(
        quadrants.length == 3, spec, "--quadrants", quadrants.length + " numbers", "three, separated by commas");
    Checks.require(
        RMat.areQuadrants(quadrants[0], quadrants[1], quadrants[2]),
        spec,
        "--quadrants",
        Arrays.toString(quadrants),
        "three numbers, not negative, with a sum of at most 1");
    return new RMat(scale, edgeFactor, quadrants[0], quadrants[1], quadrants[2], seed);
  }
}
