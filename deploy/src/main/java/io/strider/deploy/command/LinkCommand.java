package io.strider.deploy.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strider.actors.EmbeddingResult;
import io.strider.actors.EmbeddingSpec;
import io.strider.actors.EngineSettings;
import io.strider.actors.StriderEngine;
import io.strider.deploy.options.Checks;
import io.strider.deploy.options.GraphInputOptions;
import io.strider.deploy.options.RuntimeOptions;
import io.strider.deploy.options.TrainerOptions;
import io.strider.deploy.options.TrainingOptions;
import io.strider.deploy.options.WalkOptions;
import io.strider.deploy.report.Figures;
import io.strider.deploy.report.Run;
import io.strider.deploy.report.Session;
import io.strider.runtime.evaluate.LinkOperator;
import io.strider.runtime.evaluate.LinkPrediction;
import io.strider.runtime.evaluate.LinkPredictionReport;
import io.strider.runtime.evaluate.LinkSplit;
import io.strider.runtime.evaluate.LinkSplitParameters;
import io.strider.runtime.evaluate.VertexVectors;
import io.strider.runtime.ingest.IngestedGraph;
import io.strider.runtime.train.TrainerKind;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How well vectors foretell edges that they have not seen. */
@Command(
    name = "link",
    description = {
      "Hides edges (keeping what is connected connected), embeds the rest, and scores how well the vectors tell the"
          + " hidden edges from pairs without an edge: area under the ROC curve for four ways to join two vectors.",
      "The models are fitted on kept edges only; the protocol is that of the node2vec paper."
    },
    footer = {
      "",
      "Example:",
      "  strider evaluate link edges.tsv --hidden-fraction 0.5"
    })
final class LinkCommand extends Job {

  @Mixin(name = "Graph")
  @SuppressWarnings("NullAway.Init")
  GraphInputOptions graph;

  @Option(
      names = "--hidden-fraction",
      defaultValue = "0.5",
      paramLabel = "F",
      description = "share of the edges to hide (default: ${DEFAULT-VALUE})")
  double hiddenFraction;

  @Option(
      names = "--fit-edges",
      defaultValue = "" + LinkSplitParameters.DEFAULT_MAX_FIT_EDGES,
      paramLabel = "N",
      description = "the most kept edges that a model is fitted on, chosen at random (default: ${DEFAULT-VALUE})")
  int fitEdges;

  @Mixin(name = "Walks")
  @SuppressWarnings("NullAway.Init")
  WalkOptions walk;

  @Mixin(name = "Training")
  @SuppressWarnings("NullAway.Init")
  TrainingOptions training;

  @Mixin(name = "Trainer")
  @SuppressWarnings("NullAway.Init")
  TrainerOptions trainer;

  @Mixin(name = "Machine")
  @SuppressWarnings("NullAway.Init")
  RuntimeOptions machine;

  LinkCommand(Session session) {
    super(session);
  }

  @Override
  void work(Run run) {
    EmbeddingSpec embedding = training.embedding(walk);
    EngineSettings settings = machine.settings().withTrainer(trainer.choice());
    LinkSplitParameters parameters = parameters();
    try (IngestedGraph input = Ingestion.read(graph, settings, run);
        StriderEngine engine = StriderEngine.start(settings)) {
      LinkSplit split = LinkSplit.of(input.graph(), parameters, run.session().cancellation());
      run.note(
          "hid " + Figures.exact(split.hidden().size()) + " of " + Figures.exact(split.edges()) + " edges"
              + (split.complete() ? "" : "; the others keep the graph connected"));
      EmbeddingResult result =
          engine.embed(split.kept(), input.labels(), embedding, run.progress(), run.session().cancellation());
      if (settings.trainer().kind() == TrainerKind.AUTO) {
        run.note("trained by " + result.trainer());
      }
      VertexVectors vectors = VertexVectors.of(result.vectors(), result.vocabulary());
      LinkPredictionReport report = LinkPrediction.score(split, vectors, settings.threads(), run.monitor());
      print(report, run);
      run.summary()
          .put("corpusHash", result.corpus().corpusHash().toHex())
          .put("vectorsHash", result.vectorsHash().toHex());
      describe(report, run.summary().putObject("evaluation"));
    }
  }

  private LinkSplitParameters parameters() {
    if (!(hiddenFraction > 0 && hiddenFraction < 1)) {
      throw Checks.usage(spec, "--hidden-fraction", String.valueOf(hiddenFraction), "above 0 and below 1");
    }
    if (fitEdges < 1) {
      throw Checks.usage(spec, "--fit-edges", String.valueOf(fitEdges), "at least 1");
    }
    return new LinkSplitParameters(hiddenFraction, fitEdges, walk.seed());
  }

  private static void print(LinkPredictionReport report, Run run) {
    run.print(
        "AUC over " + Figures.exact(report.scoredEdges()) + " hidden edges and as many non-edges; fitted on "
            + Figures.exact(report.fittedEdges()) + " kept edges");
    for (Map.Entry<LinkOperator, Double> area : report.areaUnderCurve().entrySet()) {
      run.print(String.format(Locale.ROOT, "%-12s %.4f", area.getKey().label(), area.getValue()));
    }
  }

  private static void describe(LinkPredictionReport report, ObjectNode target) {
    target
        .put("hiddenEdges", report.hiddenEdges())
        .put("askedHidden", report.askedHidden())
        .put("fittedEdges", report.fittedEdges())
        .put("scoredEdges", report.scoredEdges());
    ObjectNode areas = target.putObject("areaUnderCurve");
    report.areaUnderCurve().forEach((operator, area) -> areas.put(operator.label(), area));
  }
}
