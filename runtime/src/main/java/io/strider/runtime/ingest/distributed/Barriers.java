package io.strider.runtime.ingest.distributed;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Crc32cSum;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.graph.EdgeFilter;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.GraphFileLayout;
import io.strider.runtime.graph.MappedLabels;
import io.strider.runtime.ingest.IngestReport;
import io.strider.runtime.ingest.InputFile;
import io.strider.runtime.ingest.InputSplit;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** What happens between the phases: figures of tasks become the plan of the next. One thread. */
final class Barriers {

  private static final int MAX_VERTICES = Integer.MAX_VALUE - 8;

  private final IngestFolder folder;
  private final List<InputFile> inputs = new ArrayList<>();
  private long[] scanned = new long[ScanTask.FIGURES];
  private long[] gathered = new long[4];
  private long textBytes;

  Barriers(IngestFolder folder) {
    this.folder = folder;
  }

  IngestPlan after(IngestPhase phase, IngestPlan plan, long[][] figures, Cancellation stop) throws IOException {
    return switch (phase) {
      case SCAN -> afterScan(plan, figures, stop);
      case NUMBER -> afterNumber(plan, figures);
      case TRANSLATE -> afterTranslate(plan, figures, stop);
      case GATHER -> afterGather(plan, figures);
      case ORDER -> plan;
      case RELABEL -> afterRelabel(plan, figures, stop);
      case WRITE -> throw new IllegalStateException("nothing comes after writing");
    };
  }

  private IngestPlan afterScan(IngestPlan plan, long[][] figures, Cancellation stop) throws IOException {
    List<InputSplit> splits = plan.splits();
    long[] segments = new long[splits.size()];
    scanned = sum(figures, ScanTask.FIGURES, splits.size());
    int digest = splits.size();
    for (int i = 0; i < segments.length; i++) {
      segments[i] = figures[i][ScanTask.SEGMENTS];
      InputSplit split = splits.get(i);
      if (split.whole() || split.from() == 0) {
        long[] hashed = split.whole() ? figures[i] : figures[digest++];
        inputs.add(new InputFile(split.name(), split.fileBytes(), ScanTask.sha256(hashed)));
      }
    }
    if (scanned[ScanTask.EDGE_LINES] == 0) {
      throw InputException.at(plan.source(), "no edges", "at least one line `from to`");
    }
    IngestPlan next = plan.with(IngestPlan.SEGMENTS, segments);
    List<Path> runs = next.segments().stream().map(folder::labels).toList();
    int shards = Cuts.parts(scanned[ScanTask.LABELS], plan.limits().shardLabels());
    return next.withLabelCuts(Cuts.ofLabels(runs, scanned[ScanTask.LABELS], shards, stop));
  }

  private IngestPlan afterNumber(IngestPlan plan, long[][] figures) {
    long[] labels = Arrays.stream(figures).mapToLong(shard -> shard[0]).toArray();
    long vertices = Arrays.stream(labels).sum();
    textBytes = Arrays.stream(figures).mapToLong(shard -> shard[1]).sum();
    if (vertices > MAX_VERTICES) {
      throw new LimitException(
          "one graph holds at most " + MAX_VERTICES + " vertices, and the input has " + vertices + "; split the graph");
    }
    return plan.with(IngestPlan.SHARD_LABELS, labels);
  }

  private IngestPlan afterTranslate(IngestPlan plan, long[][] figures, Cancellation stop) throws IOException {
    List<Path> runs = new ArrayList<>();
    for (int segment = 0; segment < figures.length; segment++) {
      runs.add(folder.outgoing(segment));
    }
    long arcs = Arrays.stream(figures).mapToLong(segment -> segment[0]).sum();
    int ranges = Cuts.parts(arcs, plan.limits().rangeArcs());
    long[] cuts = Cuts.ofArcs(runs, plan.addends(), arcs, ranges, plan.vertices(), stop);
    return plan.with(IngestPlan.VERTEX_CUTS, cuts);
  }

  private IngestPlan afterGather(IngestPlan plan, long[][] figures) throws IOException {
    gathered = sum(figures, gathered.length, figures.length);
    long arcs = gathered[GatherTask.ARCS];
    if (arcs > Graph.MAX_ARCS) {
      throw new LimitException(
          "one graph holds at most " + Graph.MAX_ARCS + " arcs (Graph.MAX_ARCS), and the input has " + arcs
              + "; an undirected edge needs two: split the graph");
    }
    long entries = plan.options().directed() ? arcs : edges(plan);
    long words = plan.filtered() ? EdgeFilter.bytes(entries) / Long.BYTES : 0;
    setLength(folder.labelFile(), MappedLabels.textAt(plan.vertices()) + textBytes);
    return plan.with(IngestPlan.SHAPE, arcs, gathered[GatherTask.DEAD_ENDS] > 0 ? 1 : 0, words);
  }

  private IngestPlan afterRelabel(IngestPlan plan, long[][] figures, Cancellation stop) throws IOException {
    int ranges = plan.ranges(IngestPlan.VERTEX_CUTS);
    long[] runs = Arrays.stream(figures).mapToLong(runsOf -> runsOf[0]).toArray();
    IngestPlan next =
        plan.with(IngestPlan.ARC_RUNS, Arrays.copyOf(runs, ranges))
            .with(IngestPlan.TEXT_RUNS, Arrays.copyOfRange(runs, ranges, runs.length));
    long arcs = gathered[GatherTask.ARCS];
    int parts = Cuts.parts(arcs, plan.limits().rangeArcs());
    int vertices = plan.vertices();
    setLength(folder.graph(), plan.layout().checksumAt() + Long.BYTES);
    return next
        .with(
            IngestPlan.ROW_CUTS,
            Cuts.ofArcs(folder.allArcs(next), plan.merged(), arcs, parts, vertices, stop))
        .with(
            IngestPlan.TEXT_CUTS, Cuts.ofIds(Cuts.parts(vertices, plan.limits().shardLabels()), vertices));
  }

  private static void setLength(Path path, long bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(bytes);
    }
  }

  /** Header and checksum of the graph file, the latter from those of its regions. */
  void complete(IngestPlan plan, long[][] figures) throws IOException {
    int rows = plan.ranges(IngestPlan.ROW_CUTS);
    int filterFrom = rows + plan.ranges(IngestPlan.TEXT_CUTS);
    GraphFileLayout layout = plan.layout();
    CRC32C ofHeader = new CRC32C();
    ofHeader.update(layout.header());
    long crc = ofHeader.getValue();
    for (int column = 0; column < 3; column++) {
      for (int range = 0; range < rows; range++) {
        crc = Crc32cSum.of(crc, figures[range][2 * column], figures[range][2 * column + 1]);
      }
    }
    for (int part = filterFrom; part < figures.length; part++) {
      crc = Crc32cSum.of(crc, figures[part][0], figures[part][1]);
    }
    ByteBuffer checksum = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(crc);
    try (RandomAccessFile file = new RandomAccessFile(folder.graph().toFile(), "rw")) {
      file.write(layout.header());
      file.seek(layout.checksumAt());
      file.write(checksum.array());
    }
  }

  IngestReport report(IngestPlan plan) {
    long edges = edges(plan);
    return new IngestReport(
        scanned[ScanTask.LINES],
        scanned[ScanTask.EDGE_LINES],
        scanned[ScanTask.PRESENTED] - edges,
        scanned[ScanTask.SELF_LOOPS],
        scanned[ScanTask.BAD_LINES],
        plan.vertices(),
        edges,
        (int) gathered[GatherTask.ISOLATED]);
  }

  List<InputFile> inputs() {
    return inputs;
  }

  private long edges(IngestPlan plan) {
    long arcs = gathered[GatherTask.ARCS];
    long loops = gathered[GatherTask.LOOPS];
    return plan.options().directed() ? arcs : (arcs - loops) / 2 + loops;
  }

  private static long[] sum(long[][] figures, int columns, int rows) {
    long[] sums = new long[columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        sums[column] += figures[row][column];
      }
    }
    return sums;
  }

  /** Deletes files that only the tasks of a phase read. A task that is still at them was given to others and is done. */
  void deleteInputsOf(IngestPhase phase) throws IOException {
    String kinds =
        switch (phase) {
          case SCAN -> "";
          case NUMBER -> "labels-*";
          case TRANSLATE -> "{edges,answers}-*";
          case GATHER -> "{outgoing,incoming}-*";
          case ORDER -> "{degrees,histogram}-*";
          case RELABEL -> "{merged,dictionary}-*";
          case WRITE -> "{arcs,hashes,texts}-*";
        };
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.path(), kinds.isEmpty() ? "plan-none" : kinds)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}
