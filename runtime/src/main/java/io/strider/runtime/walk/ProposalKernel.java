package io.strider.runtime.walk;

import io.strider.runtime.graph.AliasTables;
import io.strider.runtime.random.CounterRandom;
import java.util.Arrays;

/**
 * Proposes a neighbour for each walker, as short loops with one random load each. A proposal fills {@code next} (the
 * candidate), {@code accept} (31 uniform bits for its acceptance) and {@code returned}: −1 where the folded return area
 * was hit, so that the way back is taken outright, else 0. Allocates nothing.
 */
final class ProposalKernel {

  private static final long SECOND_DRAW = 0x5851F42D4C957F2DL;

  private ProposalKernel() {}

  /** Gathers where each walker's row begins and how long it is. */
  static void rows(int[] current, int n, int[] offsets, int[] position, int[] degree) {
    for (int i = 0; i < n; i++) {
      int v = current[i];
      int from = offsets[v];
      position[i] = from;
      degree[i] = offsets[v + 1] - from;
    }
  }

  /** Gathers {@code from[position[i]]}. */
  static void gather(int[] from, int[] position, int n, int[] to) {
    for (int i = 0; i < n; i++) {
      to[i] = from[position[i]];
    }
  }

  /**
   * Uniform proposals. One draw picks the neighbour, or the folded return area behind the row, and the acceptance bits.
   *
   * @param unitExcess the folded area in units of 2<sup>−31</sup> of a neighbour
   * @param trial number of proposals already rejected
   */
  static void uniform(
      WalkerColumns walkers, int n, StageScratch scratch, int[] offsets, int[] targets, long unitExcess, int trial) {
    int[] position = scratch.position;
    int[] degree = scratch.degree;
    rows(walkers.current, n, offsets, position, degree);
    long[] stream = walkers.stream;
    int[] step = walkers.step;
    int[] foldMask = walkers.foldMask;
    int[] accept = scratch.accept;
    int[] returned = scratch.returned;
    for (int i = 0; i < n; i++) {
      int d = degree[i];
      long area = ((long) d << TransitionModel.ACCEPT_BITS) + (unitExcess & foldMask[i]);
      long z =
          Math.unsignedMultiplyHigh(CounterRandom.draw(stream[i], CounterRandom.counter(step[i], trial)), area);
      int index = (int) (z >>> TransitionModel.ACCEPT_BITS);
      int back = (d - 1 - index) >> 31;
      accept[i] = (int) z & Integer.MAX_VALUE;
      returned[i] = back;
      position[i] += index & ~back;
    }
    gather(targets, position, n, walkers.next);
  }

  /**
   * Proposals in proportion to the weights. One draw decides between the folded return area and the row and, rescaled,
   * gives the acceptance bits; a second one, mixed from the first, picks the neighbour by the row's alias table.
   */
  static void weighted(WalkerColumns walkers, int n, StageScratch scratch, TransitionModel model, int trial) {
    int[] position = scratch.position;
    int[] degree = scratch.degree;
    rows(walkers.current, n, model.graph().offsets(), position, degree);
    draw(walkers, n, scratch.words, trial);
    if (model.fold()) {
      foldedShares(walkers, n, scratch.shares, model);
      acceptFolded(scratch, n);
    } else {
      accept(scratch, n);
    }
    choose(scratch, n);
    resolveAlias(n, position, scratch.low, scratch.length, model.alias().slots(), scratch.words);
    gather(model.graph().targets(), scratch.low, n, walkers.next);
    if (model.carriesWeight()) {
      nextArcs(walkers, n, scratch);
    }
  }

  /** The share of the folded return area in a walker's whole area. */
  private static void foldedShares(WalkerColumns walkers, int n, double[] shares, TransitionModel model) {
    double[] rowWeights = model.alias().rowWeights();
    int[] current = walkers.current;
    for (int i = 0; i < n; i++) {
      shares[i] = rowWeights[current[i]];
    }
    double excess = model.excess();
    int[] foldMask = walkers.foldMask;
    float[] arrivalWeight = walkers.arrivalWeight;
    for (int i = 0; i < n; i++) {
      double area = excess * Float.intBitsToFloat(Float.floatToRawIntBits(arrivalWeight[i]) & foldMask[i]);
      shares[i] = area / (shares[i] + area);
    }
  }

  private static void draw(WalkerColumns walkers, int n, long[] draws, int trial) {
    long[] stream = walkers.stream;
    int[] step = walkers.step;
    for (int i = 0; i < n; i++) {
      draws[i] = CounterRandom.draw(stream[i], CounterRandom.counter(step[i], trial));
    }
  }

  private static void acceptFolded(StageScratch scratch, int n) {
    long[] draws = scratch.words;
    double[] shares = scratch.shares;
    int[] returned = scratch.returned;
    int[] accept = scratch.accept;
    for (int i = 0; i < n; i++) {
      double behind = CounterRandom.unit(draws[i]) - shares[i];
      int back = (int) (Double.doubleToRawLongBits(behind) >> 63);
      returned[i] = back;
      accept[i] = (int) (behind / (1 - shares[i]) * 0x1.0p31) & Integer.MAX_VALUE & ~back;
    }
  }

  private static void accept(StageScratch scratch, int n) {
    long[] draws = scratch.words;
    int[] accept = scratch.accept;
    Arrays.fill(scratch.returned, 0, n, 0);
    for (int i = 0; i < n; i++) {
      accept[i] = (int) (draws[i] >>> (Long.SIZE - TransitionModel.ACCEPT_BITS));
    }
  }

  /** Picks a slot of the row's alias table and the 31 bits for its threshold. */
  private static void choose(StageScratch scratch, int n) {
    long[] draws = scratch.words;
    int[] position = scratch.position;
    int[] degree = scratch.degree;
    int[] chosen = scratch.low;
    int[] slotDraw = scratch.length;
    for (int i = 0; i < n; i++) {
      long z =
          Math.unsignedMultiplyHigh(
              CounterRandom.mix(draws[i] ^ SECOND_DRAW), (long) degree[i] << AliasTables.THRESHOLD_BITS);
      chosen[i] = position[i] + (int) (z >>> AliasTables.THRESHOLD_BITS);
      slotDraw[i] = (int) z & Integer.MAX_VALUE;
    }
  }

  /** The arc proposed, or {@link WalkerColumns#WAY_BACK} where the folded return area was hit, as {@code returned} has it. */
  private static void nextArcs(WalkerColumns walkers, int n, StageScratch scratch) {
    int[] chosen = scratch.low;
    int[] returned = scratch.returned;
    int[] nextArc = walkers.nextArc;
    for (int i = 0; i < n; i++) {
      nextArc[i] = chosen[i] | returned[i];
    }
  }

  /**
   * Replaces a chosen arc by its alias where the draw is not below the threshold of its slot.
   *
   * @param rowStart where each walker's row begins
   * @param chosen in: the slot drawn; out: the arc to take; both as positions among all arcs
   * @param slotDraw 31 uniform bits a walker
   * @param words scratch
   */
  static void resolveAlias(int n, int[] rowStart, int[] chosen, int[] slotDraw, long[] slots, long[] words) {
    for (int i = 0; i < n; i++) {
      words[i] = slots[chosen[i]];
    }
    for (int i = 0; i < n; i++) {
      long slot = words[i];
      int alias = rowStart[i] + (int) slot;
      chosen[i] = slotDraw[i] < (slot >>> 32) ? chosen[i] : alias;
    }
  }
}
