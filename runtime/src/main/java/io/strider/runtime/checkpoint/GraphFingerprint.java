package io.strider.runtime.checkpoint;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Hash128;
import io.strider.runtime.corpus.LabelHashes;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.random.CounterRandom;

/**
 * 128 bits that tell a graph from any other: of its labels, rows and weights in the order of the ids, which depends on the
 * graph alone and not on the files it was read from. Stateless.
 */
public final class GraphFingerprint {

  private static final long LOW_MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final int VERTICES_PER_CHECK = 1 << 16;

  private GraphFingerprint() {}

  /**
   * The fingerprint.
   *
   * @throws io.strider.runtime.common.CancelledException when asked to stop
   */
  public static Hash128 of(Graph graph, LabelHashes labels, Cancellation cancellation) {
    float[] weights = graph.weights();
    int[] offsets = graph.offsets();
    int[] targets = graph.targets();
    long high = CounterRandom.mix((graph.directed() ? 1 : 0) + (weights == null ? 0 : 2));
    long low = graph.vertexCount();
    for (int v = 0; v < graph.vertexCount(); v++) {
      if (v % VERTICES_PER_CHECK == 0) {
        cancellation.check();
      }
      high = CounterRandom.mix(high ^ labels.high()[v]);
      low = (low ^ labels.low()[v]) * LOW_MULTIPLIER;
      low ^= low >>> 32;
      for (int a = offsets[v]; a < offsets[v + 1]; a++) {
        long arc = targets[a] | (weights == null ? 0 : (long) Float.floatToRawIntBits(weights[a]) << 32);
        high = CounterRandom.mix(high + arc);
        low = (low ^ arc) * LOW_MULTIPLIER;
        low ^= low >>> 32;
      }
      high = CounterRandom.mix(high ^ (offsets[v + 1] - offsets[v]));
    }
    return new Hash128(high, CounterRandom.mix(low));
  }
}
