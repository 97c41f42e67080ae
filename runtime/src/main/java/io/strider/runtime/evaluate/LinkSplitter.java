package io.strider.runtime.evaluate;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.random.Purpose;
import java.util.Arrays;
import java.util.BitSet;

/** Makes one {@link LinkSplit}. Memory: 8 bytes an edge to sort, 8 a kept edge, some 40 a pair of the result. */
final class LinkSplitter {

  private static final int MAX_PAIRS = 1 << 29;
  private static final int STEPS_PER_CHECK = 1 << 16;
  private static final long ORDER_STREAM = 0;
  private static final long FIT_STREAM = 1;
  private static final long NEGATIVE_STREAM = 2;

  private final Graph graph;
  private final LinkSplitParameters parameters;
  private final Cancellation cancellation;
  private final long key;

  LinkSplitter(Graph graph, LinkSplitParameters parameters, Cancellation cancellation) {
    this.graph = graph;
    this.parameters = parameters;
    this.cancellation = cancellation;
    this.key = CounterRandom.key(parameters.seed(), Purpose.HIDDEN_EDGES);
  }

  LinkSplit split() {
    long[] order = arcsInRandomOrder();
    long asked = Math.max(1, Math.round(parameters.hiddenFraction() * order.length));
    DisjointSets components = new DisjointSets(graph.vertexCount());
    long[] kept = new long[order.length];
    long[] hidden = new long[(int) Math.min(asked, order.length)];
    int keptCount = 0;
    int hiddenCount = 0;
    for (int i = 0; i < order.length; i++) {
      checkNow(i);
      int arc = (int) order[i];
      int from = sourceOf(arc);
      int to = graph.targets()[arc];
      if (components.join(from, to) || hiddenCount == hidden.length) {
        kept[keptCount++] = VertexPairs.pack(from, to);
      } else {
        hidden[hiddenCount++] = VertexPairs.pack(from, to);
      }
    }
    if (hiddenCount == 0) {
      throw InputException.at(
          "graph", order.length + " edges, all needed to keep it connected", "a graph with a cycle, so that an edge can be hidden");
    }
    hidden = Arrays.copyOf(hidden, hiddenCount);
    long[] fitEdges = choose(Arrays.copyOf(kept, keptCount), parameters.maxFitEdges());
    long[] negatives = nonEdges((long) hiddenCount + fitEdges.length, order.length);
    return new LinkSplit(
        without(hidden),
        new VertexPairs(hidden),
        new VertexPairs(Arrays.copyOf(negatives, hiddenCount)),
        new VertexPairs(fitEdges),
        new VertexPairs(Arrays.copyOfRange(negatives, hiddenCount, negatives.length)),
        order.length,
        asked);
  }

  /** One arc of each edge in random order: 32 random bits above the position of the arc, sorted. */
  private long[] arcsInRandomOrder() {
    long stream = CounterRandom.stream(key, ORDER_STREAM);
    long[] order = new long[graph.arcCount()];
    int count = 0;
    for (int from = 0; from < graph.vertexCount(); from++) {
      checkNow(from);
      for (int arc = graph.offsets()[from]; arc < graph.offsets()[from + 1]; arc++) {
        int to = graph.targets()[arc];
        boolean first = to > from || (to < from && graph.directed() && !graph.hasArc(to, from));
        if (first) {
          order[count++] = CounterRandom.draw(stream, arc) << 32 | arc;
        }
      }
    }
    order = Arrays.copyOf(order, count);
    Arrays.sort(order);
    return order;
  }

  /** The row that an arc stands in: the last one that begins at or before it. */
  private int sourceOf(int arc) {
    int low = 0;
    int high = graph.vertexCount();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (graph.offsets()[middle] <= arc) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first {@code count} of a random order (Fisher, Yates); changes {@code pairs}. */
  private long[] choose(long[] pairs, int count) {
    long stream = CounterRandom.stream(key, FIT_STREAM);
    int chosen = Math.min(count, pairs.length);
    for (int i = 0; i < chosen; i++) {
      int other = i + (int) CounterRandom.bounded(CounterRandom.draw(stream, i), pairs.length - i);
      long pair = pairs[other];
      pairs[other] = pairs[i];
      pairs[i] = pair;
    }
    return Arrays.copyOf(pairs, chosen);
  }

  /** Different non-edges, each set of them equally likely, by rejection. */
  private long[] nonEdges(long count, long edges) {
    long vertices = graph.vertexCount();
    long available = vertices * (vertices - 1) / 2 - edges;
    if (available < count) {
      throw InputException.at(
          "graph",
          available + " pairs of vertices without an edge",
          "at least " + count + ": a sparser graph, or a smaller hidden fraction");
    }
    if (count > MAX_PAIRS) {
      throw new LimitException("link prediction needs " + count + " pairs without an edge; at most " + MAX_PAIRS
          + " fit: hide a smaller fraction");
    }
    long stream = CounterRandom.stream(key, NEGATIVE_STREAM);
    PairSet seen = new PairSet((int) count);
    long[] found = new long[(int) count];
    int size = 0;
    for (long trial = 0; size < count; trial++) {
      checkNow(trial);
      int u = (int) CounterRandom.bounded(CounterRandom.draw(stream, 2 * trial), vertices);
      int v = (int) CounterRandom.bounded(CounterRandom.draw(stream, 2 * trial + 1), vertices);
      long pair = VertexPairs.pack(u, v);
      if (u != v && !graph.hasArc(u, v) && !(graph.directed() && graph.hasArc(v, u)) && seen.add(pair)) {
        found[size++] = pair;
      }
    }
    return found;
  }

  private Graph without(long[] hidden) {
    BitSet removed = new BitSet(graph.arcCount());
    for (long pair : hidden) {
      remove(VertexPairs.first(pair), VertexPairs.second(pair), removed);
      remove(VertexPairs.second(pair), VertexPairs.first(pair), removed);
    }
    int arcs = graph.arcCount() - removed.cardinality();
    int[] offsets = new int[graph.vertexCount() + 1];
    int[] targets = new int[arcs];
    float[] oldWeights = graph.weights();
    float[] weights = oldWeights == null ? null : new float[arcs];
    int at = 0;
    for (int v = 0; v < graph.vertexCount(); v++) {
      for (int arc = graph.offsets()[v]; arc < graph.offsets()[v + 1]; arc++) {
        if (!removed.get(arc)) {
          targets[at] = graph.targets()[arc];
          if (oldWeights != null && weights != null) {
            weights[at] = oldWeights[arc];
          }
          at++;
        }
      }
      offsets[v + 1] = at;
    }
    return new Graph(graph.directed(), offsets, targets, weights);
  }

  private void remove(int from, int to, BitSet removed) {
    int arc = Arrays.binarySearch(graph.targets(), graph.offsets()[from], graph.offsets()[from + 1], to);
    if (arc >= 0) {
      removed.set(arc);
    }
  }

  private void checkNow(long step) {
    if (step % STEPS_PER_CHECK == 0) {
      cancellation.check();
    }
  }
}
