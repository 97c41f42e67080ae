package io.strider.deploy.command;

import io.strider.deploy.options.Checks;
import io.strider.deploy.options.VertexCountOptions;
import io.strider.deploy.report.Session;
import io.strider.simulation.generate.BarabasiAlbert;
import io.strider.simulation.generate.EdgeGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Preferential attachment. */
@Command(
    name = "ba",
    description = "Writes a graph grown by preferential attachment (Barabási, Albert 1999): few hubs, many leaves.",
    footer = {"", "Example:", "  strider generate ba --vertices 100000 --edge-factor 8 -o ba.tsv"})
final class BarabasiAlbertCommand extends GenerateCommand {

  @Mixin(name = "Size")
  @SuppressWarnings("NullAway.Init")
  VertexCountOptions count;

  @Option(
      names = "--edge-factor",
      defaultValue = "16",
      paramLabel = "M",
      description = "edges that each new vertex brings (default: ${DEFAULT-VALUE})")
  int edgesPerVertex;

  BarabasiAlbertCommand(Session session) {
    super(session);
  }

  @Override
  EdgeGenerator generator() {
    Checks.range(spec, "--edge-factor", edgesPerVertex, 1, BarabasiAlbert.MAX_EDGES_PER_VERTEX);
    return new BarabasiAlbert(count.vertices(edgesPerVertex + 1), edgesPerVertex, seed);
  }
}
