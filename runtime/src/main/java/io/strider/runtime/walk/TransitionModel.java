package io.strider.runtime.walk;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.graph.AliasTables;
import io.strider.runtime.graph.AliasTargets;
import io.strider.runtime.graph.EdgeFilter;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.GraphFile;
import io.strider.runtime.graph.GraphSlab;
import io.strider.runtime.graph.RowsHere;
import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.random.Purpose;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The second-order transition law of node2vec over one graph, made ready for sampling by rejection. With m = max(1, 1/q)
 * as the bound, a proposal x from v (having come from t) weighs α = 1/p if x = t, 1 if the arc t → x exists, 1/q
 * otherwise, and is accepted with probability α/m. Where 1/p exceeds m, only the excess w(v,t)·(1/p − m) gets an area of
 * its own (KnightKing, SOSP 2019, section 4.2). Immutable and safe to share.
 */
public final class TransitionModel {

  /** Bits of an acceptance draw: probabilities are exact to 2<sup>−31</sup>. */
  static final int ACCEPT_BITS = 31;

  /** The previous vertex of a walker that has taken no step yet; no id is this large. */
  static final int NO_PREVIOUS = Integer.MAX_VALUE;

  private static final double ACCEPT_SCALE = 0x1.0p31;

  private final Graph graph;
  private final RowsHere here;
  private final WalkParameters parameters;
  private final long streamKey;
  private final @Nullable EdgeFilter filter;
  private final AliasLayout alias;
  private final boolean fold;
  private final double bound;
  private final boolean deadEnds;

  private TransitionModel(
      GraphSlab slab, WalkParameters parameters, @Nullable EdgeFilter filter, AliasLayout alias) {
    this.graph = slab.rows();
    this.here = slab.here();
    this.parameters = parameters;
    this.filter = filter;
    this.alias = alias;
    this.streamKey = CounterRandom.key(parameters.seed(), Purpose.WALK_STEP);
    this.bound = Math.max(1, 1 / parameters.inOutParameter());
    this.fold = 1 / parameters.returnParameter() > bound;
    this.deadEnds = slab.deadEnds();
  }

  /** Builds what sampling needs beyond the graph: the edge filter unless q = 1, alias tables for a weighted graph. */
  public static TransitionModel of(Graph graph, WalkParameters parameters, Cancellation cancellation) {
    EdgeFilter filter =
        needsEdgeFilter(graph.directed(), parameters) ? EdgeFilter.of(graph, cancellation) : null;
    return of(GraphSlab.whole(graph), filter, parameters, cancellation);
  }

  /**
   * The law over the rows that are here; builds their alias tables if they have weights.
   *
   * @param filter over all arcs of the whole graph; may be null where {@link #needsEdgeFilter} says no
   */
  public static TransitionModel of(
      GraphSlab slab, @Nullable EdgeFilter filter, WalkParameters parameters, Cancellation cancellation) {
    AliasLayout alias = AliasLayout.of(slab.rows(), parameters, AliasTargets.MAX_ARCS, cancellation);
    return new TransitionModel(slab, parameters, filter, alias);
  }

  /** The same law with other alias tables, which must be of the same rows. */
  TransitionModel with(AliasLayout other) {
    return new TransitionModel(new GraphSlab(graph, here, deadEnds), parameters, filter, other);
  }

  /** Bytes of the alias tables that walks with these parameters need for so many weighted rows. */
  public static long aliasBytes(long vertices, long arcs, WalkParameters parameters) {
    return AliasLayout.bytes(vertices, arcs, parameters);
  }

  /** Whether walks with these parameters ask for edges. */
  public static boolean needsEdgeFilter(boolean directed, WalkParameters parameters) {
    return parameters.inOutParameter() != 1 || (directed && parameters.returnParameter() < 1);
  }

  /** The graph that is walked. */
  public Graph graph() {
    return graph;
  }

  /** Writes the graph and its edge filter as a {@link GraphFile}; the model must be of a whole graph. */
  public void write(OutputStream out, Cancellation cancellation) throws IOException {
    if (!here.all()) {
      throw new IllegalStateException("only some rows are here");
    }
    GraphFile.write(graph, filter, out, cancellation);
  }

  /** Which of its rows are in this process; a test in any other row is asked where that row is. */
  RowsHere here() {
    return here;
  }

  /** The walk parameters. */
  public WalkParameters parameters() {
    return parameters;
  }

  /** The random stream of a walk. */
  long stream(long walkId) {
    return CounterRandom.stream(streamKey, walkId);
  }

  boolean firstOrder() {
    return parameters.firstOrder();
  }

  boolean deadEnds() {
    return deadEnds;
  }

  boolean fold() {
    return fold;
  }

  /** Whether a walker keeps the weight of the arc it came by: on an undirected graph that is the arc back too. */
  boolean carriesWeight() {
    return fold && graph.weighted() && !graph.directed();
  }

  /** m, the bound of the rejection. */
  double bound() {
    return bound;
  }

  /** The folded area beside a row of unit weights, in units of 2<sup>−31</sup> of a proposal; 0 when nothing is folded. */
  long unitExcess() {
    return fold ? Math.round(excess() * ACCEPT_SCALE) : 0;
  }

  /** (1/p − m)/m where it is folded, else 0: the folded area a unit of the return arc's weight. */
  double excess() {
    return fold ? (1 / parameters.returnParameter() - bound) / bound : 0;
  }

  /** Largest acceptance draw that takes x = t; everything when the outlier is folded. */
  int acceptReturn() {
    return fold ? Integer.MAX_VALUE : largest(1 / parameters.returnParameter() / bound);
  }

  /** Largest acceptance draw that takes any other x without a test. */
  int acceptEarly() {
    return largest(Math.min(1, 1 / parameters.inOutParameter()) / bound);
  }

  /** Whether a tested candidate is taken when the arc t → x exists; else when it does not. */
  boolean acceptExisting() {
    return parameters.inOutParameter() > 1;
  }

  private static int largest(double probability) {
    return (int) (Math.round(probability * ACCEPT_SCALE) - 1);
  }

  /** α(t, v, x), unscaled. */
  double alpha(int previous, int candidate) {
    if (previous == NO_PREVIOUS) {
      return 1;
    }
    if (candidate == previous) {
      return 1 / parameters.returnParameter();
    }
    return graph.hasArc(previous, candidate) ? 1 : 1 / parameters.inOutParameter();
  }

  EdgeFilter filter() {
    if (filter == null) {
      throw new IllegalStateException("no edge filter was built: q = 1");
    }
    return filter;
  }

  /** The alias tables by arc; second-order steps on a weighted graph have them always. */
  AliasTables alias() {
    AliasTables tables = alias.byArc();
    if (tables == null) {
      throw new IllegalStateException("no alias tables by arc were built");
    }
    return tables;
  }

  /** The alias tables with vertices in their slots, or null: only weighted first-order walks have them. */
  @Nullable AliasTargets aliasTargets() {
    return alias.byTarget();
  }
}
