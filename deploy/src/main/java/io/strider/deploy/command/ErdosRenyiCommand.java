package io.strider.deploy.command;

import io.strider.deploy.options.Checks;
import io.strider.deploy.options.VertexCountOptions;
import io.strider.deploy.report.Session;
import io.strider.simulation.generate.EdgeGenerator;
import io.strider.simulation.generate.ErdosRenyi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** G(n, m). */
@Command(
    name = "er",
    description = "Writes a random graph with a given number of edges, all equally likely (Erdős, Rényi 1959).",
    footer = {"", "Example:", "  strider generate er --vertices 100000 --edge-factor 8 -o er.tsv"})
final class ErdosRenyiCommand extends GenerateCommand {

  @Mixin(name = "Size")
  @SuppressWarnings("NullAway.Init")
  VertexCountOptions count;

  @Option(
      names = "--edge-factor",
      defaultValue = "16",
      paramLabel = "F",
      description = "edges, as a multiple of the vertices (default: ${DEFAULT-VALUE})")
  double edgeFactor;

  ErdosRenyiCommand(Session session) {
    super(session);
  }

  @Override
  EdgeGenerator generator() {
    int vertices = count.vertices(2);
    long edges = Math.round(edgeFactor * vertices);
    Checks.require(edges >= 1, spec, "--edge-factor", edgeFactor, "a number above 0 that makes an edge");
    Checks.require(
        edges <= ErdosRenyi.pairs(vertices),
        spec,
        "--edge-factor",
        edgeFactor,
        "at most " + (vertices - 1) / 2.0 + " (every pair of " + vertices + " vertices)");
    return new ErdosRenyi(vertices, edges, seed);
  }
}
