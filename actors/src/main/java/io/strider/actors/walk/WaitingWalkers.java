package io.strider.actors.walk;

import io.strider.runtime.walk.PartitionWalkLogic;
import io.strider.runtime.walk.WalkerBatch;
import io.strider.runtime.walk.WaveAttempt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The batches that wait for a lane, by wave: what a lane gets is of one wave, and of the oldest, so that waves that travel mixed do not
 * break each other's blocks up. One thread at a time.
 */
final class WaitingWalkers {

  /** What a lane is handed at the most; what it sends on together is up to this, too. */
  static final int MOST_AT_ONCE = 4 * PartitionWalkLogic.BLOCK_WALKERS;

  /** A lane gets this part of its share, so that all lanes end together (guided self-scheduling, Polychronopoulos and Kuck 1987). */
  private static final int PART_OF_SHARE = 2;

  private final Map<Long, Deque<WalkerBatch>> batchesOfWave = new TreeMap<>();
  private int count;

  void add(WalkerBatch batch) {
    batchesOfWave.computeIfAbsent(batch.attempt().wave(), wave -> new ArrayDeque<>()).add(batch);
    count += batch.count();
  }

  /** Walkers that wait. */
  int count() {
    return count;
  }

  /** Throws out the batches of these attempts. */
  void removeIf(Predicate<WaveAttempt> outdated) {
    batchesOfWave.values().forEach(batches -> batches.removeIf(batch -> outdated.test(batch.attempt())));
    batchesOfWave.values().removeIf(Deque::isEmpty);
    count = batchesOfWave.values().stream().flatMap(Deque::stream).mapToInt(WalkerBatch::count).sum();
  }

  /**
   * Takes batches of the oldest wave, one at least: as many as fill a block, or as are half a lane's share of what waits, up to {@link
   * #MOST_AT_ONCE}. Call it only when some wait.
   *
   * @param lanes that share what waits
   */
  List<WalkerBatch> take(int lanes) {
    int most = Math.clamp(count / (PART_OF_SHARE * lanes), PartitionWalkLogic.BLOCK_WALKERS, MOST_AT_ONCE);
    var oldest = batchesOfWave.entrySet().iterator();
    Deque<WalkerBatch> waiting = oldest.next().getValue();
    List<WalkerBatch> taken = new ArrayList<>();
    int walkers = 0;
    do {
      WalkerBatch batch = waiting.remove();
      walkers += batch.count();
      taken.add(batch);
    } while (!waiting.isEmpty() && walkers + waiting.element().count() <= most);
    if (waiting.isEmpty()) {
      oldest.remove();
    }
    count -= walkers;
    return taken;
  }
}
