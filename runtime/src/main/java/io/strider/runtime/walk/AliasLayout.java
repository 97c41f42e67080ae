package io.strider.runtime.walk;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.graph.AliasTables;
import io.strider.runtime.graph.AliasTargets;
import io.strider.runtime.graph.Graph;
import org.jspecify.annotations.Nullable;

/**
 * The alias tables that walks need, in one of two layouts or none: with vertices in the slots for first-order walks, whose
 * step then has one random load less, and by arc where a second-order step wants the arc's place for its weight or the
 * graph has too many arcs. Both give the same walks. Immutable.
 *
 * @param byArc thresholds and indexes, or null
 * @param byTarget thresholds and vertices, or null
 */
record AliasLayout(@Nullable AliasTables byArc, @Nullable AliasTargets byTarget) {

  /**
   * Builds the tables; none for a graph without weights.
   *
   * @param maxArcsByTarget above it, tables are by arc
   */
  static AliasLayout of(Graph graph, WalkParameters parameters, int maxArcsByTarget, Cancellation cancellation) {
    float[] weights = graph.weights();
    if (weights == null) {
      return new AliasLayout(null, null);
    }
    if (byTarget(graph.arcCount(), parameters, maxArcsByTarget)) {
      return new AliasLayout(null, AliasTargets.of(graph.offsets(), graph.targets(), weights, cancellation));
    }
    return new AliasLayout(AliasTables.of(graph.offsets(), weights, cancellation), null);
  }

  /** Bytes of the tables of weighted rows. */
  static long bytes(long vertices, long arcs, WalkParameters parameters) {
    return byTarget(arcs, parameters, AliasTargets.MAX_ARCS)
        ? AliasTargets.bytes(arcs)
        : AliasTables.bytes(vertices, arcs);
  }

  private static boolean byTarget(long arcs, WalkParameters parameters, int maxArcsByTarget) {
    return parameters.firstOrder() && arcs <= maxArcsByTarget;
  }
}
