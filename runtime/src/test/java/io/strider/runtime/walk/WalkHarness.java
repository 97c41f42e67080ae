package io.strider.runtime.walk;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.graph.EdgeFilter;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.GraphSlab;
import io.strider.runtime.graph.PartitionMap;
import io.strider.runtime.graph.RowsHere;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs the walk logic of any number of partitions and nodes on one thread, delivering batches in a seeded random order. */
final class WalkHarness implements WalkOutlet {

  private final List<Deque<WalkerBatch>> inboxes = new ArrayList<>();
  private final List<Deque<RowQuestion>> questions = new ArrayList<>();
  private final List<TrailBatch> trails = new ArrayList<>();
  private final Random delivery;
  private final WaveBufferLogic buffer;
  private final List<PartitionWalkLogic> logics = new ArrayList<>();
  private final boolean duplicate;
  private int rowQuestions;

  private WalkHarness(
      Graph graph, WalkParameters parameters, int partitionCount, int nodes, int capacity, boolean duplicate) {
    PartitionMap map = new PartitionMap(partitionCount);
    List<TransitionModel> models = models(graph, parameters, map, nodes);
    Endpoints endpoints = nodes == 1 ? Endpoints.ofEach(map) : ofNodes(map, nodes);
    for (int endpoint = 0; endpoint < endpoints.count(); endpoint++) {
      inboxes.add(new ArrayDeque<>());
      questions.add(new ArrayDeque<>());
      logics.add(new PartitionWalkLogic(models.get(endpoint % nodes), endpoints, endpoint));
    }
    this.buffer =
        new WaveBufferLogic(
            new WalkStarts(parameters.seed(), graph.vertexCount()), parameters.walkLength(), capacity);
    buffer.connect(endpoints);
    this.delivery = new Random(partitionCount * 31L + capacity);
    this.duplicate = duplicate;
  }

  /** As on a cluster: a node takes the walkers of all its partitions. */
  private static Endpoints ofNodes(PartitionMap map, int nodes) {
    return new Endpoints(map, IntStream.range(0, map.partitions()).map(p -> p % nodes).toArray());
  }

  /** One for each node, over the rows of every partition p with p mod nodes its number; one node has the whole graph. */
  private static List<TransitionModel> models(Graph graph, WalkParameters parameters, PartitionMap map, int nodes) {
    if (nodes == 1) {
      return List.of(TransitionModel.of(graph, parameters, Cancellation.NEVER));
    }
    EdgeFilter filter = EdgeFilter.of(graph, Cancellation.NEVER);
    List<TransitionModel> models = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      int number = node;
      Set<Integer> own =
          IntStream.range(0, map.partitions()).filter(p -> p % nodes == number).boxed().collect(Collectors.toSet());
      GraphSlab slab = GraphSlab.cut(graph, RowsHere.of(map, own));
      models.add(TransitionModel.of(slab, filter, parameters, Cancellation.NEVER));
    }
    return models;
  }

  /** As {@link #walks}, with the rows of the graph dealt out to nodes that know no others. */
  static List<int[]> walksOnNodes(
      Graph graph, WalkParameters parameters, int partitions, int nodes, int walks, int capacity) {
    return new WalkHarness(graph, parameters, partitions, nodes, capacity, false).run(walks, capacity);
  }

  /** How many rows travelled to be weighed elsewhere in such a walk. */
  static int rowQuestions(Graph graph, WalkParameters parameters, int partitions, int nodes, int walks) {
    WalkHarness harness = new WalkHarness(graph, parameters, partitions, nodes, walks, false);
    harness.run(walks, walks);
    return harness.rowQuestions;
  }

  /** Walks ids [0, walks) in waves of {@code capacity} and returns every walk. */
  static List<int[]> walks(Graph graph, WalkParameters parameters, int partitions, int walks, int capacity) {
    return new WalkHarness(graph, parameters, partitions, 1, capacity, false).run(walks, capacity);
  }

  /** As {@link #walks}, delivering every trail twice, late ones into the next wave. */
  static List<int[]> walksWithDuplicates(
      Graph graph, WalkParameters parameters, int partitions, int walks, int capacity) {
    return new WalkHarness(graph, parameters, partitions, 1, capacity, true).run(walks, capacity);
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
    int p = delivery.nextInt(logics.size());
    if (!questions.get(p).isEmpty()) {
      logics.get(p).answer(questions.get(p).poll(), this);
    }
    List<WalkerBatch> batches = new ArrayList<>();
    while (batches.size() < 3 && !inboxes.get(p).isEmpty()) {
      batches.add(inboxes.get(p).poll());
    }
    if (!batches.isEmpty()) {
      logics.get(p).advance(batches, this);
    }
  }

  @Override
  public void walkers(int endpoint, WalkerBatch batch) {
    inboxes.get(endpoint).add(batch);
  }

  @Override
  public void question(int endpoint, RowQuestion question) {
    rowQuestions++;
    questions.get(endpoint).add(question);
  }

  @Override
  public void trail(TrailBatch batch) {
    trails.add(batch);
  }
}
