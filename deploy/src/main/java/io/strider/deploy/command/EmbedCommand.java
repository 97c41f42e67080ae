package io.strider.deploy.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strider.actors.CheckpointedRun;
import io.strider.actors.Checkpoints;
import io.strider.actors.EmbeddingResult;
import io.strider.actors.EmbeddingSpec;
import io.strider.actors.EngineSettings;
import io.strider.actors.StriderEngine;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.deploy.options.CheckpointOptions;
import io.strider.deploy.options.GraphInputOptions;
import io.strider.deploy.options.IngestPlaceOptions;
import io.strider.deploy.options.OutputOptions;
import io.strider.deploy.options.RuntimeOptions;
import io.strider.deploy.options.SubmitOptions;
import io.strider.deploy.options.TrainerOptions;
import io.strider.deploy.options.TrainingOptions;
import io.strider.deploy.options.VectorOptions;
import io.strider.deploy.options.WalkOptions;
import io.strider.deploy.report.Figures;
import io.strider.deploy.report.Provenance;
import io.strider.deploy.report.Run;
import io.strider.deploy.report.Session;
import io.strider.runtime.checkpoint.RunJournal;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.ingest.IngestedGraph;
import io.strider.runtime.output.OutputFiles;
import io.strider.runtime.train.SkipGramTrainers;
import io.strider.runtime.train.TrainerFactory;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.vectors.VectorSet;
import io.strider.runtime.vectors.VectorWriter;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** From a graph to vectors. */
@Command(
    name = "embed",
    description = {
      "Turns a graph into one vector for each vertex: random walks, then skip-gram training.",
      "The vectors depend on the graph, the options and the seed alone: not on threads, partitions or memory"
          + " (unless --hogwild or --trainer cuda)."
    },
    footer = {
      "",
      "Examples:",
      "  strider embed edges.tsv -o vectors.txt",
      "      an undirected edge list, with the settings of the node2vec paper",
      "  strider embed links.csv.gz --directed --weighted -p 0.5 -q 2 -o vectors.npy --format npy",
      "      second-order walks over weighted arcs, written for NumPy",
      "  zcat edges.gz | strider embed - -o vectors.bin --format binary --memory 4g --json",
      "      from standard input, within 4 GiB, with a summary for scripts",
      "  strider embed /shared/edges.tsv -o /shared/vectors.txt --cluster 10.0.0.1:2551 --submit",
      "      by a cluster, whichever of its nodes dies"
    })
final class EmbedCommand extends Job {

  @Mixin(name = "Graph")
  @SuppressWarnings("NullAway.Init")
  GraphInputOptions graph;

  @Mixin(name = "Output")
  @SuppressWarnings("NullAway.Init")
  OutputOptions output;

  @Mixin(name = "Vectors")
  @SuppressWarnings("NullAway.Init")
  VectorOptions vectors;

  @Mixin(name = "Walks")
  @SuppressWarnings("NullAway.Init")
  WalkOptions walk;

  @Mixin(name = "Training")
  @SuppressWarnings("NullAway.Init")
  TrainingOptions training;

  @Mixin(name = "Trainer")
  @SuppressWarnings("NullAway.Init")
  TrainerOptions trainer;

  @Mixin(name = "Survival")
  @SuppressWarnings("NullAway.Init")
  CheckpointOptions checkpoint;

  @Mixin(name = "Machine")
  @SuppressWarnings("NullAway.Init")
  RuntimeOptions machine;

  @Mixin(name = "Ingest")
  @SuppressWarnings("NullAway.Init")
  IngestPlaceOptions ingest;

  @Mixin(name = "Submission")
  @SuppressWarnings("NullAway.Init")
  SubmitOptions submission;

  EmbedCommand(Session session) {
    super(session);
  }

  @Override
  void work(Run run) {
    EmbeddingSpec embedding = training.embedding(walk);
    EngineSettings settings = machine.settings();
    ClusterSettings cluster = settings.cluster();
    if (submission.submit(cluster != null) && cluster != null) {
      trainer.onProcessor();
      SubmittedJob.submit(JobWords.of(spec), cluster, submission.detach(), run);
      return;
    }
    Place here =
        new Place(
            StriderEngine::start,
            checkpoint.checkpoints(trainer.choice().kind(), graph.path()),
            (files, kept) -> kept.finish(files));
    work(embedding, settings.withTrainer(trainer.choice()), here, run);
  }

  /**
   * Does the work as a job that was submitted.
   *
   * @param node how the node that runs it may be used
   */
  void workOn(EngineSettings node, Function<EngineSettings, StriderEngine> engines, RunJournal journal, Publication publication, Run run) {
    Place there = new Place(engines, checkpoint.in(journal), publication);
    work(training.embedding(walk), machine.on(node).withTrainer(trainer.onProcessor()), there, run);
  }

  /** Gives the outputs of a run that is kept their names, by {@link RunJournal.Run#finish}. */
  interface Publication {
    void publish(OutputFiles files, RunJournal.Run kept);
  }

  /** Where the work is done, and how it survives. */
  private record Place(
      Function<EngineSettings, StriderEngine> engines, @Nullable Checkpoints checkpoints, Publication publication) {}

  private void work(EmbeddingSpec embedding, EngineSettings settings, Place place, Run run) {
    Checkpoints checkpoints = place.checkpoints();
    if (checkpoints != null
        && OutputFiles.allAmong(vectors.files(output.output()), checkpoints.journal().interruptedOutputs())) {
      output.replaceOwn();
    }
    vectors.check(output, graph.path());
    output.check("--output", Provenance.beside(output.output()), graph.path());
    if (ingest.onNodes(settings, graph.path())) {
      try (StriderEngine engine = place.engines().apply(settings);
          Input input = Input.of(Ingestion.onNodes(engine, graph, embedding.walk(), run))) {
        embed(engine, input, embedding, place, run);
      }
      return;
    }
    try (IngestedGraph input = Ingestion.read(graph, settings, run);
        StriderEngine engine = place.engines().apply(settings)) {
      Estimates.announce(input, embedding, settings, run);
      embed(engine, Input.of(input), embedding, place, run);
    }
  }

  private void embed(StriderEngine engine, Input input, EmbeddingSpec embedding, Place place, Run run) {
    vectors.format().check(input.labels());
    Cancellation cancellation = run.session().cancellation();
    TrainerFactory trainers = SkipGramTrainers.factory(engine.settings().trainer());
    Checkpoints checkpoints = place.checkpoints();
    if (checkpoints == null) {
      EmbeddingResult result =
          engine.embed(input.graph(), input.labels(), embedding, trainers, null, run.progress(), cancellation);
      finish(result, embedding, engine, input, OutputFiles::publish, run);
      return;
    }
    try (CheckpointedRun kept =
        engine.claim(checkpoints, input.graph(), input.labels(), embedding, trainers, cancellation)) {
      Survival.begin(kept.run(), embedding, input.graph().vertexCount(), run);
      EmbeddingResult result =
          engine.embed(input.graph(), input.labels(), embedding, trainers, kept, run.progress(), cancellation);
      Survival.end(result.checkpoints(), run);
      finish(result, embedding, engine, input, files -> place.publication().publish(files, kept.run()), run);
    }
  }

  private void finish(
      EmbeddingResult result,
      EmbeddingSpec embedding,
      StriderEngine engine,
      Input input,
      Consumer<OutputFiles> publication,
      Run run) {
    EngineSettings settings = engine.settings();
    summarise(result, embedding, settings, input, run);
    Parameters.nodes(engine.nodeReports(), engine.ingestShares(), run.summary());
    Provenance provenance = provenance(embedding, settings, result, input, run);
    try (OutputFiles files = new OutputFiles(output.force())) {
      stage(result, input, provenance, settings.threads(), files, run);
      run.session().cancellation().check();
      publication.accept(files);
    }
    run.note("vectors of " + Figures.exact(result.vocabulary().size()) + " vertices in " + output.output());
  }

  private void stage(
      EmbeddingResult result, Input input, Provenance provenance, int threads, OutputFiles files, Run run) {
    Path contextFile = vectors.contextOutput();
    if (contextFile != null) {
      provenance.stage(contextFile, files);
      VectorSet contexts = VectorSet.trained(result.contexts(), result.vocabulary(), input.labels());
      VectorWriter.stage(contexts, vectors.format(), contextFile, files, threads, run.monitor());
    }
    provenance.stage(output.output(), files);
    VectorSet set = VectorSet.trained(result.vectors(), result.vocabulary(), input.labels());
    VectorWriter.stage(set, vectors.format(), output.output(), files, threads, run.monitor());
  }

  private void summarise(EmbeddingResult result, EmbeddingSpec embedding, EngineSettings settings, Input input, Run run) {
    int dropped = input.graph().vertexCount() - result.vocabulary().size();
    if (dropped > 0) {
      run.note(Figures.exact(dropped) + " vertices have no vector: fewer visits than --min-count");
    }
    if (Double.isNaN(result.loss())) {
      boolean sampled = embedding.training().sample() > 0;
      String why = sampled ? "--sample left out nearly all that was visited" : "hardly a walk has two vertices";
      run.note("no loss was sampled: " + why + ", so most vectors are their random start");
    }
    // Such a vertex is visited once a walk of its own, so all have vectors or none.
    if (input.report().isolatedVertices() > 0 && embedding.minCount() <= embedding.walk().walksPerVertex()) {
      run.note(
          Figures.exact(input.report().isolatedVertices())
              + " vertices have no edge; their vectors are their random start");
    }
    if (settings.trainer().kind() == TrainerKind.AUTO) {
      run.note("trained by " + result.trainer());
    }
    describe(result, run.summary());
    run.summary().put("verticesWithoutVector", dropped).put("output", output.output().toString());
  }

  private static void describe(EmbeddingResult result, ObjectNode target) {
    target
        .put("corpusHash", result.corpus().corpusHash().toHex())
        .put("vectorsHash", result.vectorsHash().toHex())
        .put("walks", result.corpus().walks())
        .put("tokens", result.corpus().tokens())
        .put("loss", Double.isNaN(result.loss()) ? null : result.loss())
        .put("trainer", result.trainer());
  }

  private Provenance provenance(
      EmbeddingSpec embedding, EngineSettings settings, EmbeddingResult result, Input input, Run run) {
    Provenance provenance = new Provenance(run.session(), words()).inputs(input.inputs());
    ObjectNode tree = provenance.tree();
    tree.put("seed", walk.seed()).put("vertexOrder", Provenance.VERTEX_ORDER);
    Parameters.describe(graph.ingest(), tree.putObject("graphParameters"));
    Parameters.describe(embedding.walk(), tree.putObject("walkParameters"));
    Parameters.describe(embedding.training(), embedding.minCount(), tree.putObject("trainingParameters"));
    Parameters.describe(settings, tree.putObject("machine"));
    tree.put("vertices", input.graph().vertexCount()).put("edges", input.graph().edgeCount());
    describe(result, tree);
    tree.put("vectorsReproducible", result.reproducible());
    if (!result.reproducible()) {
      String how = embedding.training().hogwild() ? "with --hogwild" : "on a GPU";
      tree.put("note", "trained " + how + ": another run gives other vectors and another vectorsHash");
    }
    return provenance;
  }
}
