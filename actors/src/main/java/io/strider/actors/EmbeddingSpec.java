package io.strider.actors;

import io.strider.runtime.common.InputException;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.walk.WalkParameters;

/**
 * What to embed with: everything that decides the vectors of a given graph.
 *
 * @param walk how walks are drawn
 * @param training how vectors are trained
 * @param minCount vertices that the walks visit less often are dropped; at least 1
 */
public record EmbeddingSpec(WalkParameters walk, TrainingParameters training, long minCount) {

  /** Checks the range. */
  public EmbeddingSpec {
    if (minCount < 1) {
      throw InputException.at("min count", String.valueOf(minCount), "at least 1");
    }
  }
}
