package io.strider.runtime.ingest.distributed;

import io.strider.runtime.graph.GraphFileLayout;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.ingest.InputSplit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that the tasks of a phase must know: what is read, and columns of figures that earlier phases found. Immutable by
 * convention: nobody writes to the arrays.
 *
 * @param source what was asked for, for messages
 * @param options how it is read
 * @param filtered whether the graph file gets an edge filter
 * @param limits sizes of the tasks
 * @param splits the input
 * @param labelCuts the first label of every shard but the first, or its beginning
 * @param figures columns by name
 */
record IngestPlan(
    String source,
    IngestOptions options,
    boolean filtered,
    IngestLimits limits,
    List<InputSplit> splits,
    List<byte[]> labelCuts,
    Map<String, long[]> figures) {

  /** Segments of each split. */
  static final String SEGMENTS = "segments";

  /** Distinct labels of each shard. */
  static final String SHARD_LABELS = "shard labels";

  /** The first provisional vertex of each range, and V. */
  static final String VERTEX_CUTS = "vertex cuts";

  /** Sorted runs of each range. */
  static final String ARC_RUNS = "arc runs";

  /** Sorted runs of each shard's labels. */
  static final String TEXT_RUNS = "text runs";

  /** The first id of each range of rows, and V. */
  static final String ROW_CUTS = "row cuts";

  /** The first id of each range of labels, and V. */
  static final String TEXT_CUTS = "text cuts";

  /** A, whether there are dead ends, words of the edge filter. */
  static final String SHAPE = "shape";

  /** A segment of a split. */
  record Segment(int split, int number) {}

  IngestPlan {
    splits = List.copyOf(splits);
    labelCuts = List.copyOf(labelCuts);
  }

  IngestPlan with(String name, long... column) {
    Map<String, long[]> more = new TreeMap<>(figures);
    more.put(name, column);
    return new IngestPlan(source, options, filtered, limits, splits, labelCuts, more);
  }

  IngestPlan withLabelCuts(List<byte[]> cuts) {
    return new IngestPlan(source, options, filtered, limits, splits, cuts, figures);
  }

  /** A column, which an earlier phase must have found. */
  long[] column(String name) {
    long[] column = figures.get(name);
    if (column == null) {
      throw new IllegalStateException("no " + name + " in the plan");
    }
    return column;
  }

  /** How many tasks a phase has. */
  int tasks(IngestPhase phase) {
    return switch (phase) {
      case SCAN -> splits.size() + filesInStretches().size();
      case NUMBER -> shards();
      case TRANSLATE -> segments().size();
      case GATHER, ORDER -> ranges(VERTEX_CUTS);
      case RELABEL -> ranges(VERTEX_CUTS) + shards();
      case WRITE -> ranges(ROW_CUTS) + ranges(TEXT_CUTS) + filterParts();
    };
  }

  int shards() {
    return labelCuts.size() + 1;
  }

  int ranges(String cuts) {
    return column(cuts).length - 1;
  }

  int filterParts() {
    return (int) ((column(SHAPE)[2] + limits.filterWords() - 1) / limits.filterWords());
  }

  /** One split of each file that is in several. */
  List<InputSplit> filesInStretches() {
    return splits.stream().filter(split -> !split.whole() && split.from() == 0).toList();
  }

  List<Segment> segments() {
    List<Segment> all = new ArrayList<>();
    long[] counts = column(SEGMENTS);
    for (int split = 0; split < counts.length; split++) {
      for (int k = 0; k < counts[split]; k++) {
        all.add(new Segment(split, k));
      }
    }
    return all;
  }

  /** The first provisional vertex of a shard; V for the one after the last. */
  int firstOfShard(int shard) {
    return (int) Arrays.stream(column(SHARD_LABELS)).limit(shard).sum();
  }

  /** V. */
  int vertices() {
    return firstOfShard(shards());
  }

  GraphFileLayout layout() {
    long[] shape = column(SHAPE);
    return new GraphFileLayout(
        options.directed(), options.weighted(), shape[1] != 0, vertices(), (int) shape[0], (int) shape[2]);
  }

  /** What stands behind each arc before equal ones are merged. */
  Arcs.Weight addends() {
    return options.weighted() ? Arcs.Weight.DOUBLE : Arcs.Weight.NONE;
  }

  /** What stands behind each merged arc. */
  Arcs.Weight merged() {
    return options.weighted() ? Arcs.Weight.FLOAT : Arcs.Weight.NONE;
  }
}
