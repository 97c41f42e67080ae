package io.strider.deploy.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strider.actors.EmbeddingSpec;
import io.strider.actors.EngineSettings;
import io.strider.actors.StriderEngine;
import io.strider.deploy.options.Checks;
import io.strider.deploy.options.GraphSizeOptions;
import io.strider.deploy.options.RuntimeOptions;
import io.strider.deploy.options.TrainerOptions;
import io.strider.deploy.options.TrainingOptions;
import io.strider.deploy.options.WalkOptions;
import io.strider.deploy.report.Figures;
import io.strider.deploy.report.Run;
import io.strider.deploy.report.Session;
import io.strider.deploy.report.StagePeaks;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.ingest.IngestedGraph;
import io.strider.runtime.plan.RunEstimate;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The memory of an embedding, stage by stage, before it runs. */
@Command(
    name = "estimate",
    description = {
      "Tells how much memory an embedding takes, stage by stage, without running it.",
      "Of a graph that is there, or of one whose size is known. With --verify the embedding then runs, nothing is"
          + " written, and what it used stands beside the estimate."
    },
    footer = {
      "",
      "Examples:",
      "  strider estimate edges.tsv",
      "  strider estimate --vertices 10000000 --edges 300000000 --dimensions 64",
      "  strider estimate edges.tsv --verify --walks-per-vertex 1",
      "      more walks take no more memory, only time"
    })
final class EstimateCommand extends Job {

  @Mixin(name = "Graph")
  @SuppressWarnings("NullAway.Init")
  GraphSizeOptions graph;

  @Option(names = "--verify", description = "run the embedding of GRAPH and compare")
  boolean verify;

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

  EstimateCommand(Session session) {
    super(session);
  }

  @Override
  void work(Run run) {
    EmbeddingSpec embedding = training.embedding(walk);
    EngineSettings settings = machine.settings().withTrainer(trainer.onProcessor());
    Checks.require(settings.cluster() == null, spec, "--cluster", "a cluster", "none: the estimate is of one process");
    GraphSource source = graph.source(run.session().in());
    Checks.require(!verify || source != null, spec, "--verify", "no graph", "a GRAPH to run on");
    if (source == null) {
      print(StriderEngine.estimate(graph.size(), graph.edges(), graph.allLabelBytes(), embedding, settings), null, run);
      return;
    }
    StagePeaks peaks = new StagePeaks(run.progress());
    try (IngestedGraph input = Ingestion.read(source, graph.ingest(), settings.threads(), peaks, run)) {
      RunEstimate estimate = Estimates.of(input, embedding, settings);
      if (verify) {
        try (StriderEngine engine = StriderEngine.start(settings)) {
          engine.embed(input.graph(), input.labels(), embedding, peaks, run.session().cancellation());
        }
      }
      print(estimate, verify ? peaks : null, run);
    }
  }

  /** The most so far, for a process does not give memory back between stages, nor does what is measured. */
  private static void print(RunEstimate estimate, @Nullable StagePeaks used, Run run) {
    ArrayNode stages = run.summary().putArray("estimate");
    long most = 0;
    for (RunEstimate.Stage stage : estimate.stages()) {
      most = Math.max(most, stage.totalBytes());
      ObjectNode node = stages.addObject().put("stage", stage.name()).put("bytes", most);
      ObjectNode parts = node.putObject("parts");
      stage.parts().forEach(parts::put);
      Long peak = used == null ? null : used.residentBytes(stage.name());
      node.put("usedBytes", peak);
      run.print(line(stage, most, peak));
    }
    if (used != null && used.residentBytes(estimate.stages().getLast().name()) == null) {
      run.note("this system does not tell how much memory a process has had");
    }
    run.summary().put("estimatedPeakBytes", estimate.peakBytes());
    run.print("peak memory " + Figures.bytes(estimate.peakBytes()));
  }

  private static String line(RunEstimate.Stage stage, long most, @Nullable Long peak) {
    String parts =
        stage.parts().entrySet().stream()
            .filter(part -> part.getValue() > 0)
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(part -> part.getKey() + " " + Figures.bytes(part.getValue()))
            .collect(Collectors.joining(", "));
    String compared =
        peak == null
            ? ""
            : String.format(Locale.ROOT, ", used %s (estimate %+.0f %%)", Figures.bytes(peak), 100.0 * most / peak - 100);
    return String.format(Locale.ROOT, "%-10s %s%s: %s", stage.name(), Figures.bytes(most), compared, parts);
  }
}
