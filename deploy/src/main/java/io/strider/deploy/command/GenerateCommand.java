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
import io.strider.simulation.generate.GeneratedEdges;
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

  /** Checks, before any work, the files that go with the edges. */
  void checkCompanions() {}

  /** Stages the files that go with the edges, each with the provenance. */
  void stageCompanions(EdgeGenerator generator, Provenance provenance, OutputFiles files) {}

  @Override
  final void work(Run run) {
    EdgeGenerator generator = checkedGenerator();
    output.check("--output", output.output(), null);
    output.check("--output", Provenance.beside(output.output()), null);
    checkCompanions();
    try (OutputFiles files = new OutputFiles(output.force())) {
      GeneratedEdges edges = GeneratedFiles.stage(generator, output.output(), files, run.monitor());
      Provenance provenance = provenance(generator, edges);
      stageCompanions(generator, provenance, files);
      provenance.stage(output.output(), files);
      run.session().cancellation().check();
      files.publishLast(output.output());
      summarise(generator, edges.count(), run);
    }
  }

  private void summarise(EdgeGenerator generator, long edges, Run run) {
    run.summary()
        .put("vertices", generator.vertexCount())
        .put("edges", edges)
        .put("output", output.output().toString());
    run.note(Figures.exact(edges) + " edges in " + output.output());
  }

  private Provenance provenance(EdgeGenerator generator, GeneratedEdges edges) {
    Provenance provenance = new Provenance(session(), words());
    provenance.tree()
        .put("seed", seed)
        .put("generator", generator.toString())
        .put("vertices", generator.vertexCount())
        .put("edges", edges.count())
        .put("sha256", edges.sha256());
    return provenance;
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
