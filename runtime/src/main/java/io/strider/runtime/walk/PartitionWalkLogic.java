package io.strider.runtime.walk;

import io.strider.runtime.graph.PartitionMap;
import java.util.List;

/**
 * Moves the walkers that stand on one partition's vertices: takes batches in, walks on while the next vertex is the
 * partition's own, sends walkers that leave to the partition they enter, and drops their trail. One thread at a time;
 * a partition may have several of these at work on different batches, since the graph never changes.
 */
public final class PartitionWalkLogic {

  /** Walkers that are moved together: enough for many cache misses in flight, few enough for the L2 cache. */
  public static final int BLOCK_WALKERS = 1024;

  /** A block that has shrunk below this rejoins the inbox, where it meets other walkers. */
  private static final int MIN_BLOCK_WALKERS = 64;

  private final TransitionModel model;
  private final PartitionMap map;
  private final int partition;
  private final WalkerBlock block;
  private final WalkerBatch.Builder[] outbox;
  private final int walkLength;

  /**
   * Logic for one lane of a partition.
   *
   * @param model the law of the walk; shared
   * @param map which partition owns which vertex
   * @param partition the partition whose walkers arrive here
   */
  public PartitionWalkLogic(TransitionModel model, PartitionMap map, int partition) {
    this.model = model;
    this.map = map;
    this.partition = partition;
    this.walkLength = model.parameters().walkLength();
    this.block = new WalkerBlock(BLOCK_WALKERS, walkLength);
    this.outbox = new WalkerBatch.Builder[map.partitions()];
    for (int p = 0; p < outbox.length; p++) {
      outbox[p] = new WalkerBatch.Builder();
    }
  }

  /** Bytes that one lane holds. */
  public static long bytes(int walkLength) {
    return WalkerBlock.bytes(BLOCK_WALKERS, walkLength);
  }

  /** Moves all walkers of the batches, which must be of one wave, until each has ended, left or rejoined the inbox. */
  public void advance(List<WalkerBatch> batches, WalkOutlet outlet) {
    for (WalkerBatch batch : batches) {
      for (int from = 0; from < batch.count(); ) {
        from += batch.load(from, block, model);
        if (block.count == block.capacity) {
          walk(batch.wave(), outlet);
        }
      }
    }
    if (block.count > 0) {
      walk(batches.getLast().wave(), outlet);
    }
    for (int p = 0; p < outbox.length; p++) {
      if (outbox[p].count() > 0) {
        outlet.walkers(p, outbox[p].seal(batches.getLast().wave()));
      }
    }
  }

  private void walk(long wave, WalkOutlet outlet) {
    if (model.carriesWeight()) {
      FoldedReturn.findArrivalWeights(block.walkers, block.count, model.graph());
    }
    block.openTrails();
    while (block.count > 0) {
      if (model.deadEnds()) {
        retireDeadEnds();
      }
      drawNext();
      hop();
      leave();
      if (map.partitions() > 1 && block.count < MIN_BLOCK_WALKERS) {
        rejoin();
      }
      if (block.hops == block.maxHops && block.count > 0) {
        closeAll();
        outlet.trail(TrailBatch.of(wave, block));
        block.openTrails();
      }
    }
    TrailBatch trail = TrailBatch.of(wave, block);
    if (trail.count() > 0) {
      outlet.trail(trail);
    }
    flushFull(wave, outlet);
  }

  private void drawNext() {
    int[] offsets = model.graph().offsets();
    int[] targets = model.graph().targets();
    if (!model.firstOrder()) {
      SecondOrderKernel.step(block, model);
    } else if (model.graph().weighted()) {
      FirstOrderKernel.stepWeighted(
          block.walkers, block.count, block.scratch, offsets, targets, model.alias().slots());
    } else {
      FirstOrderKernel.step(block.walkers, block.count, block.scratch, offsets, targets);
    }
  }

  /** Moves every walker to the vertex it drew and writes that into its trail. */
  private void hop() {
    int n = block.count;
    WalkerColumns walkers = block.walkers;
    int[] next = walkers.next;
    int[] row = block.row;
    int[] trail = block.trail;
    int line = block.hops * block.capacity;
    for (int i = 0; i < n; i++) {
      trail[line + row[i]] = next[i];
    }
    block.hops++;
    System.arraycopy(walkers.current, 0, walkers.previous, 0, n);
    System.arraycopy(next, 0, walkers.current, 0, n);
    if (model.carriesWeight()) {
      System.arraycopy(walkers.nextWeight, 0, walkers.arrivalWeight, 0, n);
    }
    int[] step = walkers.step;
    for (int i = 0; i < n; i++) {
      step[i]++;
    }
  }

  /** Takes out walkers whose walk is complete and those that now stand on another partition. */
  private void leave() {
    if (map.partitions() == 1 && !anyComplete()) {
      return;
    }
    int left = 0;
    for (int i = 0; i < block.count; i++) {
      if (block.walkers.step[i] == walkLength) {
        block.closeTrail(i, false);
        continue;
      }
      int owner = map.owner(block.walkers.current[i]);
      if (owner == partition) {
        block.move(i, left++);
      } else {
        post(owner, i);
      }
    }
    block.count = left;
  }

  private boolean anyComplete() {
    int[] step = block.walkers.step;
    int complete = 0;
    for (int i = 0; i < block.count; i++) {
      complete |= (walkLength - 1 - step[i]) >>> 31;
    }
    return complete != 0;
  }

  private void retireDeadEnds() {
    int left = 0;
    for (int i = 0; i < block.count; i++) {
      if (model.graph().outDegree(block.walkers.current[i]) == 0) {
        block.closeTrail(i, true);
      } else {
        block.move(i, left++);
      }
    }
    block.count = left;
  }

  private void rejoin() {
    for (int i = 0; i < block.count; i++) {
      post(partition, i);
    }
    block.count = 0;
  }

  private void closeAll() {
    for (int i = 0; i < block.count; i++) {
      block.closeTrail(i, false);
    }
  }

  private void post(int owner, int i) {
    block.closeTrail(i, false);
    WalkerColumns walkers = block.walkers;
    outbox[owner].add(block.walkId[i], walkers.step[i], walkers.previous[i], walkers.current[i]);
  }

  private void flushFull(long wave, WalkOutlet outlet) {
    for (int p = 0; p < outbox.length; p++) {
      if (outbox[p].count() >= BLOCK_WALKERS) {
        outlet.walkers(p, outbox[p].seal(wave));
      }
    }
  }
}
