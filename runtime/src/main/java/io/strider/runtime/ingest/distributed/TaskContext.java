package io.strider.runtime.ingest.distributed;

import io.strider.runtime.common.Cancellation;
import java.util.function.LongConsumer;

/**
 * What every task has.
 *
 * @param folder the files
 * @param plan of the task's phase
 * @param progress told now and then how many edges, labels or arcs the task has gone through
 * @param cancellation asked by every loop
 */
record TaskContext(IngestFolder folder, IngestPlan plan, LongConsumer progress, Cancellation cancellation) {

  private static final int EVERY = 1 << 12;

  /** To be called for each item: tells how many there were, and whether to stop, now and then. */
  void passed(long items) {
    if ((items & (EVERY - 1)) == 0) {
      cancellation.check();
      progress.accept(items);
    }
  }
}
