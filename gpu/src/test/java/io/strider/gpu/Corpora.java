package io.strider.gpu;

import io.strider.gpu.driver.CudaDriver;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.train.EmbeddingTable;
import io.strider.runtime.train.SkipGramTrainer;
import io.strider.runtime.train.SkipGramTrainers;
import io.strider.runtime.train.TableFormat;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.train.TrainingPlan;
import io.strider.runtime.train.TrainingJob;
import io.strider.runtime.train.block.BlockPlan;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Small corpora, and whole runs of the trainer on a driver and of the scalar one of the processor. */
final class Corpora {

  /** No code: the drivers of the tests have their own. */
  static final Kernels NO_CODE =
      new Kernels() {
        @Override
        public byte[] image(String file) {
          return new byte[1];
        }

        @Override
        public @Nullable String missing() {
          return null;
        }

        @Override
        public String origin() {
          return "test";
        }
      };

  private Corpora() {}

  /** Walks on a ring of communities: mostly near the vertex before, lengths 1 to {@code length}. */
  static Wave ring(int vertices, int walks, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] tokens = new int[walks * length];
    int[] lengths = new int[walks];
    for (int walk = 0; walk < walks; walk++) {
      lengths[walk] = walk % 5 == 1 ? 1 + random.nextInt(length) : length;
      int at = random.nextInt(vertices);
      for (int step = 0; step < lengths[walk]; step++) {
        tokens[walk * length + step] = at;
        at = Math.floorMod(at + random.nextInt(-3, 4), vertices);
      }
    }
    return new Wave(0, walks, length, tokens, lengths);
  }

  static Vocabulary vocabulary(Wave corpus, long minCount) {
    int most = Arrays.stream(corpus.vertices()).max().orElse(0);
    long[] counts = new long[most + 1];
    for (int walk = 0; walk < corpus.walks(); walk++) {
      for (int step = 0; step < corpus.lengths()[walk]; step++) {
        counts[corpus.vertices()[walk * corpus.stride() + step]]++;
      }
    }
    return Vocabulary.of(counts, minCount);
  }

  static TrainingPlan plan(Wave corpus) {
    return new TrainingPlan(corpus.walks(), corpus.stride());
  }

  static TrainingParameters parameters(int dimensions, int window, int negatives, double sample) {
    return new TrainingParameters(dimensions, window, negatives, 1, sample, 0.05, 7, true);
  }

  static CudaTrainer onDriver(
      CudaDriver driver, Wave corpus, Vocabulary vocabulary, TrainingParameters parameters, int sliceTokens) {
    return onDevices(driver, 1, corpus, vocabulary, parameters, sliceTokens);
  }

  /** As {@link #onDriver}, on the first so many devices. */
  static CudaTrainer onDevices(
      CudaDriver driver,
      int devices,
      Wave corpus,
      Vocabulary vocabulary,
      TrainingParameters parameters,
      int sliceTokens) {
    TrainingJob job = TrainingJob.of(vocabulary, parameters, plan(corpus));
    List<Integer> numbers = IntStream.range(0, devices).boxed().toList();
    return new CudaTrainer(job, new CudaTrainer.Setup(driver, numbers, TableFormat.FLOAT32, NO_CODE, sliceTokens));
  }

  /** The least free memory of a device in which a plan fits. */
  static long freeBytesFor(DeviceFootprint footprint, BlockPlan plan) {
    long free = footprint.totalBytes(plan);
    while (free - free / DeviceFootprint.DRIVER_SHARE < footprint.totalBytes(plan)) {
      free++;
    }
    return free;
  }

  /** One walk after the other, as the kernel with one block. */
  static SkipGramTrainer onProcessor(Wave corpus, Vocabulary vocabulary, TrainingParameters parameters) {
    return SkipGramTrainers.create(vocabulary, parameters, plan(corpus), 1, TrainerKind.SCALAR);
  }

  /** All epochs, a wave each. */
  static void train(SkipGramTrainer trainer, Wave corpus, int epochs) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      trainer.train(corpus, Cancellation.NEVER);
    }
  }

  /** The largest difference of two elements, against the largest element. */
  static double distance(EmbeddingTable a, EmbeddingTable b) {
    float[] x = new float[a.dimensions()];
    float[] y = new float[b.dimensions()];
    double difference = 0;
    double scale = Float.MIN_NORMAL;
    for (int row = 0; row < a.rows(); row++) {
      a.read(row, x, 0);
      b.read(row, y, 0);
      for (int i = 0; i < x.length; i++) {
        double here = Math.abs((double) x[i] - y[i]);
        difference = here <= difference ? difference : here;
        scale = Math.max(scale, Math.abs(y[i]));
      }
    }
    return difference / scale;
  }

  /** Length of the longest row. */
  static double longest(EmbeddingTable table) {
    float[] x = new float[table.dimensions()];
    double most = 0;
    for (int row = 0; row < table.rows(); row++) {
      table.read(row, x, 0);
      double squares = 0;
      for (float value : x) {
        squares += (double) value * value;
      }
      most = Math.max(most, Math.sqrt(squares));
    }
    return most;
  }
}
