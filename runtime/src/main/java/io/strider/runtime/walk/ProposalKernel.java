package io.strider.runtime.walk;

import io.strider.runtime.graph.AliasTables;
import io.strider.runtime.random.CounterRandom;

/**
 * Proposes a neighbour for each listed walker of a block, as short loops with one random load each. A proposal fills,
 * by walker, {@code next} (the candidate) and {@code accept} (31 uniform bits for its acceptance); {@code flags} is 1
 * where the folded return area was hit, so that the candidate is taken outright. Allocates nothing.
 */
final class ProposalKernel {

  private static final long SECOND_DRAW = 0x5851F42D4C957F2DL;

  private ProposalKernel() {}

  /** Gathers where each listed walker's row begins and how long it is. */
  static void rows(int[] list, int n, int[] current, int[] offsets, int[] position, int[] degree) {
    for (int j = 0; j < n; j++) {
      int i = list[j];
      int v = current[i];
      int from = offsets[v];
      position[i] = from;
      degree[i] = offsets[v + 1] - from;
    }
  }

  /**
   * Uniform proposals. One draw picks the neighbour, or the folded return area behind the row, and the acceptance bits.
   *
   * @param unitExcess the folded area in units of 2<sup>−31</sup> of a neighbour
   * @param trial number of proposals already rejected
   */
  static void uniform(WalkerBlock block, int[] list, int n, int[] offsets, int[] targets, long unitExcess, int trial) {
    int[] position = block.position;
    int[] degree = block.degree;
    rows(list, n, block.current, offsets, position, degree);
    long[] stream = block.stream;
    int[] step = block.step;
    int[] accept = block.accept;
    int[] flags = block.flags;
    int[] foldMask = block.foldMask;
    for (int j = 0; j < n; j++) {
      int i = list[j];
      int d = degree[i];
      long area = ((long) d << TransitionModel.ACCEPT_BITS) + (unitExcess & foldMask[i]);
      long draw = CounterRandom.draw(stream[i], CounterRandom.counter(step[i], trial));
      long z = Math.unsignedMultiplyHigh(draw, area);
      int index = (int) (z >>> TransitionModel.ACCEPT_BITS);
      int returned = (d - 1 - index) >> 31;
      accept[i] = (int) z & Integer.MAX_VALUE;
      position[i] += index & ~returned;
      flags[i] = -returned;
    }
    int[] next = block.next;
    for (int j = 0; j < n; j++) {
      int i = list[j];
      next[i] = targets[position[i]];
    }
    int[] previous = block.previous;
    for (int j = 0; j < n; j++) {
      int i = list[j];
      next[i] ^= (next[i] ^ previous[i]) & -flags[i];
    }
  }

  /**
   * Proposals in proportion to the weights. One draw decides between the folded return area and the row and, rescaled,
   * gives the acceptance bits; a second one, mixed from the first, picks the neighbour by the row's alias table.
   */
  static void weighted(WalkerBlock block, int[] list, int n, TransitionModel model, int trial) {
    int[] offsets = model.graph().offsets();
    int[] position = block.position;
    int[] degree = block.degree;
    rows(list, n, block.current, offsets, position, degree);
    int[] low = block.low;
    int[] slotDraw = block.length;
    drawWeighted(block, list, n, model, trial, low, slotDraw);
    resolveAlias(list, n, position, low, slotDraw, model.alias().slots(), block.words);
    int[] targets = model.graph().targets();
    int[] next = block.next;
    for (int j = 0; j < n; j++) {
      int i = list[j];
      next[i] = targets[low[i]];
    }
    gatherWeights(block, list, n, model, low);
    int[] previous = block.previous;
    int[] flags = block.flags;
    for (int j = 0; j < n; j++) {
      int i = list[j];
      next[i] ^= (next[i] ^ previous[i]) & -flags[i];
    }
  }

  private static void drawWeighted(
      WalkerBlock block, int[] list, int n, TransitionModel model, int trial, int[] low, int[] slotDraw) {
    double[] rowWeights = model.alias().rowWeights();
    double excess = model.excess();
    int[] foldMask = block.foldMask;
    for (int j = 0; j < n; j++) {
      int i = list[j];
      long draw = CounterRandom.draw(block.stream[i], CounterRandom.counter(block.step[i], trial));
      double u = CounterRandom.unit(draw);
      double folded = 0;
      if (foldMask[i] != 0) {
        double area = excess * block.arrivalWeight[i];
        folded = area / (rowWeights[block.current[i]] + area);
      }
      block.flags[i] = u < folded ? 1 : 0;
      block.accept[i] = u < folded ? 0 : (int) ((u - folded) / (1 - folded) * 0x1.0p31) & Integer.MAX_VALUE;
      long z = Math.unsignedMultiplyHigh(
          CounterRandom.mix(draw ^ SECOND_DRAW), (long) block.degree[i] << AliasTables.THRESHOLD_BITS);
      low[i] = block.position[i] + (int) (z >>> AliasTables.THRESHOLD_BITS);
      slotDraw[i] = (int) z & Integer.MAX_VALUE;
    }
  }

  /** Replaces the arc position in {@code chosen} by its alias where the 31-bit draw is not below the threshold. */
  static void resolveAlias(int[] list, int n, int[] rowStart, int[] chosen, int[] draw, long[] slots, long[] words) {
    for (int j = 0; j < n; j++) {
      words[j] = slots[chosen[list[j]]];
    }
    for (int j = 0; j < n; j++) {
      int i = list[j];
      long slot = words[j];
      int alias = rowStart[i] + (int) slot;
      chosen[i] = draw[i] < (slot >>> 32) ? chosen[i] : alias;
    }
  }

  /** The weight of the arc back is known from the arc in on an undirected graph, so it travels with the walker. */
  private static void gatherWeights(WalkerBlock block, int[] list, int n, TransitionModel model, int[] chosen) {
    float[] weights = model.graph().weights();
    if (weights == null || !model.carriesWeight()) {
      return;
    }
    float[] nextWeight = block.nextWeight;
    for (int j = 0; j < n; j++) {
      int i = list[j];
      nextWeight[i] = block.flags[i] == 1 ? block.arrivalWeight[i] : weights[chosen[i]];
    }
  }
}
