package io.strider.runtime.vectors;

import io.strider.runtime.common.Stage;
import io.strider.runtime.output.OutputFiles;
import io.strider.runtime.progress.Monitor;
import io.strider.runtime.progress.StageRun;
import io.strider.runtime.train.EmbeddingTable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes vectors in the order of their rows, by several threads ({@link RowOutput}). Numbers in text are short decimals that
 * read back to the same bits ({@link FloatFormatter}), so every format gives back exactly what was trained.
 */
public final class VectorWriter {

  private static final ValueLayout.OfFloat LITTLE_ENDIAN_FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int LABELS_PER_CHECK = 1 << 16;
  private static final int NPY_ALIGNMENT = 64;

  private VectorWriter() {}

  /**
   * Writes and publishes the files of one set of vectors and nothing else.
   *
   * @param force whether files that exist are replaced
   * @param threads that encode; the files are the same for any number
   * @throws io.strider.runtime.common.InputException when a label does not fit the format or a file cannot be written
   */
  public static void write(
      VectorSet vectors, VectorFormat format, Path output, boolean force, int threads, Monitor monitor) {
    try (OutputFiles outputs = new OutputFiles(force)) {
      stage(vectors, format, output, outputs, threads, monitor);
      outputs.publish();
    }
  }

  /**
   * Writes the files of one set of vectors among others that the caller publishes together; the file with the vectors is
   * the last one staged.
   *
   * @param threads that encode; the files are the same for any number
   * @throws io.strider.runtime.common.InputException as {@link #write}
   */
  public static void stage(
      VectorSet vectors, VectorFormat format, Path output, OutputFiles outputs, int threads, Monitor monitor) {
    format.check(vectors.labels());
    StageRun run = monitor.begin(Stage.WRITE, vectors.size());
    switch (format) {
      case TEXT -> outputs.write(output, out -> writeText(vectors, out, threads, run));
      case BINARY -> outputs.write(output, out -> writeBinary(vectors, out, threads, run));
      case NPY -> {
        outputs.write(VectorFormat.labelsFile(output), out -> writeLabels(vectors, out, run));
        outputs.write(output, out -> writeNpy(vectors.table(), out, threads, run));
      }
    }
    run.finish();
  }

  private static void writeText(VectorSet vectors, OutputStream out, int threads, StageRun run) throws IOException {
    EmbeddingTable table = vectors.table();
    out.write(header(table));
    RowOutput.write(
        table.rows(),
        FloatFormatter.MAX_BYTES * table.dimensions(),
        (row, piece) -> {
          piece.add(vectors.labels().utf8(row));
          float[] numbers = piece.numbers(table.dimensions());
          table.read(row, numbers, 0);
          piece.add(numbers);
          piece.add('\n');
        },
        threads,
        out,
        run);
  }

  private static void writeBinary(VectorSet vectors, OutputStream out, int threads, StageRun run) throws IOException {
    EmbeddingTable table = vectors.table();
    out.write(header(table));
    RowOutput.write(
        table.rows(),
        Float.BYTES * table.dimensions(),
        (row, piece) -> {
          piece.add(vectors.labels().utf8(row));
          piece.add(' ');
          addFloats(table, row, piece);
          piece.add('\n');
        },
        threads,
        out,
        run);
  }

  static void writeNpy(EmbeddingTable table, OutputStream out, int threads, StageRun run) throws IOException {
    out.write(npyHeader(table.rows(), table.dimensions()));
    RowOutput.write(
        table.rows(),
        Float.BYTES * table.dimensions(),
        (row, piece) -> addFloats(table, row, piece),
        threads,
        out,
        run);
  }

  private static void addFloats(EmbeddingTable table, int row, Piece piece) {
    int bytes = Float.BYTES * table.dimensions();
    piece.reserve(bytes);
    MemorySegment target = MemorySegment.ofArray(piece.bytes());
    float[] numbers = piece.numbers(table.dimensions());
    table.read(row, numbers, 0);
    MemorySegment.copy(numbers, 0, target, LITTLE_ENDIAN_FLOAT, piece.length(), numbers.length);
    piece.length(piece.length() + bytes);
  }

  private static void writeLabels(VectorSet vectors, OutputStream out, StageRun run) throws IOException {
    for (int row = 0; row < vectors.size(); row++) {
      if (row % LABELS_PER_CHECK == 0) {
        run.advance(0);
      }
      out.write(vectors.labels().utf8(row));
      out.write('\n');
    }
  }

  /** Magic, version 1.0, length of the dictionary, the dictionary padded so that the data begin at a multiple of 64. */
  private static byte[] npyHeader(int rows, int dimensions) {
    String dictionary =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + dimensions + "), }";
    int prefix = 10;
    int total = (prefix + dictionary.length() + NPY_ALIGNMENT) / NPY_ALIGNMENT * NPY_ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.ISO_8859_1)).put((byte) 1).put((byte) 0);
    header.putShort((short) (total - prefix));
    header.put(dictionary.getBytes(StandardCharsets.ISO_8859_1));
    while (header.position() < total - 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }

  private static byte[] header(EmbeddingTable table) {
    return (table.rows() + " " + table.dimensions() + "\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
