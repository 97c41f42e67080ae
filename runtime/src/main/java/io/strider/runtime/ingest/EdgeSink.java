package io.strider.runtime.ingest;

import org.jspecify.annotations.Nullable;

/**
 * Takes the edges of all files: labels become provisional vertices, self-loops are dropped, lines are counted. Edges
 * between integers wait in a batch, because looking many up at once overlaps their cache misses. Not thread-safe.
 */
final class EdgeSink {

  private static final int BATCH_EDGES = 1 << 10;

  private LabelIndex index;
  private EdgeList edges;
  private final boolean keepSelfLoops;
  private final int[] values = new int[2 * BATCH_EDGES];
  private final int[] vertices = new int[2 * BATCH_EDGES];
  private final double[] weights = new double[BATCH_EDGES];
  private int batched;
  private boolean batchSymmetric;
  private long edgeLines;
  private long selfLoops;
  private int found;

  EdgeSink(LabelIndex index, EdgeList edges, boolean keepSelfLoops) {
    this.index = index;
    this.edges = edges;
    this.keepSelfLoops = keepSelfLoops;
  }

  /** Goes on with an empty index and an empty list; what was added so far stays with those before. Flush first. */
  void renew(LabelIndex freshIndex, EdgeList freshEdges) {
    index = freshIndex;
    edges = freshEdges;
  }

  /** Lines read as an edge. */
  long edgeLines() {
    return edgeLines;
  }

  /** Lines whose labels are equal. */
  long selfLoops() {
    return selfLoops;
  }

  /**
   * Adds an edge between integer labels from 0 to 999,999,999; it may wait for {@link #flush}.
   *
   * @param symmetric whether it stands for both directions
   */
  void addIntegers(int from, int to, double weight, boolean symmetric) {
    if (batched == BATCH_EDGES || batchSymmetric != symmetric) {
      flush();
      batchSymmetric = symmetric;
    }
    values[2 * batched] = from;
    values[2 * batched + 1] = to;
    weights[batched++] = weight;
  }

  /** Adds the edges that wait; to be called when an input ends and before anything is counted. */
  void flush() {
    int count = batched;
    batched = 0;
    index.internMany(values, 2 * count, vertices);
    for (int i = 0; i < count; i++) {
      addEdge(vertices[2 * i], vertices[2 * i + 1], weights[i], batchSymmetric);
    }
  }

  /**
   * Adds the edge from the label in column 0 to the label in column 1.
   *
   * @return why a label is not one, in which case nothing was added; or null
   */
  @Nullable LineFault add(byte[] bytes, LineFields fields, double weight, boolean symmetric) {
    LineFault fault = find(bytes, fields, 0);
    int source = found;
    if (fault == null) {
      fault = find(bytes, fields, 1);
    }
    if (fault != null) {
      return fault;
    }
    int target = found;
    source = source >= 0 ? source : index.intern(bytes, fields.start(0), fields.end(0));
    target = target >= 0 ? target : index.intern(bytes, fields.start(1), fields.end(1));
    addEdge(source, target, weight, symmetric);
    return null;
  }

  /**
   * Adds the edge between two labels.
   *
   * @return why a label is not one, in which case nothing was added; or null
   */
  @Nullable LineFault add(byte[] source, byte[] target, double weight) {
    LineFault fault = find(source, 0, source.length);
    int from = found;
    if (fault == null) {
      fault = find(target, 0, target.length);
    }
    if (fault != null) {
      return fault;
    }
    int to = found;
    from = from >= 0 ? from : index.intern(source, 0, source.length);
    to = to >= 0 ? to : index.intern(target, 0, target.length);
    addEdge(from, to, weight, false);
    return null;
  }

  private void addEdge(int source, int target, double weight, boolean symmetric) {
    edgeLines++;
    if (source == target) {
      selfLoops++;
      if (!keepSelfLoops) {
        return;
      }
    } else if (symmetric && edges.directed()) {
      edges.add(target, source, weight);
    }
    edges.add(source, target, weight);
  }

  /** Sets {@link #found} to the vertex of a column, or −1; a label that is known is not checked again. */
  private @Nullable LineFault find(byte[] bytes, LineFields fields, int column) {
    return find(bytes, fields.start(column), fields.end(column));
  }

  private @Nullable LineFault find(byte[] bytes, int from, int to) {
    if (from == to) {
      return LineFault.skippable("an empty label", "a label of at least one byte");
    }
    if (to - from > LabelStore.MAX_LABEL_BYTES) {
      return LineFault.skippable(
          "a label of " + (to - from) + " bytes", "at most " + LabelStore.MAX_LABEL_BYTES + " bytes");
    }
    found = index.find(bytes, from, to);
    int invalid = found >= 0 ? -1 : Utf8.firstInvalid(bytes, from, to);
    return invalid < 0
        ? null
        : LineFault.skippable(
            String.format("the byte 0x%02x in the label %s", bytes[invalid], LineText.show(bytes, from, to)), "UTF-8");
  }
}
