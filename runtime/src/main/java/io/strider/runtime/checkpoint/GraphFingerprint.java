package io.strider.runtime.checkpoint;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Hash128;
import io.strider.runtime.corpus.LabelHashes;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.GraphFileLayout;
import io.strider.runtime.graph.GraphFileRows;
import io.strider.runtime.random.CounterRandom;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * 128 bits that tell a graph from any other: of its labels, rows and weights in the order of the ids, which depends on the
 * graph alone and not on the files it was read from. An object is the sum of one graph so far.
 */
public final class GraphFingerprint {

  private static final long LOW_MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final int VERTICES_PER_CHECK = 1 << 16;

  private final LabelHashes labels;
  private long high;
  private long low;

  private GraphFingerprint(boolean directed, boolean weighted, int vertices, LabelHashes labels) {
    this.labels = labels;
    high = CounterRandom.mix((directed ? 1 : 0) + (weighted ? 2 : 0));
    low = vertices;
  }

  /**
   * The fingerprint.
   *
   * @throws io.strider.runtime.common.CancelledException when asked to stop
   */
  public static Hash128 of(Graph graph, LabelHashes labels, Cancellation cancellation) {
    float[] weights = graph.weights();
    int[] offsets = graph.offsets();
    GraphFingerprint sum = new GraphFingerprint(graph.directed(), weights != null, graph.vertexCount(), labels);
    for (int v = 0; v < graph.vertexCount(); v++) {
      if (v % VERTICES_PER_CHECK == 0) {
        cancellation.check();
      }
      sum.add(v, graph.targets(), weights, offsets[v], offsets[v + 1]);
    }
    return sum.result();
  }

  /** The fingerprint of the graph in a graph file; the same as that of the graph in memory, which it never is here. */
  public static Hash128 of(Path file, GraphFileLayout layout, LabelHashes labels, Cancellation cancellation) {
    GraphFingerprint sum = new GraphFingerprint(layout.directed(), layout.weighted(), layout.vertices(), labels);
    GraphFileRows.forEach(
        file, layout, (v, targets, weights, count) -> sum.add(v, targets, weights, 0, count), cancellation);
    return sum.result();
  }

  private void add(int v, int[] targets, float @Nullable [] weights, int from, int to) {
    high = CounterRandom.mix(high ^ labels.high(v));
    low = (low ^ labels.low(v)) * LOW_MULTIPLIER;
    low ^= low >>> 32;
    for (int a = from; a < to; a++) {
      long arc = targets[a] | (weights == null ? 0 : (long) Float.floatToRawIntBits(weights[a]) << 32);
      high = CounterRandom.mix(high + arc);
      low = (low ^ arc) * LOW_MULTIPLIER;
      low ^= low >>> 32;
    }
    high = CounterRandom.mix(high ^ (to - from));
  }

  private Hash128 result() {
    return new Hash128(high, CounterRandom.mix(low));
  }
}
