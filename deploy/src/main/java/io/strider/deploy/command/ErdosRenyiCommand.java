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
    if (!(edgeFactor > 0)) {
      throw Checks.usage(spec, "--edge-factor", String.valueOf(edgeFactor), "a number above 0");
    }
    return new ErdosRenyi(count.vertices(), Math.round(edgeFactor * count.vertices()), seed);
  }
}
