package io.strider.runtime.walk;

import io.strider.runtime.graph.EdgeFilter;
import io.strider.runtime.graph.Graph;
import java.util.Arrays;

/**
 * Facts about the arc back to the previous vertex that the folded area needs. On a directed graph it may be missing, and
 * its weight is its own; on an undirected one its weight is that of the arc the walker came by.
 */
final class FoldedReturn {

  private FoldedReturn() {}

  /** Looks up the weight of the arc that each walker came by, which did not travel with it. */
  static void findArrivalWeights(WalkerColumns walkers, int n, Graph graph) {
    float[] weights = graph.weights();
    int[] offsets = graph.offsets();
    for (int i = 0; i < n; i++) {
      int t = walkers.previous[i];
      if (weights != null && t != TransitionModel.NO_PREVIOUS) {
        int v = walkers.current[i];
        walkers.arrivalWeight[i] =
            weights[Arrays.binarySearch(graph.targets(), offsets[v], offsets[v + 1], t)];
      }
    }
  }

  /**
   * Looks up the weight of the arc that each walker takes now: once a step, not for each proposal that is refused. Without a branch,
   * for whether a walker goes back is a matter of chance.
   */
  static void carryWeights(WalkerColumns walkers, int n, Graph graph) {
    float[] weights = graph.weights();
    if (weights == null) {
      return;
    }
    int[] nextArc = walkers.nextArc;
    float[] arrivalWeight = walkers.arrivalWeight;
    for (int i = 0; i < n; i++) {
      int back = nextArc[i] >> 31;
      int there = Float.floatToRawIntBits(weights[nextArc[i] & ~back]);
      arrivalWeight[i] = Float.intBitsToFloat(there ^ ((there ^ Float.floatToRawIntBits(arrivalWeight[i])) & back));
    }
  }

  /** Clears {@code foldMask} where there is no arc back; sets {@code arrivalWeight} to the weight of the arc back. */
  static void confirmArcsBack(WalkerColumns walkers, int n, TransitionModel model) {
    Graph graph = model.graph();
    EdgeFilter filter = model.filter();
    float[] weights = graph.weights();
    int[] offsets = graph.offsets();
    for (int i = 0; i < n; i++) {
      if (walkers.foldMask[i] == 0) {
        continue;
      }
      int v = walkers.current[i];
      int t = walkers.previous[i];
      int at = filter.mayContain(v, t) ? Arrays.binarySearch(graph.targets(), offsets[v], offsets[v + 1], t) : -1;
      if (at < 0) {
        walkers.foldMask[i] = 0;
      } else if (weights != null) {
        walkers.arrivalWeight[i] = weights[at];
      }
    }
  }
}
