package io.strider.actors;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Hash128;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.corpus.CorpusSummary;
import io.strider.runtime.corpus.LabelHashes;
import io.strider.runtime.corpus.VertexCounts;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.plan.GraphSize;
import io.strider.runtime.plan.MemoryPlan;
import io.strider.runtime.plan.RunFootprint;
import io.strider.runtime.time.StageMeter;
import io.strider.runtime.train.EmbeddingTable;
import io.strider.runtime.train.SkipGramTrainer;
import io.strider.runtime.train.TrainerFactory;
import io.strider.runtime.train.TrainingFootprint;
import io.strider.runtime.train.TrainingPlan;
import io.strider.runtime.train.VectorsHash;
import io.strider.runtime.walk.TransitionModel;
import io.strider.runtime.walk.WalkParameters;
import java.util.Arrays;

/**
 * Embeds a graph: a first pass over the corpus counts vertices and sums the hash, then each epoch walks the same corpus
 * again and trains on it. The corpus is never stored, since walking again costs a tenth of training.
 */
final class EmbedJob {

  private final StriderEngine engine;
  private final Graph graph;
  private final Labels labels;
  private final EmbeddingSpec spec;
  private final TrainerFactory trainers;
  private final StageListener listener;
  private final Cancellation cancellation;
  private final WalkJob walk;
  private final StageMeter vocabularyMeter;
  private final StageMeter trainMeter;

  EmbedJob(
      StriderEngine engine,
      Graph graph,
      Labels labels,
      EmbeddingSpec spec,
      TrainerFactory trainers,
      StageListener listener,
      Cancellation cancellation) {
    this.engine = engine;
    this.graph = graph;
    this.labels = labels;
    this.spec = spec;
    this.trainers = trainers;
    this.listener = listener;
    this.cancellation = cancellation;
    this.walk = new WalkJob(engine, graph, labels, spec.walk(), listener, cancellation);
    this.vocabularyMeter = new StageMeter(engine.clock(), Stage.VOCABULARY);
    this.trainMeter = new StageMeter(engine.clock(), Stage.TRAIN);
  }

  EmbeddingResult run() {
    int walksPerWave = memoryPlan(GraphSize.of(graph), spec, engine.settings(), trainers).walksPerWave();
    listener.started(Stage.WALK, walk.plannedSteps() * (1 + spec.training().epochs()));
    TransitionModel model = walk.model();
    LabelHashes hashes = LabelHashes.of(labels, engine.pool());
    CorpusSummary summary = new CorpusSummary(hashes, spec.walk().walkLength(), engine.pool());
    Vocabulary vocabulary = count(model, walksPerWave, summary);
    TrainingPlan plan = new TrainingPlan(walk.totalWalks(), spec.walk().walkLength());
    int threads = engine.settings().threads();
    try (SkipGramTrainer trainer = trainers.create(vocabulary, spec.training(), plan, threads)) {
      double loss = train(model, walksPerWave, vocabulary, trainer);
      listener.finished(walk.meter().report());
      listener.finished(trainMeter.report());
      return new EmbeddingResult(
          new WalkResult(summary.walks(), summary.tokens(), summary.hash()),
          vocabulary,
          trainer.vectors(),
          trainer.contexts(),
          hash(trainer.vectors(), vocabulary, hashes),
          loss,
          trainer.describe(),
          trainer.reproducible());
    }
  }

  /** The first pass. */
  private Vocabulary count(TransitionModel model, int walksPerWave, CorpusSummary summary) {
    listener.started(Stage.VOCABULARY, walk.totalWalks() * spec.walk().walkLength());
    VertexCounts counts = new VertexCounts(graph.vertexCount(), engine.pool());
    walk.pass(
        model,
        walksPerWave,
        Overlap.withAllThreads(engine.settings()),
        (wave, cancelled) -> {
          vocabularyMeter.resume();
          summary.accept(wave, cancelled);
          counts.accept(wave, cancelled);
          vocabularyMeter.pause(wave.tokens());
          listener.advanced(Stage.VOCABULARY, vocabularyMeter.items());
        });
    vocabularyMeter.resume();
    long[] total = counts.total();
    Vocabulary vocabulary = Vocabulary.of(total, spec.minCount());
    vocabularyMeter.pause(0);
    if (vocabulary.size() == 0) {
      throw InputException.at(
          "--min-count",
          spec.minCount() + ", which drops every vertex",
          "at most " + Arrays.stream(total).max().orElse(0) + ", the count of the most frequent vertex");
    }
    listener.finished(vocabularyMeter.report());
    return vocabulary;
  }

  /** All epochs; returns the mean sampled loss of the last tenth of the waves. */
  private double train(TransitionModel model, int walksPerWave, Vocabulary vocabulary, SkipGramTrainer trainer) {
    if (walksPerWave % trainer.walksPerRound() != 0) {
      throw new IllegalStateException(
          "waves of " + walksPerWave + " walks cut rounds of " + trainer.walksPerRound() + " walks");
    }
    int epochs = spec.training().epochs();
    listener.started(Stage.TRAIN, vocabulary.tokens() * epochs);
    LastTenth loss = new LastTenth(walk.totalWalks() * epochs);
    for (int epoch = 0; epoch < epochs; epoch++) {
      walk.pass(
          model,
          walksPerWave,
          Overlap.withTraining(engine.settings(), trainers),
          (wave, cancelled) -> {
            trainMeter.resume();
            trainer.train(wave, cancelled);
            trainMeter.pause(keptTokens(wave, vocabulary));
            loss.add(wave.walks(), trainer.takeSampledLoss());
            listener.advanced(Stage.TRAIN, trainMeter.items());
          });
    }
    return loss.mean();
  }

  /** Tokens of a wave that the vocabulary keeps. */
  private static long keptTokens(Wave wave, Vocabulary vocabulary) {
    if (vocabulary.size() == vocabulary.rowOfVertex().length) {
      return wave.tokens();
    }
    long kept = 0;
    int[] rows = vocabulary.rowOfVertex();
    for (int i = 0; i < wave.walks(); i++) {
      int from = i * wave.stride();
      for (int k = from; k < from + wave.lengths()[i]; k++) {
        kept += rows[wave.vertices()[k]] == Vocabulary.DROPPED ? 0 : 1;
      }
    }
    return kept;
  }

  private Hash128 hash(EmbeddingTable table, Vocabulary vocabulary, LabelHashes hashes) {
    int[] vertexOfRow = vocabulary.vertexOfRow();
    return VectorsHash.of(
        table,
        new VectorsHash.LabelHashes() {
          @Override
          public long high(int row) {
            return hashes.high()[vertexOfRow[row]];
          }

          @Override
          public long low(int row) {
            return hashes.low()[vertexOfRow[row]];
          }
        },
        cancellation);
  }

  /** What an embedding of a graph of this size holds in memory, and the wave that fits beside it. */
  static MemoryPlan memoryPlan(GraphSize size, EmbeddingSpec spec, EngineSettings settings, TrainerFactory trainers) {
    WalkParameters walk = spec.walk();
    long walks = size.vertices() * walk.walksPerVertex();
    TrainingPlan plan = new TrainingPlan(walks, walk.walkLength());
    TrainingFootprint training = trainers.footprint(size.vertices(), spec.training(), plan, settings.threads());
    return RunFootprint.embedding(size, walk, training, settings.threads(), settings.partitions())
        .build(
            settings.memoryBytes(),
            walks,
            walk.walkLength(),
            trainers.walksPerRound(spec.training(), plan),
            Overlap.withTraining(settings, trainers).waves());
  }

  /** The mean of what was measured over the last tenth of the walks; of the last wave where that is more. */
  private static final class LastTenth {
    private final long from;
    private long walks;
    private double sum;
    private long weight;

    LastTenth(long totalWalks) {
      this.from = totalWalks - totalWalks / 10;
    }

    void add(int waveWalks, double loss) {
      walks += waveWalks;
      if (walks > from && !Double.isNaN(loss)) {
        sum += loss * waveWalks;
        weight += waveWalks;
      }
    }

    double mean() {
      return weight == 0 ? Double.NaN : sum / weight;
    }
  }
}
