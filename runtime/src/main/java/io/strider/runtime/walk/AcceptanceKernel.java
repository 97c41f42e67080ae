package io.strider.runtime.walk;

import io.strider.runtime.graph.EdgeFilter;
import io.strider.runtime.graph.RowsHere;

/**
 * Decides proposals: x = t by its own threshold, others early by the lower bound, the rest by whether the arc t → x
 * exists, which the edge filter denies or the row confirms. Branch-free loops, one random load each; allocates nothing.
 */
final class AcceptanceKernel {

  private AcceptanceKernel() {}

  /**
   * Writes the way back into {@code next} where it was folded; lists the walkers refused in {@code failed}. A walker that
   * came back refused goes through its trials again without asking. One whose candidate must be tested in a row that is
   * elsewhere is neither refused nor decided: its trial stands in {@code askedTrial}.
   */
  static int refused(WalkerColumns walkers, int n, StageScratch scratch, TransitionModel model, int trial) {
    int acceptReturn = model.acceptReturn();
    int acceptEarly = model.acceptEarly();
    int[] next = walkers.next;
    int[] previous = walkers.previous;
    int[] accept = scratch.accept;
    int[] returned = scratch.returned;
    int[] refusedTrials = walkers.refusedTrials;
    int[] pending = scratch.pending;
    int[] failed = scratch.failed;
    int tests = 0;
    int refused = 0;
    for (int i = 0; i < n; i++) {
      int t = previous[i];
      int back = returned[i];
      int x = next[i];
      x ^= (x ^ t) & back;
      next[i] = x;
      int same = ((x ^ t) - 1) >> 31;
      int open = ~back & ((t - TransitionModel.NO_PREVIOUS) >> 31);
      int again = (trial - refusedTrials[i]) >> 31;
      int y = accept[i];
      pending[tests] = i;
      tests -= ~again & open & ~same & ((acceptEarly - y) >> 31);
      failed[refused] = i;
      refused -= again | (open & same & ((acceptReturn - y) >> 31));
    }
    return tests == 0 ? refused : test(walkers, tests, scratch, model, refused, trial);
  }

  /** Asks the filter about the pending candidates; "no" decides, "maybe" goes on to the row. */
  private static int test(
      WalkerColumns walkers, int tests, StageScratch scratch, TransitionModel model, int refused, int trial) {
    long[] filter = model.filter().words();
    hash(walkers, tests, scratch, model.graph().directed(), filter.length);
    int[] word = scratch.word;
    long[] words = scratch.words;
    for (int j = 0; j < tests; j++) {
      words[j] = filter[word[j]];
    }
    int refuseAbsent = model.acceptExisting() ? -1 : 0;
    long[] masks = scratch.masks;
    int[] pending = scratch.pending;
    int[] failed = scratch.failed;
    int[] confirm = scratch.confirm;
    int[] low = scratch.low;
    int[] length = scratch.length;
    int[] sought = scratch.sought;
    int count = refused;
    int maybe = 0;
    for (int j = 0; j < tests; j++) {
      long missing = ~words[j] & masks[j];
      int absent = (int) ((missing | -missing) >> 63);
      failed[count] = pending[j];
      count -= absent & refuseAbsent;
      confirm[maybe] = pending[j];
      low[maybe] = low[j];
      sought[maybe] = length[j];
      maybe += 1 + absent;
    }
    if (!model.here().all()) {
      maybe = keepRowsHere(walkers, scratch, maybe, model, trial);
    }
    return maybe == 0 ? count : confirmed(scratch, maybe, model, count);
  }

  /** Row to search, id sought, word and mask of every pending candidate. */
  private static void hash(WalkerColumns walkers, int tests, StageScratch scratch, boolean directed, int wordCount) {
    int[] next = walkers.next;
    int[] previous = walkers.previous;
    int[] pending = scratch.pending;
    int[] low = scratch.low;
    int[] length = scratch.length;
    int[] word = scratch.word;
    long[] masks = scratch.masks;
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
      word[j] = EdgeFilter.word(hash, wordCount);
    }
  }

  /** Keeps the tests that a row here can answer; on an undirected graph either end's row can. Returns their number. */
  private static int keepRowsHere(
      WalkerColumns walkers, StageScratch scratch, int maybe, TransitionModel model, int trial) {
    RowsHere here = model.here();
    boolean directed = model.graph().directed();
    int[] confirm = scratch.confirm;
    int[] low = scratch.low;
    int[] sought = scratch.sought;
    int kept = 0;
    for (int j = 0; j < maybe; j++) {
      int row = low[j];
      int other = sought[j];
      boolean forth = here.holds(row);
      if (!forth && (directed || !here.holds(other))) {
        walkers.askedTrial[confirm[j]] = trial;
        continue;
      }
      confirm[kept] = confirm[j];
      low[kept] = forth ? row : other;
      sought[kept] = forth ? other : row;
      kept++;
    }
    return kept;
  }

  private static int confirmed(StageScratch scratch, int maybe, TransitionModel model, int refused) {
    int[] found = scratch.length;
    RowSearchKernel.search(
        scratch.low, found, scratch.sought, maybe, model.graph().offsets(), model.graph().targets());
    int[] failed = scratch.failed;
    int[] confirm = scratch.confirm;
    int refuseFound = model.acceptExisting() ? 0 : 1;
    int count = refused;
    for (int j = 0; j < maybe; j++) {
      failed[count] = confirm[j];
      count += 1 ^ found[j] ^ refuseFound;
    }
    return count;
  }
}
