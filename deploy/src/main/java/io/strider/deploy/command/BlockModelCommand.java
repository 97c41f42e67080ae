package io.strider.deploy.command;

import io.strider.deploy.options.Checks;
import io.strider.deploy.options.VertexCountOptions;
import io.strider.deploy.report.Provenance;
import io.strider.deploy.report.Session;
import io.strider.runtime.output.OutputFiles;
import io.strider.simulation.generate.EdgeGenerator;
import io.strider.simulation.generate.GeneratedFiles;
import io.strider.simulation.generate.StochasticBlockModel;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Planted blocks. */
@Command(
    name = "sbm",
    description = "Writes a graph with planted blocks of equal size (stochastic block model), and which vertex is where.",
    footer = {
      "",
      "Example:",
      "  strider generate sbm --vertices 10000 --blocks 20 --mixing 0.2 -o sbm.tsv --labels-out sbm-labels.tsv"
    })
final class BlockModelCommand extends GenerateCommand {

  @Mixin(name = "Size")
  @SuppressWarnings("NullAway.Init")
  VertexCountOptions count;

  @Option(
      names = "--blocks",
      defaultValue = "10",
      paramLabel = "K",
      description = "number of blocks (default: ${DEFAULT-VALUE})")
  int blocks;

  @Option(
      names = "--edge-factor",
      defaultValue = "16",
      paramLabel = "F",
      description = "expected edges, as a multiple of the vertices (default: ${DEFAULT-VALUE})")
  double edgeFactor;

  @Option(
      names = "--mixing",
      defaultValue = "0.2",
      paramLabel = "F",
      description = "expected share of edges that lead out of their block (default: ${DEFAULT-VALUE})")
  double mixing;

  @Option(names = "--labels-out", paramLabel = "FILE", description = "write 'vertex TAB block' lines too")
  @Nullable Path labels;

  BlockModelCommand(Session session) {
    super(session);
  }

  @Override
  EdgeGenerator generator() {
    int vertices = count.vertices(2);
    Checks.range(spec, "--blocks", blocks, 1, vertices / 2);
    String shares = blocks == 1 ? "0, since there is one block" : "0 to 1";
    Checks.require(mixing >= 0 && mixing <= (blocks == 1 ? 0 : 1), spec, "--mixing", mixing, shares);
    double most = StochasticBlockModel.maxExpectedDegree(vertices, blocks, mixing) / 2;
    Checks.require(
        edgeFactor > 0 && edgeFactor <= most,
        spec,
        "--edge-factor",
        edgeFactor,
        "above 0 and at most " + most + " (every pair in a block, or every pair between blocks)");
    return new StochasticBlockModel(vertices, blocks, 2 * edgeFactor, mixing, seed);
  }

  @Override
  void checkCompanions() {
    if (labels != null) {
      List<Path> files =
          List.of(output.output(), Provenance.beside(output.output()), labels, Provenance.beside(labels));
      Path doubled = OutputFiles.doubled(files);
      if (doubled != null) {
        throw Checks.usage(spec, "--labels-out", doubled + " for two files", "a name for each, provenances included");
      }
      output.check("--labels-out", labels, output.output());
      output.check("--labels-out", Provenance.beside(labels), output.output());
    }
  }

  @Override
  void stageCompanions(EdgeGenerator generator, Provenance provenance, OutputFiles files) {
    if (labels != null && generator instanceof StochasticBlockModel model) {
      GeneratedFiles.stageBlocks(model, labels, files);
      provenance.stage(labels, files);
    }
  }
}
