package io.strider.actors;

import io.strider.runtime.checkpoint.RunIdentity;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.corpus.LabelHashes;
import io.strider.runtime.train.TrainerFactory;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.walk.WalkParameters;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that decides the vectors of an embedding, by the names of the options. Stateless. */
final class EmbeddingIdentity {

  /** Of walks and training; to be raised with every change that gives other walks or vectors, and so other hashes in the tests. */
  private static final String ARITHMETIC = "2";

  private EmbeddingIdentity() {}

  /**
   * The identity.
   *
   * @throws InputException when the trainers cannot go on from a checkpoint
   */
  static RunIdentity of(
      WalkedGraph graph, LabelHashes labels, EmbeddingSpec spec, TrainerFactory trainers, Cancellation cancellation) {
    String trainer = trainers.resumableAs();
    if (trainer == null) {
      throw InputException.at(
          "checkpoints", "a trainer whose state cannot be kept, such as a GPU's", "a trainer on processor cores");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("arithmetic", ARITHMETIC);
    fields.put("vertices", String.valueOf(graph.vertexCount()));
    fields.put("edges", String.valueOf(graph.edgeCount()));
    fields.put("graph", graph.fingerprint(labels, cancellation).toHex());
    WalkParameters walk = spec.walk();
    fields.put("walks per vertex", String.valueOf(walk.walksPerVertex()));
    fields.put("walk length", String.valueOf(walk.walkLength()));
    fields.put("p", String.valueOf(walk.returnParameter()));
    fields.put("q", String.valueOf(walk.inOutParameter()));
    fields.put("seed of the walks", String.valueOf(walk.seed()));
    TrainingParameters training = spec.training();
    fields.put("dimensions", String.valueOf(training.dimensions()));
    fields.put("window", String.valueOf(training.window()));
    fields.put("negatives", String.valueOf(training.negatives()));
    fields.put("epochs", String.valueOf(training.epochs()));
    fields.put("min-count", String.valueOf(spec.minCount()));
    fields.put("sample", String.valueOf(training.sample()));
    fields.put("learning rate", String.valueOf(training.learningRate()));
    fields.put("hogwild", String.valueOf(training.hogwild()));
    fields.put("seed of training", String.valueOf(training.seed()));
    fields.put("trainer", trainer);
    return new RunIdentity(fields);
  }
}
