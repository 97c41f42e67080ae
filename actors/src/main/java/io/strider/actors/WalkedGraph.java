package io.strider.actors;

import io.strider.runtime.checkpoint.GraphFingerprint;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Hash128;
import io.strider.runtime.corpus.LabelHashes;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.GraphSlab;
import io.strider.runtime.graph.PartitionMap;
import io.strider.runtime.graph.RowsHere;
import io.strider.runtime.ingest.distributed.PublishedGraph;
import io.strider.runtime.plan.GraphSize;
import io.strider.runtime.walk.TransitionModel;
import io.strider.runtime.walk.WalkParameters;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A graph that a job is about: one in this process, or one in a graph file, of which this process has no rows, because the nodes
 * of a cluster walk it. Immutable.
 */
public final class WalkedGraph {

  private final Graph rows;
  private final long edges;
  private final @Nullable PublishedGraph published;

  private WalkedGraph(Graph rows, long edges, @Nullable PublishedGraph published) {
    this.rows = rows;
    this.edges = edges;
    this.published = published;
  }

  /** A graph in this process. */
  public static WalkedGraph of(Graph graph) {
    return new WalkedGraph(graph, graph.edgeCount(), null);
  }

  /** A graph in a file that stays there as long as it is walked; for engines with a cluster only. */
  public static WalkedGraph of(PublishedGraph published) {
    int[] offsets = new int[published.layout().vertices() + 1];
    Graph empty = new Graph(published.layout().directed(), offsets, new int[0], null);
    return new WalkedGraph(empty, published.report().edges(), published);
  }

  /** V. */
  public int vertexCount() {
    return rows.vertexCount();
  }

  /** Edges as a person counts them. */
  public long edgeCount() {
    return edges;
  }

  /** How much of it this process has: without its rows, a vertex still takes its place among the offsets. */
  GraphSize sizeHere() {
    return GraphSize.of(rows);
  }

  /** The graph file, or null for a graph in this process. */
  @Nullable Path file() {
    return published == null ? null : published.file();
  }

  /** The law of the walk; over no rows where they are in a file. */
  TransitionModel model(WalkParameters parameters, Cancellation cancellation) {
    if (published == null) {
      return TransitionModel.of(rows, parameters, cancellation);
    }
    RowsHere none = RowsHere.of(new PartitionMap(1), Set.of());
    GraphSlab slab = new GraphSlab(rows, none, published.layout().deadEnds());
    return TransitionModel.of(slab, null, parameters, cancellation);
  }

  /** What tells the graph from any other, wherever it lies. */
  Hash128 fingerprint(LabelHashes labels, Cancellation cancellation) {
    return published == null
        ? GraphFingerprint.of(rows, labels, cancellation)
        : GraphFingerprint.of(published.file(), published.layout(), labels, cancellation);
  }
}
