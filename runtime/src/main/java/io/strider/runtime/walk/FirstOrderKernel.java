package io.strider.runtime.walk;

import io.strider.runtime.graph.AliasTables;
import io.strider.runtime.random.CounterRandom;

/**
 * One step of every walker for p = q = 1: the next vertex depends on the current one alone. Each loop holds one random
 * load, so that many cache misses are in flight. Writes {@code next}; allocates nothing. Every walker must have a
 * neighbour.
 */
final class FirstOrderKernel {

  private FirstOrderKernel() {}

  /** Draws uniformly. */
  static void step(WalkerColumns walkers, int n, StageScratch scratch, int[] offsets, int[] targets) {
    int[] position = scratch.position;
    int[] degree = scratch.degree;
    ProposalKernel.rows(walkers.current, n, offsets, position, degree);
    long[] stream = walkers.stream;
    int[] step = walkers.step;
    for (int i = 0; i < n; i++) {
      long draw = CounterRandom.draw(stream[i], CounterRandom.counter(step[i], 0));
      position[i] += (int) Math.unsignedMultiplyHigh(draw, degree[i]);
    }
    ProposalKernel.gather(targets, position, n, walkers.next);
  }

  /** Draws in proportion to the weights. */
  static void stepWeighted(
      WalkerColumns walkers, int n, StageScratch scratch, int[] offsets, int[] targets, long[] slots) {
    int[] position = scratch.position;
    int[] degree = scratch.degree;
    ProposalKernel.rows(walkers.current, n, offsets, position, degree);
    long[] stream = walkers.stream;
    int[] step = walkers.step;
    int[] chosen = scratch.low;
    int[] slotDraw = scratch.accept;
    for (int i = 0; i < n; i++) {
      long draw = CounterRandom.draw(stream[i], CounterRandom.counter(step[i], 0));
      long z = Math.unsignedMultiplyHigh(draw, (long) degree[i] << AliasTables.THRESHOLD_BITS);
      chosen[i] = position[i] + (int) (z >>> AliasTables.THRESHOLD_BITS);
      slotDraw[i] = (int) z & Integer.MAX_VALUE;
    }
    ProposalKernel.resolveAlias(n, position, chosen, slotDraw, slots, scratch.words);
    ProposalKernel.gather(targets, chosen, n, walkers.next);
  }
}
