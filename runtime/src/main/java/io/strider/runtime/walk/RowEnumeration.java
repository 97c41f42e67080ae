package io.strider.runtime.walk;

import io.strider.runtime.graph.Graph;
import io.strider.runtime.random.CounterRandom;

/**
 * Draws a step by adding up the weight of every neighbour. Takes over from rejection where acceptance is hopeless (a leaf
 * whose only way is back, with p = 10³); the trial at which it does depends on the degree alone, so the corpus is the
 * same everywhere, and each trial before it was exact, so the distribution is too.
 */
final class RowEnumeration {

  private RowEnumeration() {}

  /** Decides {@code next[i]} with the draw of this trial. */
  static void draw(WalkerColumns walkers, int i, TransitionModel model, int trial) {
    Graph graph = model.graph();
    int v = walkers.current[i];
    int t = walkers.previous[i];
    int from = graph.offsets()[v];
    int to = graph.offsets()[v + 1];
    double total = 0;
    for (int k = from; k < to; k++) {
      total += weight(model, t, k);
    }
    long draw = CounterRandom.draw(walkers.stream[i], CounterRandom.counter(walkers.step[i], trial));
    double left = CounterRandom.unit(draw) * total;
    int chosen = from;
    for (int k = from; k < to; k++) {
      double weight = weight(model, t, k);
      if (weight > 0) {
        chosen = k;
        left -= weight;
        if (left < 0) {
          break;
        }
      }
    }
    walkers.next[i] = graph.targets()[chosen];
    float[] weights = graph.weights();
    walkers.nextWeight[i] = weights == null ? 1 : weights[chosen];
  }

  private static double weight(TransitionModel model, int previous, int arc) {
    float[] weights = model.graph().weights();
    double alpha = model.alpha(previous, model.graph().targets()[arc]);
    return weights == null ? alpha : alpha * weights[arc];
  }
}
