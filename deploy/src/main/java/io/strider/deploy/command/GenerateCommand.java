package io.strider.deploy.command;

import io.strider.deploy.options.OutputOptions;
import io.strider.deploy.report.Figures;
import io.strider.deploy.report.Provenance;
import io.strider.deploy.report.Run;
import io.strider.deploy.report.Session;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.output.OutputFiles;
import io.strider.simulation.generate.EdgeGenerator;
import io.strider.simulation.generate.GeneratedFiles;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the generators share: a seed, an output, and simple undirected graphs over vertices 0 to n − 1. */
abstract class GenerateCommand extends Job {

  @Mixin(name = "Output")
  @SuppressWarnings("NullAway.Init")
  OutputOptions output;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "of every choice; the same seed gives the same graph (default: ${DEFAULT-VALUE})")
  long seed;

  GenerateCommand(Session session) {
    super(session);
  }

  /** The generator that the options describe; it checks their ranges. */
  abstract EdgeGenerator generator();

  /** Writes the edges and what goes with them; returns how many edges there are. */
  long write(EdgeGenerator generator, Run run) {
    return GeneratedFiles.write(generator, output.output(), output.force(), run.monitor());
  }

  @Override
  final void work(Run run) {
    EdgeGenerator generator = checkedGenerator();
    output.check("--output", output.output(), null);
    output.check("--output", Provenance.beside(output.output()), null);
    long edges = write(generator, run);
    run.summary()
        .put("vertices", generator.vertexCount())
        .put("edges", edges)
        .put("output", output.output().toString());
    Provenance provenance = new Provenance(run.session(), words());
    provenance.tree()
        .put("seed", seed)
        .put("generator", generator.toString())
        .put("vertices", generator.vertexCount())
        .put("edges", edges);
    try (OutputFiles files = new OutputFiles(output.force())) {
      provenance.stage(output.output(), files);
      files.publish();
    }
    run.note(Figures.exact(edges) + " edges in " + output.output());
  }

  /** Ranges that a generator refuses after all are wrong options here. */
  private EdgeGenerator checkedGenerator() {
    try {
      return generator();
    } catch (InputException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (LimitException e) {
      throw new LimitException(e.getMessage() + ", with a smaller --edge-factor");
    }
  }
}
