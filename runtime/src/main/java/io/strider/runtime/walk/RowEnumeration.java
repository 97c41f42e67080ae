package io.strider.runtime.walk;

import io.strider.runtime.graph.Graph;
import io.strider.runtime.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws a step by adding up the weight of every neighbour. Takes over from rejection where acceptance is hopeless (a leaf
 * whose only way is back, with p = 10³); the trial at which it does depends on the degree alone, so the corpus is the
 * same everywhere, and each trial before it was exact, so the distribution is too.
 */
final class RowEnumeration {

  private RowEnumeration() {}

  /** Decides {@code next[i]} with the draw of this trial. The row of the previous vertex must be here. */
  static void draw(WalkerColumns walkers, int i, TransitionModel model, int trial) {
    Graph graph = model.graph();
    int v = walkers.current[i];
    float[] weights = graph.weights();
    long draw = CounterRandom.draw(walkers.stream[i], CounterRandom.counter(walkers.step[i], trial));
    int chosen =
        draw(model, walkers.previous[i], graph.targets(), weights, graph.offsets()[v], graph.offsets()[v + 1], draw);
    walkers.next[i] = graph.targets()[chosen];
    walkers.nextArc[i] = chosen;
  }

  /**
   * The position in [from, to) of the neighbour drawn.
   *
   * @param previous t, whose row is here
   * @param targets neighbours of v
   * @param weights of the arcs to them, or null
   * @param draw 64 uniform bits
   */
  static int draw(
      TransitionModel model, int previous, int[] targets, float @Nullable [] weights, int from, int to, long draw) {
    double total = 0;
    for (int k = from; k < to; k++) {
      total += weight(model, previous, targets, weights, k);
    }
    double left = CounterRandom.unit(draw) * total;
    int chosen = from;
    for (int k = from; k < to; k++) {
      double weight = weight(model, previous, targets, weights, k);
      if (weight > 0) {
        chosen = k;
        left -= weight;
        if (left < 0) {
          break;
        }
      }
    }
    return chosen;
  }

  private static double weight(TransitionModel model, int previous, int[] targets, float @Nullable [] weights, int k) {
    double alpha = model.alpha(previous, targets[k]);
    return weights == null ? alpha : alpha * weights[k];
  }
}
