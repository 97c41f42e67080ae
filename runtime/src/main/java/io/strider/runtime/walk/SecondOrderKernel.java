package io.strider.runtime.walk;

import java.util.Arrays;

/**
 * One exact second-order step of every walker of a block by rejection, in stages: propose, take or refuse what can be
 * decided here, ask the edge filter, confirm its "maybe" in the row, and propose again for those refused, whose columns
 * are gathered so that every loop runs over dense arrays. Writes {@code next}; allocates nothing. Every walker must have a
 * neighbour. Where rows are elsewhere, {@code askedTrial} may name a trial that is left to be decided there.
 */
final class SecondOrderKernel {

  /** Trials before the row is enumerated instead: this many and a quarter of the degree, the same everywhere. */
  static final int MIN_TRIALS = 16;

  /** The candidate of a walker whose whole row must be weighed where the row of its previous vertex is. */
  static final int ENUMERATE = -1;

  private SecondOrderKernel() {}

  static void step(WalkerBlock block, TransitionModel model) {
    WalkerColumns walkers = block.walkers;
    WalkerColumns retries = block.retries;
    StageScratch scratch = block.scratch;
    boolean asks = !model.here().all();
    prepareFold(walkers, block.count, model);
    if (asks) {
      Arrays.fill(walkers.askedTrial, 0, block.count, WalkerColumns.DECIDED);
    }
    int left = attempt(walkers, block.count, scratch, model, 0);
    System.arraycopy(scratch.failed, 0, scratch.owner, 0, left);
    for (int trial = 1; left > 0; trial++) {
      if (trial >= MIN_TRIALS) {
        left = enumerateHopeless(block, model, left, trial);
      }
      retries.gather(walkers, scratch.owner, left);
      if (asks) {
        Arrays.fill(retries.askedTrial, 0, left, WalkerColumns.DECIDED);
      }
      int refused = attempt(retries, left, scratch, model, trial);
      scatter(block, left, model);
      keepRefused(scratch, refused);
      left = refused;
    }
  }

  /** Turns the refused places among the retries, which are in no order, into places in the block. */
  private static void keepRefused(StageScratch scratch, int refused) {
    int[] owner = scratch.owner;
    int[] kept = scratch.pending;
    int[] failed = scratch.failed;
    for (int j = 0; j < refused; j++) {
      kept[j] = owner[failed[j]];
    }
    System.arraycopy(kept, 0, owner, 0, refused);
  }

  /** One trial of n walkers; lists in {@code failed} those that must try again and returns their number. */
  private static int attempt(WalkerColumns walkers, int n, StageScratch scratch, TransitionModel model, int trial) {
    if (model.graph().weighted()) {
      ProposalKernel.weighted(walkers, n, scratch, model, trial);
    } else {
      ProposalKernel.uniform(
          walkers, n, scratch, model.graph().offsets(), model.graph().targets(), model.unitExcess(), trial);
    }
    return AcceptanceKernel.refused(walkers, n, scratch, model, trial);
  }

  /** Where the outlier is folded: −1 if the arc back exists, so that it has an area; 0 for walkers at their start. */
  private static void prepareFold(WalkerColumns walkers, int n, TransitionModel model) {
    if (!model.fold()) {
      return;
    }
    int[] foldMask = walkers.foldMask;
    int[] previous = walkers.previous;
    for (int i = 0; i < n; i++) {
      foldMask[i] = (previous[i] - TransitionModel.NO_PREVIOUS) >> 31;
    }
    if (model.graph().directed()) {
      FoldedReturn.confirmArcsBack(walkers, n, model);
    }
  }

  private static void scatter(WalkerBlock block, int n, TransitionModel model) {
    int[] owner = block.scratch.owner;
    int[] from = block.retries.next;
    int[] to = block.walkers.next;
    for (int j = 0; j < n; j++) {
      to[owner[j]] = from[j];
    }
    if (!model.here().all()) {
      for (int j = 0; j < n; j++) {
        block.walkers.askedTrial[owner[j]] = block.retries.askedTrial[j];
      }
    }
    if (model.carriesWeight()) {
      for (int j = 0; j < n; j++) {
        block.walkers.nextArc[owner[j]] = block.retries.nextArc[j];
      }
    }
  }

  private static void decideByRow(WalkerColumns walkers, int i, TransitionModel model, int trial) {
    int previous = walkers.previous[i];
    if (previous == TransitionModel.NO_PREVIOUS || model.here().holds(previous)) {
      RowEnumeration.draw(walkers, i, model, trial);
    } else {
      walkers.askedTrial[i] = trial;
      walkers.next[i] = ENUMERATE;
    }
  }

  private static int enumerateHopeless(WalkerBlock block, TransitionModel model, int n, int trial) {
    int[] owner = block.scratch.owner;
    int left = 0;
    for (int j = 0; j < n; j++) {
      int i = owner[j];
      if (trial >= MIN_TRIALS + (model.graph().outDegree(block.walkers.current[i]) >>> 2)) {
        decideByRow(block.walkers, i, model, trial);
      } else {
        owner[left++] = i;
      }
    }
    return left;
  }
}
