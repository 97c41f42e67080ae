package io.strider.runtime.walk;

import io.strider.runtime.graph.AliasTables;
import io.strider.runtime.graph.AliasTargets;
import io.strider.runtime.random.CounterRandom;

/**
 * One step of every walker for p = q = 1: the next vertex depends on the current one alone. Each loop holds one random
 * load, so that many cache misses are in flight. Writes {@code next}; allocates nothing. Every walker must have a
 * neighbour.
 */
final class FirstOrderKernel {

  private FirstOrderKernel() {}

  /** One step of a block, by the weights where the graph has them. */
  static void step(WalkerBlock block, TransitionModel model) {
    int[] offsets = model.graph().offsets();
    int[] targets = model.graph().targets();
    AliasTargets aliasTargets = model.aliasTargets();
    if (aliasTargets != null) {
      stepWeighted(block.walkers, block.count, block.scratch, offsets, aliasTargets.slots());
    } else if (model.graph().weighted()) {
      stepWeighted(block.walkers, block.count, block.scratch, offsets, targets, model.alias().slots());
    } else {
      step(block.walkers, block.count, block.scratch, offsets, targets);
    }
  }

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

  /**
   * Draws in proportion to the weights, by the slots of {@link AliasTargets}. The vertex is gathered in a loop of its own,
   * from the line that the threshold has brought near: one loop for both has fewer misses in flight and is slower.
   */
  static void stepWeighted(WalkerColumns walkers, int n, StageScratch scratch, int[] offsets, int[] slots) {
    choose(walkers, n, scratch, offsets);
    int[] place = scratch.low;
    int[] largestOwn = scratch.position;
    int[] slotDraw = scratch.accept;
    for (int i = 0; i < n; i++) {
      int at = AliasTargets.SLOT_INTS * place[i];
      place[i] = at;
      largestOwn[i] = slots[at];
    }
    for (int i = 0; i < n; i++) {
      // The sign says whether the draw is above: no overflow, [−1, 2^31) − [0, 2^31).
      place[i] += 1 + ((largestOwn[i] - slotDraw[i]) >>> 31);
    }
    ProposalKernel.gather(slots, place, n, walkers.next);
  }

  /** The same walks by the slots of {@link AliasTables}, for graphs of more arcs than {@link AliasTargets} holds. */
  static void stepWeighted(
      WalkerColumns walkers, int n, StageScratch scratch, int[] offsets, int[] targets, long[] slots) {
    choose(walkers, n, scratch, offsets);
    int[] chosen = scratch.low;
    ProposalKernel.resolveAlias(n, scratch.position, chosen, scratch.accept, slots, scratch.words);
    ProposalKernel.gather(targets, chosen, n, walkers.next);
  }

  /** Picks a slot of each walker's row, into {@code low}, and the 31 bits for its threshold, into {@code accept}. */
  private static void choose(WalkerColumns walkers, int n, StageScratch scratch, int[] offsets) {
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
  }
}
