package io.strider.deploy.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strider.actors.EngineSettings;
import io.strider.actors.StriderEngine;
import io.strider.actors.WalkResult;
import io.strider.deploy.options.GraphInputOptions;
import io.strider.deploy.options.IngestPlaceOptions;
import io.strider.deploy.options.OutputOptions;
import io.strider.deploy.options.RuntimeOptions;
import io.strider.deploy.options.WalkOptions;
import io.strider.deploy.report.Figures;
import io.strider.deploy.report.Provenance;
import io.strider.deploy.report.Run;
import io.strider.deploy.report.Session;
import io.strider.runtime.export.WalkFormat;
import io.strider.runtime.export.WalkWriter;
import io.strider.runtime.output.OutputFiles;
import io.strider.runtime.walk.WalkParameters;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From a graph to a file of walks. */
@Command(
    name = "walk",
    description = "Writes the random walks over a graph, without training.",
    footer = {
      "",
      "Examples:",
      "  strider walk edges.tsv -p 0.5 -q 2 -o walks.txt",
      "      one walk a line, labels separated by tabs, walks in the order of their ids",
      "  strider walk edges.tsv --format binary -o walks.bin",
      "      labels once, then vertex ids (the layout stands in docs/FORMATS.md)"
    })
final class WalkCommand extends Job {

  @Mixin(name = "Graph")
  @SuppressWarnings("NullAway.Init")
  GraphInputOptions graph;

  @Mixin(name = "Output")
  @SuppressWarnings("NullAway.Init")
  OutputOptions output;

  @Option(
      names = "--format",
      defaultValue = "TEXT",
      paramLabel = "text|binary",
      description = "a line a walk, or vertex ids behind a table of labels (default: text)")
  @SuppressWarnings("NullAway.Init")
  WalkFormat format;

  @Mixin(name = "Walks")
  @SuppressWarnings("NullAway.Init")
  WalkOptions walk;

  @Mixin(name = "Machine")
  @SuppressWarnings("NullAway.Init")
  RuntimeOptions machine;

  @Mixin(name = "Ingest")
  @SuppressWarnings("NullAway.Init")
  IngestPlaceOptions ingest;

  WalkCommand(Session session) {
    super(session);
  }

  @Override
  void work(Run run) {
    WalkParameters parameters = walk.parameters();
    EngineSettings settings = machine.settings();
    output.check("--output", output.output(), graph.path());
    output.check("--output", Provenance.beside(output.output()), graph.path());
    if (ingest.onNodes(settings, graph.path())) {
      try (StriderEngine engine = StriderEngine.start(settings);
          Input input = Input.of(Ingestion.onNodes(engine, graph, parameters, run))) {
        walk(engine, input, parameters, run);
      }
      return;
    }
    try (Input input = Input.of(Ingestion.read(graph, settings, run));
        StriderEngine engine = StriderEngine.start(settings)) {
      walk(engine, input, parameters, run);
    }
  }

  private void walk(StriderEngine engine, Input input, WalkParameters parameters, Run run) {
    try (OutputFiles files = new OutputFiles(output.force())) {
      format.check(input.labels());
      WalkResult result = write(input, engine, parameters, files, run);
      describe(result, run.summary());
      Parameters.nodes(engine.nodeReports(), engine.ingestShares(), run.summary());
      run.summary().put("output", output.output().toString());
      provenance(result, input, parameters, engine.settings(), run).stage(output.output(), files);
      run.session().cancellation().check();
      files.publishLast(output.output());
      run.note(Figures.exact(result.walks()) + " walks in " + output.output());
    }
  }

  private WalkResult write(
      Input input, StriderEngine engine, WalkParameters parameters, OutputFiles files, Run run) {
    AtomicReference<WalkResult> result = new AtomicReference<>();
    files.write(
        output.output(),
        out -> {
          WalkWriter writer = format.writer(out, input.labels());
          writer.begin();
          result.set(
              engine.walk(
                  input.graph(),
                  input.labels(),
                  parameters,
                  writer,
                  run.progress(),
                  run.session().cancellation()));
          writer.end();
        });
    return java.util.Objects.requireNonNull(result.get());
  }

  private static void describe(WalkResult result, ObjectNode target) {
    target
        .put("corpusHash", result.corpusHash().toHex())
        .put("walks", result.walks())
        .put("tokens", result.tokens());
  }

  private Provenance provenance(
      WalkResult result, Input input, WalkParameters parameters, EngineSettings settings, Run run) {
    Provenance provenance = new Provenance(run.session(), words()).inputs(input.inputs());
    ObjectNode tree = provenance.tree();
    tree.put("seed", walk.seed()).put("vertexOrder", Provenance.VERTEX_ORDER);
    Parameters.describe(graph.ingest(), tree.putObject("graphParameters"));
    Parameters.describe(parameters, tree.putObject("walkParameters"));
    Parameters.describe(settings, tree.putObject("machine"));
    tree.put("vertices", input.graph().vertexCount()).put("edges", input.graph().edgeCount());
    describe(result, tree);
    return provenance;
  }
}
