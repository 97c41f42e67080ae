package io.strider.actors;

import io.strider.runtime.checkpoint.CountedCorpus;
import io.strider.runtime.checkpoint.TrainingPosition;
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
import org.jspecify.annotations.Nullable;

/**
 * Embeds a graph: a first pass over the corpus counts vertices and sums the hash, then each epoch walks the same corpus
 * again and trains on it. The corpus is never stored, since walking again costs a tenth of training. Of a run that is kept
 * durably, what an earlier process did is not done again.
 */
final class EmbedJob {

  /**
   * How it is trained.
   *
   * @param trainers make the trainer
   * @param checkpointed the run as it is kept, or null for one that ends with this process
   */
  record Training(TrainerFactory trainers, @Nullable CheckpointedRun checkpointed) {}

  private final StriderEngine engine;
  private final WalkedGraph graph;
  private final Labels labels;
  private final EmbeddingSpec spec;
  private final Training training;
  private final StageListener listener;
  private final Cancellation cancellation;
  private final WalkJob walk;
  private final StageMeter vocabularyMeter;
  private final StageMeter trainMeter;

  EmbedJob(
      StriderEngine engine,
      WalkedGraph graph,
      Labels labels,
      EmbeddingSpec spec,
      Training training,
      StageListener listener,
      Cancellation cancellation) {
    this.engine = engine;
    this.graph = graph;
    this.labels = labels;
    this.spec = spec;
    this.training = training;
    this.listener = listener;
    this.cancellation = cancellation;
    this.walk = new WalkJob(engine, graph, labels, spec.walk(), listener, cancellation);
    this.vocabularyMeter = new StageMeter(engine.clock(), Stage.VOCABULARY);
    this.trainMeter = new StageMeter(engine.clock(), Stage.TRAIN);
  }

  EmbeddingResult run() {
    TrainerFactory trainers = training.trainers();
    int walksPerWave = memoryPlan(graph.sizeHere(), spec, engine.settings(), trainers).walksPerWave();
    listener.started(Stage.WALK, plannedSteps());
    TransitionModel model = walk.model();
    LabelHashes hashes = LabelHashes.of(labels, engine.pool());
    Counted counted = counted(model, walksPerWave, hashes);
    Vocabulary vocabulary = counted.vocabulary();
    TrainingPlan plan = new TrainingPlan(walk.totalWalks(), spec.walk().walkLength());
    int threads = engine.settings().threads();
    try (SkipGramTrainer trainer = trainers.create(vocabulary, spec.training(), plan, threads)) {
      Trained trained = train(model, walksPerWave, vocabulary, trainer);
      listener.finished(walk.meter().report());
      listener.finished(trainMeter.report());
      return new EmbeddingResult(
          counted.corpus(),
          vocabulary,
          trainer.vectors(),
          trainer.contexts(),
          hash(trainer.vectors(), vocabulary, hashes),
          trained.loss(),
          trainer.describe(),
          trainer.reproducible(),
          trained.checkpoints());
    }
  }

  /** Steps of the walks that are still to be walked. */
  private long plannedSteps() {
    TrainingPosition from = position();
    long epochs = (long) spec.training().epochs() - from.epoch();
    CheckpointedRun checkpointed = training.checkpointed();
    long passes = epochs + (checkpointed != null && checkpointed.run().counted() ? 0 : 1);
    return walk.plannedSteps() * passes - from.firstWalk() * (spec.walk().walkLength() - 1L);
  }

  private TrainingPosition position() {
    CheckpointedRun checkpointed = training.checkpointed();
    return checkpointed == null
        ? TrainingPosition.START
        : checkpointed.run().position().orElse(TrainingPosition.START);
  }

  /** What is left of the counts. */
  private record Counted(WalkResult corpus, Vocabulary vocabulary) {}

  /** What the counting pass finds, or found in an earlier life of the run. */
  private Counted counted(TransitionModel model, int walksPerWave, LabelHashes hashes) {
    CheckpointedRun checkpointed = training.checkpointed();
    CountedCorpus corpus;
    if (checkpointed != null && checkpointed.run().counted()) {
      corpus = checkpointed.run().corpus();
    } else {
      corpus = count(model, walksPerWave, hashes);
      if (checkpointed != null) {
        checkpointed.run().record(corpus);
      }
    }
    WalkResult result = new WalkResult(corpus.walks(), corpus.tokens(), corpus.hash());
    return new Counted(result, vocabulary(corpus.countOfVertex()));
  }

  /** The first pass. */
  private CountedCorpus count(TransitionModel model, int walksPerWave, LabelHashes hashes) {
    CorpusSummary summary = new CorpusSummary(hashes, spec.walk().walkLength(), engine.pool());
    listener.started(Stage.VOCABULARY, walk.totalWalks() * spec.walk().walkLength());
    VertexCounts counts = new VertexCounts(graph.vertexCount(), engine.pool());
    walk.pass(
        model,
        0,
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
    vocabularyMeter.pause(0);
    listener.finished(vocabularyMeter.report());
    return new CountedCorpus(summary.walks(), summary.tokens(), summary.hash(), total);
  }

  private Vocabulary vocabulary(long[] total) {
    Vocabulary vocabulary = Vocabulary.of(total, spec.minCount());
    if (vocabulary.size() == 0) {
      throw InputException.at(
          "--min-count",
          spec.minCount() + ", which drops every vertex",
          "at most " + Arrays.stream(total).max().orElse(0) + ", the count of the most frequent vertex");
    }
    return vocabulary;
  }

  /**
   * What training reports.
   *
   * @param loss mean sampled loss of the last tenth of the waves
   */
  private record Trained(double loss, CheckpointReport checkpoints) {}

  /** All epochs that are left. */
  private Trained train(TransitionModel model, int walksPerWave, Vocabulary vocabulary, SkipGramTrainer trainer) {
    if (walksPerWave % trainer.walksPerRound() != 0) {
      throw new IllegalStateException(
          "waves of " + walksPerWave + " walks cut rounds of " + trainer.walksPerRound() + " walks");
    }
    int epochs = spec.training().epochs();
    TrainingPosition from = Checkpointer.resume(training.checkpointed(), trainer, cancellation);
    Checkpointer checkpointer = Checkpointer.of(training.checkpointed(), trainer, engine.clock());
    double done = from.epoch() + (double) from.firstWalk() / walk.totalWalks();
    listener.started(Stage.TRAIN, Math.round(vocabulary.tokens() * (epochs - done)));
    LossTail loss = new LossTail(from, walk.totalWalks(), epochs);
    for (int epoch = from.epoch(); epoch < epochs; epoch++) {
      walk.pass(
          model,
          epoch == from.epoch() ? from.firstWalk() : 0,
          walksPerWave,
          Overlap.withTraining(engine.settings(), training.trainers()),
          (wave, cancelled) -> {
            trainMeter.resume();
            trainer.train(wave, cancelled);
            trainMeter.pause(keptTokens(wave, vocabulary));
            loss.add(wave.walks(), trainer.takeSampledLoss());
            listener.advanced(Stage.TRAIN, trainMeter.items());
            if (checkpointer != null) {
              checkpointer.afterWave(loss.position(), cancelled);
            }
          });
    }
    return new Trained(loss.mean(), checkpointer == null ? CheckpointReport.NONE : checkpointer.report());
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
            return hashes.high(vertexOfRow[row]);
          }

          @Override
          public long low(int row) {
            return hashes.low(vertexOfRow[row]);
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
}
