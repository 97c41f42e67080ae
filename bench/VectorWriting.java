import io.strider.runtime.common.WorkerPool;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.output.OutputFiles;
import io.strider.runtime.progress.Monitor;
import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.train.FloatTable;
import io.strider.runtime.vectors.VectorFormat;
import io.strider.runtime.vectors.VectorSet;
import io.strider.runtime.vectors.VectorWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Writes vectors in every format on one thread and on several, and as many zeros as each file has bytes, in turns; all are
 * forced to the disk. Zeros are written twice: as results are, of which most goes past the page cache, and all through
 * it. Started by bench/vectors: arguments are the folder, rows, dimensions, threads, runs and formats.
 */
final class VectorWriting {

  private static final int RAW_BLOCK_BYTES = 1 << 20;

  /** Vectors that are written before anything is measured, so that the JIT has compiled the writers. */
  private static final int WARM_UP_ROWS = 200_000;

  private record Numbers(int size) implements Labels {
    @Override
    public byte[] utf8(int vertex) {
      return Integer.toString(vertex).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public int find(byte[] utf8) {
      return -1;
    }
  }

  private VectorWriting() {}

  /** About normal with a deviation of 0.2, as trained vectors are. */
  private static FloatTable table(int rows, int dimensions) {
    FloatTable table = new FloatTable(rows, dimensions);
    try (WorkerPool pool = new WorkerPool("fill", Runtime.getRuntime().availableProcessors())) {
      pool.forEachSlice(
          rows,
          (slice, from, to) -> {
            for (int row = from; row < to; row++) {
              for (int d = 0; d < dimensions; d++) {
                long bits = CounterRandom.mix((long) row * dimensions + d);
                int sum = (int) (bits & 0xFFFF) + (int) (bits >>> 16 & 0xFFFF) + (int) (bits >>> 32 & 0xFFFF);
                table.chunk(row)[table.offset(row) + d] = (sum - 98_302) * (0.4f / 65_536) + (bits >>> 48) * 1e-11f;
              }
            }
          });
    }
    return table;
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Elapsed seconds and processor seconds of all threads: on a busy machine the second says more. */
  private record Time(double elapsed, double processor) {
    static Time of(Work work) throws IOException {
      long begin = System.nanoTime();
      Duration before = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
      work.run();
      Duration after = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
      return new Time((System.nanoTime() - begin) / 1e9, after.minus(before).toMillis() / 1e3);
    }
  }

  private static void writeZeros(Path file, long bytes) {
    byte[] block = new byte[RAW_BLOCK_BYTES];
    try (OutputFiles outputs = new OutputFiles(false)) {
      outputs.write(
          file,
          out -> {
            for (long left = bytes; left > 0; left -= block.length) {
              out.write(block, 0, (int) Math.min(left, block.length));
            }
          });
      outputs.publish();
    }
  }

  private static void writeCachedZeros(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer block = ByteBuffer.allocateDirect(RAW_BLOCK_BYTES);
      for (long left = bytes; left > 0; left -= block.limit()) {
        block.clear().limit((int) Math.min(left, RAW_BLOCK_BYTES));
        channel.write(block);
      }
      channel.force(true);
    }
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int rows = Integer.parseInt(arguments[1]);
    int dimensions = Integer.parseInt(arguments[2]);
    int threads = Integer.parseInt(arguments[3]);
    int runs = Integer.parseInt(arguments[4]);
    List<VectorFormat> formats = Arrays.stream(arguments[5].split(",")).map(VectorFormat::parse).toList();
    Path file = folder.resolve("vectors");
    VectorSet few = vectors(Math.min(rows, WARM_UP_ROWS), dimensions);
    VectorSet all = vectors(rows, dimensions);
    System.out.printf("%,d vectors of %d, medians of %d runs; %,d written before%n", rows, dimensions, runs, few.labels().size());
    for (VectorFormat format : formats) {
      turn(few, format, file, threads);
      Turn[] turns = new Turn[runs];
      for (int run = 0; run < runs; run++) {
        turns[run] = turn(all, format, file, threads);
      }
      report(format, rows, "1 thread", turns, Turn::single);
      report(format, rows, threads + " threads", turns, Turn::several);
      report(format, rows, "zeros", turns, Turn::zeros);
      report(format, rows, "zeros through the cache", turns, Turn::cachedZeros);
    }
  }

  private static VectorSet vectors(int rows, int dimensions) {
    return new VectorSet(new Numbers(rows), table(rows, dimensions));
  }

  /** What is compared, one after the other. */
  private record Turn(long bytes, Time single, Time several, Time zeros, Time cachedZeros) {}

  private static Turn turn(VectorSet vectors, VectorFormat format, Path file, int threads) throws IOException {
    Time single = Time.of(() -> VectorWriter.write(vectors, format, file, false, 1, Monitor.SILENT));
    long bytes = Files.size(file);
    delete(format.files(file));
    Time several = Time.of(() -> VectorWriter.write(vectors, format, file, false, threads, Monitor.SILENT));
    delete(format.files(file));
    Time zeros = Time.of(() -> writeZeros(file, bytes));
    Files.delete(file);
    Time cachedZeros = Time.of(() -> writeCachedZeros(file, bytes));
    Files.delete(file);
    return new Turn(bytes, single, several, zeros, cachedZeros);
  }

  private static void delete(List<Path> files) throws IOException {
    for (Path file : files) {
      Files.delete(file);
    }
  }

  private static void report(VectorFormat format, int rows, String who, Turn[] turns, Function<Turn, Time> part) {
    List<Time> times = Arrays.stream(turns).map(part).sorted(Comparator.comparingDouble(Time::elapsed)).toList();
    Time median = times.get(turns.length / 2);
    System.out.printf(
        "%-15s %-24s %.2f s, %.0f MB/s, %.2f M vectors/s; %.2f processor seconds%n",
        format.label(),
        who,
        median.elapsed(),
        turns[0].bytes() / median.elapsed() / 1e6,
        rows / median.elapsed() / 1e6,
        median.processor());
  }
}
