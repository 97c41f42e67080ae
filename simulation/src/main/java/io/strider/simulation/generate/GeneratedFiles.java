package io.strider.simulation.generate;

import com.github.luben.zstd.ZstdOutputStream;
import io.strider.runtime.output.OutputFiles;
import io.strider.runtime.progress.Monitor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Generated graphs as files, which appear whole or not at all. */
public final class GeneratedFiles {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int ZSTD_LEVEL = 3;

  private GeneratedFiles() {}

  /**
   * Writes an edge list, a line {@code u TAB v} an edge; compressed when the name ends in {@code .gz} or {@code .zst}.
   *
   * @param force whether a file that exists is replaced
   * @return how many edges were written
   * @throws io.strider.runtime.common.InputException when the file cannot be written
   */
  public static long write(EdgeGenerator generator, Path edges, boolean force, Monitor monitor) {
    OutputFiles.check(edges, force);
    try (OutputFiles outputs = new OutputFiles(force)) {
      GeneratedEdges written = stage(generator, edges, outputs, monitor);
      outputs.publish();
      return written.count();
    }
  }

  /** As {@link #write}, to be published by the caller together with other files. */
  public static GeneratedEdges stage(EdgeGenerator generator, Path edges, OutputFiles outputs, Monitor monitor) {
    long[] count = new long[1];
    String sha256 = outputs.writeHashed(edges, out -> count[0] = writeEdges(generator, compressed(edges, out), monitor));
    return new GeneratedEdges(count[0], sha256);
  }

  /**
   * Writes the block of each vertex as a labels file, a line {@code vertex TAB block}, to be published by the caller.
   *
   * @throws io.strider.runtime.common.InputException when the file cannot be written
   */
  public static void stageBlocks(StochasticBlockModel model, Path blocks, OutputFiles outputs) {
    outputs.write(blocks, out -> writeBlocks(model, compressed(blocks, out)));
  }

  private static long writeEdges(EdgeGenerator generator, OutputStream out, Monitor monitor) throws IOException {
    try (out) {
      EdgeTextWriter writer = new EdgeTextWriter(out);
      long count = generator.generate(writer, monitor);
      writer.flush();
      return count;
    }
  }

  private static void writeBlocks(StochasticBlockModel model, OutputStream out) throws IOException {
    try (out) {
      EdgeTextWriter writer = new EdgeTextWriter(out);
      for (int v = 0; v < model.vertexCount(); v++) {
        writer.line(v, model.blockOf(v));
      }
      writer.flush();
    }
  }

  private static OutputStream compressed(Path file, OutputStream out) throws IOException {
    OutputStream open = new UnclosedStream(out);
    String name = file.toString();
    if (name.endsWith(".gz")) {
      return new GZIPOutputStream(open, BUFFER_BYTES);
    }
    return name.endsWith(".zst") ? new ZstdOutputStream(open, ZSTD_LEVEL) : open;
  }

  /** Lets a compressor finish without closing the file, which must still be forced to the disk. */
  private static final class UnclosedStream extends java.io.FilterOutputStream {

    UnclosedStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
