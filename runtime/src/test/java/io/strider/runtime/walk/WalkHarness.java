package io.strider.runtime.walk;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.PartitionMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Runs the walk logic of any number of partitions on one thread, delivering batches in a seeded random order. */
final class WalkHarness implements WalkOutlet {

  private final List<Deque<WalkerBatch>> inboxes = new ArrayList<>();
  private final List<TrailBatch> trails = new ArrayList<>();
  private final Random delivery;
  private final WaveBufferLogic buffer;
  private final List<PartitionWalkLogic> partitions = new ArrayList<>();
  private final boolean duplicate;

  private WalkHarness(Graph graph, WalkParameters parameters, int partitionCount, int capacity, boolean duplicate) {
    TransitionModel model = TransitionModel.of(graph, parameters, Cancellation.NEVER);
    PartitionMap map = new PartitionMap(partitionCount);
    for (int p = 0; p < partitionCount; p++) {
      inboxes.add(new ArrayDeque<>());
      partitions.add(new PartitionWalkLogic(model, map, p));
    }
    this.buffer =
        new WaveBufferLogic(
            new WalkStarts(parameters.seed(), graph.vertexCount()), map, parameters.walkLength(), capacity);
    this.delivery = new Random(partitionCount * 31L + capacity);
    this.duplicate = duplicate;
  }

  /** Walks ids [0, walks) in waves of {@code capacity} and returns every walk. */
  static List<int[]> walks(Graph graph, WalkParameters parameters, int partitions, int walks, int capacity) {
    return new WalkHarness(graph, parameters, partitions, capacity, false).run(walks, capacity);
  }

  /** As {@link #walks}, delivering every trail twice, late ones into the next wave. */
  static List<int[]> walksWithDuplicates(
      Graph graph, WalkParameters parameters, int partitions, int walks, int capacity) {
    return new WalkHarness(graph, parameters, partitions, capacity, true).run(walks, capacity);
  }

  private List<int[]> run(int walks, int capacity) {
    List<int[]> all = new ArrayList<>();
    long number = 0;
    for (int first = 0; first < walks; first += capacity) {
      buffer.open(number++, first, Math.min(capacity, walks - first), this);
      while (!buffer.complete()) {
        deliverOne();
      }
      Wave wave = buffer.take();
      for (int i = 0; i < wave.walks(); i++) {
        int from = i * wave.stride();
        all.add(Arrays.copyOfRange(wave.vertices(), from, from + wave.lengths()[i]));
      }
    }
    return all;
  }

  private void deliverOne() {
    if (!trails.isEmpty() && delivery.nextInt(3) == 0) {
      TrailBatch trail = trails.get(delivery.nextInt(trails.size()));
      if (!duplicate || delivery.nextBoolean()) {
        trails.remove(trail);
      }
      buffer.accept(trail);
      return;
    }
    int p = delivery.nextInt(partitions.size());
    List<WalkerBatch> batches = new ArrayList<>();
    while (batches.size() < 3 && !inboxes.get(p).isEmpty()) {
      batches.add(inboxes.get(p).poll());
    }
    if (!batches.isEmpty()) {
      partitions.get(p).advance(batches, this);
    }
  }

  @Override
  public void walkers(int partition, WalkerBatch batch) {
    inboxes.get(partition).add(batch);
  }

  @Override
  public void trail(TrailBatch batch) {
    trails.add(batch);
  }
}
