package io.strider.deploy.options;

import io.strider.actors.EmbeddingSpec;
import io.strider.runtime.train.TrainingParameters;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How vectors are trained. */
public final class TrainingOptions {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  @Option(names = "--dimensions", defaultValue = "128", paramLabel = "D", description = "numbers in a vector (default: ${DEFAULT-VALUE})")
  int dimensions;

  @Option(
      names = "--window",
      defaultValue = "10",
      paramLabel = "N",
      description = "furthest context on either side of a vertex in a walk (default: ${DEFAULT-VALUE})")
  int window;

  @Option(names = "--negatives", defaultValue = "5", paramLabel = "N", description = "negative samples a context (default: ${DEFAULT-VALUE})")
  int negatives;

  @Option(names = "--epochs", defaultValue = "1", paramLabel = "N", description = "passes over the walks (default: ${DEFAULT-VALUE})")
  int epochs;

  @Option(
      names = "--min-count",
      defaultValue = "1",
      paramLabel = "N",
      description = "drop vertices that the walks visit less often (default: ${DEFAULT-VALUE})")
  long minCount;

  @Option(
      names = "--sample",
      defaultValue = "0",
      paramLabel = "T",
      description = "subsample vertices more frequent than this, as word2vec does; 0 is off (default: ${DEFAULT-VALUE})")
  double sample;

  @Option(
      names = "--learning-rate",
      defaultValue = "0.025",
      paramLabel = "R",
      description = "at the first vertex; falls linearly to " + TrainingParameters.MIN_LEARNING_RATE + " (default: ${DEFAULT-VALUE})")
  double learningRate;

  @Option(
      names = "--hogwild",
      description = "threads write the vectors without order: faster, and different every time")
  boolean hogwild;

  /** Walks and training of one seed, checked. */
  public EmbeddingSpec embedding(WalkOptions walk) {
    return new EmbeddingSpec(walk.parameters(), parameters(walk.seed()), minCount());
  }

  private TrainingParameters parameters(long seed) {
    Checks.range(spec, "--dimensions", dimensions, 1, TrainingParameters.MAX_DIMENSIONS);
    Checks.range(spec, "--window", window, 1, TrainingParameters.MAX_WINDOW);
    Checks.range(spec, "--negatives", negatives, 1, TrainingParameters.MAX_NEGATIVES);
    Checks.range(spec, "--epochs", epochs, 1, Integer.MAX_VALUE);
    Checks.require(sample >= 0 && sample < 1, spec, "--sample", sample, "0 (off) or a threshold below 1");
    Checks.require(
        learningRate >= TrainingParameters.MIN_LEARNING_RATE && learningRate <= 1,
        spec,
        "--learning-rate",
        learningRate,
        TrainingParameters.MIN_LEARNING_RATE + " to 1");
    return new TrainingParameters(dimensions, window, negatives, epochs, sample, learningRate, seed, hogwild);
  }

  /** The least count of a vertex that is kept. */
  private long minCount() {
    Checks.range(spec, "--min-count", minCount, 1, Long.MAX_VALUE);
    return minCount;
  }
}
