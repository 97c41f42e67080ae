package io.strider.runtime.walk;

import io.strider.runtime.graph.EdgeFilter;

/**
 * One exact second-order step of every walker of a block by rejection, in stages: propose, take or refuse what can be
 * decided here, ask the edge filter, confirm its "maybe" in the row, propose again for those refused. Every random load
 * stands alone in a short loop. Writes {@code next}; allocates nothing. Every walker must have a neighbour.
 */
final class SecondOrderKernel {

  /** Trials before the row is enumerated instead: this many and a quarter of the degree, the same everywhere. */
  static final int MIN_TRIALS = 16;

  private SecondOrderKernel() {}

  static void step(WalkerBlock block, TransitionModel model) {
    prepareFold(block, model);
    int[] list = block.identity;
    int n = block.count;
    for (int trial = 0; n > 0; trial++) {
      if (trial >= MIN_TRIALS) {
        n = enumerateHopeless(block, model, list, n, trial);
      }
      if (model.graph().weighted()) {
        ProposalKernel.weighted(block, list, n, model, trial);
      } else {
        ProposalKernel.uniform(
            block, list, n, model.graph().offsets(), model.graph().targets(), model.unitExcess(), trial);
      }
      n = refused(block, model, list, n);
      System.arraycopy(block.failed, 0, block.active, 0, n);
      list = block.active;
    }
  }

  /** Where the outlier is folded: −1 if the arc back exists, so that it has an area; 0 for walkers at their start. */
  private static void prepareFold(WalkerBlock block, TransitionModel model) {
    if (!model.fold()) {
      return;
    }
    int n = block.count;
    int[] foldMask = block.foldMask;
    int[] previous = block.previous;
    for (int i = 0; i < n; i++) {
      foldMask[i] = -(((previous[i] - TransitionModel.NO_PREVIOUS) >>> 31));
    }
    if (model.graph().directed()) {
      FoldedReturn.confirmArcsBack(block, model);
    }
  }

  private static int enumerateHopeless(WalkerBlock block, TransitionModel model, int[] list, int n, int trial) {
    int left = 0;
    for (int j = 0; j < n; j++) {
      int i = list[j];
      if (trial >= MIN_TRIALS + (model.graph().outDegree(block.current[i]) >>> 2)) {
        RowEnumeration.draw(block, i, model, trial);
      } else {
        list[left++] = i;
      }
    }
    return left;
  }

  /** Decides every proposal; lists in {@code failed} the walkers that must propose again and returns their number. */
  private static int refused(WalkerBlock block, TransitionModel model, int[] list, int n) {
    int acceptReturn = model.acceptReturn();
    int acceptEarly = model.acceptEarly();
    int[] next = block.next;
    int[] previous = block.previous;
    int[] accept = block.accept;
    int[] flags = block.flags;
    int[] pending = block.pending;
    int[] failed = block.failed;
    int tests = 0;
    int refused = 0;
    for (int j = 0; j < n; j++) {
      int i = list[j];
      int t = previous[i];
      int y = accept[i];
      int returned = flags[i];
      int same = ((next[i] ^ t) - 1) >>> 31;
      int started = (t - TransitionModel.NO_PREVIOUS) >>> 31;
      int open = (1 - returned) & started;
      pending[tests] = i;
      tests += open & (1 - same) & ((acceptEarly - y) >>> 31);
      failed[refused] = i;
      refused += open & same & ((acceptReturn - y) >>> 31);
    }
    return tests == 0 ? refused : test(block, model, tests, refused);
  }

  /** Asks the filter about the pending candidates; "no" decides, "maybe" goes on to the row. */
  private static int test(WalkerBlock block, TransitionModel model, int tests, int alreadyRefused) {
    boolean directed = model.graph().directed();
    long[] filterWords = model.filter().words();
    int[] pending = block.pending;
    int[] next = block.next;
    int[] previous = block.previous;
    int[] low = block.low;
    int[] length = block.length;
    int[] word = block.flags;
    long[] masks = block.masks;
    long[] words = block.words;
    for (int j = 0; j < tests; j++) {
      int i = pending[j];
      int t = previous[i];
      int x = next[i];
      int first = directed ? t : Math.max(t, x);
      int second = directed ? x : Math.min(t, x);
      low[j] = first;
      length[j] = second;
      long hash = EdgeFilter.hash(first, second);
      masks[j] = EdgeFilter.mask(hash);
      word[j] = EdgeFilter.word(hash, filterWords.length);
    }
    for (int j = 0; j < tests; j++) {
      words[j] = filterWords[word[j]];
    }
    int refuseAbsent = model.acceptExisting() ? 1 : 0;
    int[] failed = block.failed;
    int[] confirm = block.confirm;
    int[] sought = block.sought;
    int refused = alreadyRefused;
    int maybe = 0;
    for (int j = 0; j < tests; j++) {
      int i = pending[j];
      long missing = ~words[j] & masks[j];
      int absent = (int) ((missing | -missing) >>> 63);
      failed[refused] = i;
      refused += absent & refuseAbsent;
      confirm[maybe] = i;
      low[maybe] = low[j];
      sought[maybe] = length[j];
      maybe += 1 - absent;
    }
    return confirmed(block, model, maybe, refused);
  }

  private static int confirmed(WalkerBlock block, TransitionModel model, int maybe, int alreadyRefused) {
    RowSearchKernel.search(
        block.low, block.length, block.sought, maybe, model.graph().offsets(), model.graph().targets());
    int[] found = block.length;
    int[] failed = block.failed;
    int[] confirm = block.confirm;
    int refuseFound = model.acceptExisting() ? 0 : 1;
    int refused = alreadyRefused;
    for (int j = 0; j < maybe; j++) {
      failed[refused] = confirm[j];
      refused += 1 ^ (found[j] ^ refuseFound);
    }
    return refused;
  }
}
