package io.strider.runtime.train;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Hash128;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import java.util.SplittableRandom;

/** Small corpora and whole runs for the tests of this package. */
final class TrainingRuns {

  private static final int WALKS_PER_BUNDLE = 3;
  private static final int BUNDLES_PER_ROUND = 4;

  /** Walks of a round of {@link #trainer}. */
  static final int ROUND = WALKS_PER_BUNDLE * BUNDLES_PER_ROUND;

  private TrainingRuns() {}

  /** Rounds of several bundles of several walks, which so small a corpus would not get. */
  static TrainingShape shape(TrainingParameters parameters, TrainingPlan plan) {
    TrainingShape real = TrainingShape.of(parameters, plan);
    return new TrainingShape(
        real.sentenceTokens(), WALKS_PER_BUNDLE, BUNDLES_PER_ROUND, real.maxPool(), real.stride());
  }

  /** Walks on a ring of communities: mostly near the vertex before, lengths 1 to {@code length}. */
  static Wave ring(int vertices, int walks, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] tokens = new int[walks * length];
    int[] lengths = new int[walks];
    for (int walk = 0; walk < walks; walk++) {
      lengths[walk] = walk % 5 == 0 ? 1 + random.nextInt(length) : length;
      int at = random.nextInt(vertices);
      for (int step = 0; step < lengths[walk]; step++) {
        tokens[walk * length + step] = at;
        at = Math.floorMod(at + random.nextInt(-3, 4), vertices);
      }
    }
    return new Wave(0, walks, length, tokens, lengths);
  }

  /** Walks on a star: every other vertex is the hub, 0. */
  static Wave star(int leaves, int walks, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] tokens = new int[walks * length];
    int[] lengths = new int[walks];
    for (int walk = 0; walk < walks; walk++) {
      lengths[walk] = length;
      for (int step = walk % 2; step < length; step += 2) {
        tokens[walk * length + step] = 1 + random.nextInt(leaves);
      }
    }
    return new Wave(0, walks, length, tokens, lengths);
  }

  static Vocabulary vocabulary(Wave corpus, long minCount) {
    int most = 0;
    for (int vertex : corpus.vertices()) {
      most = Math.max(most, vertex);
    }
    long[] counts = new long[most + 1];
    for (int walk = 0; walk < corpus.walks(); walk++) {
      for (int step = 0; step < corpus.lengths()[walk]; step++) {
        counts[corpus.vertices()[walk * corpus.stride() + step]]++;
      }
    }
    return Vocabulary.of(counts, minCount);
  }

  static TrainingParameters parameters(int dimensions, int window, int negatives) {
    return new TrainingParameters(dimensions, window, negatives, 1, 0, 0.025, 7, false);
  }

  static SkipGramTrainer trainer(
      Wave corpus, Vocabulary vocabulary, TrainingParameters parameters, int threads, BlockKernel kernel) {
    return trainer(corpus, vocabulary, parameters, threads, kernel, RowSpace.MAX_TABLE_FLOATS);
  }

  /** With tables in arrays of at most so many floats, of which the first is in the space. */
  static SkipGramTrainer trainer(
      Wave corpus,
      Vocabulary vocabulary,
      TrainingParameters parameters,
      int threads,
      BlockKernel kernel,
      int maxTableFloats) {
    return trainer(corpus, vocabulary, parameters, threads, kernel, maxTableFloats, TableFormat.FLOAT32);
  }

  /** With tables of a format. */
  static SkipGramTrainer trainer(
      Wave corpus,
      Vocabulary vocabulary,
      TrainingParameters parameters,
      int threads,
      BlockKernel kernel,
      int maxTableFloats,
      TableFormat format) {
    TrainingPlan plan = new TrainingPlan(corpus.walks(), corpus.stride());
    TrainingShape shape = shape(parameters, plan);
    return new WaveTrainer(
        TrainingTables.of(vocabulary, parameters, plan, shape, threads, maxTableFloats, new TableStore(format, kernel.rows())),
        new BlockKernels.Choice(kernel, "test"),
        threads);
  }

  /** Trains all epochs in waves of so many walks. */
  static void train(SkipGramTrainer trainer, Wave corpus, TrainingParameters parameters, int waveWalks) {
    for (int epoch = 0; epoch < parameters.epochs(); epoch++) {
      trainEpoch(trainer, corpus, 0, corpus.walks(), waveWalks);
    }
  }

  /** Trains on the walks [from, to) in waves of so many. */
  static void trainEpoch(SkipGramTrainer trainer, Wave corpus, int from, int to, int waveWalks) {
    for (int first = from; first < to; first += waveWalks) {
      trainer.train(slice(corpus, first, Math.min(waveWalks, to - first)), Cancellation.NEVER);
    }
  }

  /** The hash of both tables after a whole run. */
  static Hash128 hash(
      Wave corpus, TrainingParameters parameters, int threads, BlockKernel kernel, int waveWalks) {
    Vocabulary vocabulary = vocabulary(corpus, 1);
    try (SkipGramTrainer trainer = trainer(corpus, vocabulary, parameters, threads, kernel)) {
      train(trainer, corpus, parameters, waveWalks);
      return hash(trainer.vectors()).plus(hash(trainer.contexts()));
    }
  }

  static Hash128 hash(EmbeddingTable table) {
    return VectorsHash.of(
        table,
        new VectorsHash.LabelHashes() {
          @Override
          public long high(int row) {
            return row;
          }

          @Override
          public long low(int row) {
            return ~row;
          }
        },
        Cancellation.NEVER);
  }

  private static Wave slice(Wave corpus, int first, int walks) {
    int stride = corpus.stride();
    int[] tokens = java.util.Arrays.copyOfRange(corpus.vertices(), first * stride, (first + walks) * stride);
    int[] lengths = java.util.Arrays.copyOfRange(corpus.lengths(), first, first + walks);
    return new Wave(first, walks, stride, tokens, lengths);
  }
}
