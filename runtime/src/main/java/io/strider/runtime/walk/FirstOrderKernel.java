package io.strider.runtime.walk;

import io.strider.runtime.graph.AliasTables;
import io.strider.runtime.random.CounterRandom;

/**
 * One step of every walker of a block for p = q = 1: the next vertex depends on the current one alone. Each loop holds
 * one random load, so that many cache misses are in flight. Allocates nothing. Every walker must have a neighbour.
 */
final class FirstOrderKernel {

  private FirstOrderKernel() {}

  /** Draws uniformly; writes {@code next}. */
  static void step(WalkerBlock block, int[] offsets, int[] targets) {
    int n = block.count;
    int[] position = block.position;
    int[] degree = block.degree;
    ProposalKernel.rows(block.identity, n, block.current, offsets, position, degree);
    long[] stream = block.stream;
    int[] step = block.step;
    for (int i = 0; i < n; i++) {
      long draw = CounterRandom.draw(stream[i], (long) step[i] << 32);
      position[i] += (int) Math.unsignedMultiplyHigh(draw, degree[i]);
    }
    int[] next = block.next;
    for (int i = 0; i < n; i++) {
      next[i] = targets[position[i]];
    }
  }

  /** Draws in proportion to the weights; writes {@code next}. */
  static void stepWeighted(WalkerBlock block, int[] offsets, int[] targets, long[] slots) {
    int n = block.count;
    int[] position = block.position;
    int[] degree = block.degree;
    ProposalKernel.rows(block.identity, n, block.current, offsets, position, degree);
    long[] stream = block.stream;
    int[] step = block.step;
    int[] low = block.low;
    int[] accept = block.accept;
    for (int i = 0; i < n; i++) {
      long draw = CounterRandom.draw(stream[i], (long) step[i] << 32);
      long z = Math.unsignedMultiplyHigh(draw, (long) degree[i] << AliasTables.THRESHOLD_BITS);
      low[i] = position[i] + (int) (z >>> AliasTables.THRESHOLD_BITS);
      accept[i] = (int) z & Integer.MAX_VALUE;
    }
    ProposalKernel.resolveAlias(block.identity, n, position, low, accept, slots, block.words);
    int[] next = block.next;
    for (int i = 0; i < n; i++) {
      next[i] = targets[low[i]];
    }
  }
}
