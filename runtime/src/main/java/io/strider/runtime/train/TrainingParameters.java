package io.strider.runtime.train;

import io.strider.runtime.common.InputException;

/**
 * Everything about training that changes the vectors, by the names that word2vec and gensim use.
 *
 * @param dimensions D, floats in a vector; 1 to 4096
 * @param window furthest context on either side of a centre, in tokens; each centre draws its own from 1 to this
 * @param negatives negative samples a positive; 1 to 64
 * @param epochs passes over the corpus
 * @param sample threshold of subsampling frequent vertices (Mikolov et al. 2013, eq. 5 as in word2vec.c); 0 is off
 * @param learningRate at the first token; falls linearly over the planned walks to {@link #MIN_LEARNING_RATE}
 * @param seed of start vectors, windows, negatives and subsampling
 * @param hogwild true: threads write the tables without order (faster, not reproducible)
 */
public record TrainingParameters(
    int dimensions,
    int window,
    int negatives,
    int epochs,
    double sample,
    double learningRate,
    long seed,
    boolean hogwild) {

  /** The learning rate at the last token. */
  public static final double MIN_LEARNING_RATE = 1e-4;

  /** The most floats a vector may have. */
  public static final int MAX_DIMENSIONS = 4096;

  /** The most negative samples a positive. */
  public static final int MAX_NEGATIVES = 64;

  /** The furthest context. */
  public static final int MAX_WINDOW = 1000;

  /** gensim's and the paper's values. */
  public static final TrainingParameters DEFAULT = new TrainingParameters(128, 10, 5, 1, 0, 0.025, 1, false);

  /** Checks every range. */
  public TrainingParameters {
    require(dimensions >= 1 && dimensions <= MAX_DIMENSIONS, "dimensions", dimensions, "1 to " + MAX_DIMENSIONS);
    require(window >= 1 && window <= MAX_WINDOW, "window", window, "1 to " + MAX_WINDOW);
    require(negatives >= 1 && negatives <= MAX_NEGATIVES, "negatives", negatives, "1 to " + MAX_NEGATIVES);
    require(epochs >= 1, "epochs", epochs, "at least 1");
    require(sample >= 0 && sample < 1, "sample", sample, "0 (off) or a threshold below 1");
    require(
        learningRate >= MIN_LEARNING_RATE && learningRate <= 1,
        "learning rate",
        learningRate,
        MIN_LEARNING_RATE + " to 1");
  }

  /** These parameters with other {@link #dimensions}. */
  public TrainingParameters withDimensions(int value) {
    return new TrainingParameters(value, window, negatives, epochs, sample, learningRate, seed, hogwild);
  }

  /** These parameters with another {@link #window}. */
  public TrainingParameters withWindow(int value) {
    return new TrainingParameters(dimensions, value, negatives, epochs, sample, learningRate, seed, hogwild);
  }

  /** These parameters with other {@link #negatives}. */
  public TrainingParameters withNegatives(int value) {
    return new TrainingParameters(dimensions, window, value, epochs, sample, learningRate, seed, hogwild);
  }

  /** These parameters with other {@link #epochs}. */
  public TrainingParameters withEpochs(int value) {
    return new TrainingParameters(dimensions, window, negatives, value, sample, learningRate, seed, hogwild);
  }

  /** These parameters with another {@link #sample}. */
  public TrainingParameters withSample(double value) {
    return new TrainingParameters(dimensions, window, negatives, epochs, value, learningRate, seed, hogwild);
  }

  /** These parameters with another {@link #learningRate}. */
  public TrainingParameters withLearningRate(double value) {
    return new TrainingParameters(dimensions, window, negatives, epochs, sample, value, seed, hogwild);
  }

  /** These parameters with another {@link #seed}. */
  public TrainingParameters withSeed(long value) {
    return new TrainingParameters(dimensions, window, negatives, epochs, sample, learningRate, value, hogwild);
  }

  /** These parameters with another {@link #hogwild}. */
  public TrainingParameters withHogwild(boolean value) {
    return new TrainingParameters(dimensions, window, negatives, epochs, sample, learningRate, seed, value);
  }

  private static void require(boolean holds, String name, Object found, String expected) {
    if (!holds) {
      throw InputException.at(name, String.valueOf(found), expected);
    }
  }
}
