package io.strider.runtime.ingest.distributed;

import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.ingest.InputSplit;
import io.strider.runtime.ingest.SegmentLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A plan as a file. Stateless. */
final class PlanFile {

  private PlanFile() {}

  static void write(IngestPlan plan, Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    putText(out, plan.source().getBytes(StandardCharsets.UTF_8));
    putOptions(out, plan.options());
    out.writeBoolean(plan.filtered());
    putLimits(out, plan.limits());
    out.writeInt(plan.splits().size());
    for (InputSplit split : plan.splits()) {
      putText(out, split.name().getBytes(StandardCharsets.UTF_8));
      putText(out, split.path().getBytes(StandardCharsets.UTF_8));
      out.writeLong(split.from());
      out.writeLong(split.to());
      out.writeLong(split.fileBytes());
      out.writeUTF(split.delimiter().name());
    }
    out.writeInt(plan.labelCuts().size());
    for (byte[] cut : plan.labelCuts()) {
      putText(out, cut);
    }
    out.writeInt(plan.figures().size());
    for (Map.Entry<String, long[]> column : plan.figures().entrySet()) {
      putText(out, column.getKey().getBytes(StandardCharsets.UTF_8));
      out.writeInt(column.getValue().length);
      for (long value : column.getValue()) {
        out.writeLong(value);
      }
    }
    try (RunOutput output = new RunOutput(file)) {
      output.put(bytes.toByteArray(), 0, bytes.size());
      output.publish();
    }
  }

  static IngestPlan read(Path file) throws IOException {
    byte[] bytes;
    try (RunInput input = new RunInput(file)) {
      bytes = new byte[Math.toIntExact(input.payload())];
      input.get(0, bytes, 0, bytes.length);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    String source = string(in);
    IngestOptions options = options(in);
    boolean filtered = in.readBoolean();
    IngestLimits limits = limits(in);
    List<InputSplit> splits = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = string(in);
      String path = string(in);
      splits.add(new InputSplit(name, path, in.readLong(), in.readLong(), in.readLong(), delimiter(in)));
    }
    List<byte[]> cuts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      cuts.add(text(in));
    }
    Map<String, long[]> figures = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = string(in);
      long[] column = new long[in.readInt()];
      for (int i = 0; i < column.length; i++) {
        column[i] = in.readLong();
      }
      figures.put(name, column);
    }
    return new IngestPlan(source, options, filtered, limits, splits, cuts, figures);
  }

  private static void putOptions(DataOutputStream out, IngestOptions options) throws IOException {
    out.writeBoolean(options.directed());
    out.writeBoolean(options.weighted());
    out.writeUTF(options.delimiter().name());
    out.writeBoolean(options.keepSelfLoops());
    out.writeBoolean(options.badLines() == IngestOptions.BadLines.SKIP);
  }

  private static IngestOptions options(DataInputStream in) throws IOException {
    boolean directed = in.readBoolean();
    boolean weighted = in.readBoolean();
    IngestOptions.Delimiter delimiter = delimiter(in);
    boolean loops = in.readBoolean();
    return new IngestOptions(
        directed, weighted, delimiter, loops, in.readBoolean() ? IngestOptions.BadLines.SKIP : IngestOptions.BadLines.FAIL);
  }

  private static IngestOptions.Delimiter delimiter(DataInputStream in) throws IOException {
    return IngestOptions.Delimiter.valueOf(in.readUTF());
  }

  private static void putLimits(DataOutputStream out, IngestLimits limits) throws IOException {
    out.writeLong(limits.splitBytes());
    out.writeInt(limits.segment().edges());
    out.writeInt(limits.segment().labels());
    out.writeInt(limits.segment().labelBytes());
    out.writeLong(limits.shardLabels());
    out.writeLong(limits.rangeArcs());
    out.writeInt(limits.filterWords());
  }

  private static IngestLimits limits(DataInputStream in) throws IOException {
    long splitBytes = in.readLong();
    SegmentLimits segment = new SegmentLimits(in.readInt(), in.readInt(), in.readInt());
    return new IngestLimits(splitBytes, segment, in.readLong(), in.readLong(), in.readInt());
  }

  private static void putText(DataOutputStream out, byte[] utf8) throws IOException {
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static byte[] text(DataInputStream in) throws IOException {
    byte[] utf8 = new byte[in.readInt()];
    in.readFully(utf8);
    return utf8;
  }

  private static String string(DataInputStream in) throws IOException {
    return new String(text(in), StandardCharsets.UTF_8);
  }
}
