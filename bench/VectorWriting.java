import io.strider.runtime.common.WorkerPool;
import io.strider.runtime.graph.Labels;
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

/**
 * Writes vectors in every format on one thread and on several, and as many zeros as each file has bytes, in turns; all are
 * forced to the disk. Started by bench/vectors: arguments are the folder, rows, dimensions, threads and runs.
 */
final class VectorWriting {

  private static final int RAW_BLOCK_BYTES = 1 << 20;

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
      ProcessHandle.Info process = ProcessHandle.current().info();
      long begin = System.nanoTime();
      Duration before = process.totalCpuDuration().orElse(Duration.ZERO);
      work.run();
      Duration after = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
      return new Time((System.nanoTime() - begin) / 1e9, after.minus(before).toMillis() / 1e3);
    }
  }

  private static void writeZeros(Path file, long bytes) throws IOException {
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
    VectorSet vectors = new VectorSet(new Numbers(rows), table(rows, dimensions));
    Path file = folder.resolve("vectors");
    System.out.printf("%,d vectors of %d, medians of %d runs after one that warms up%n", rows, dimensions, runs);
    for (VectorFormat format : VectorFormat.values()) {
      Time[][] times = new Time[3][runs];
      long bytes = 0;
      for (int run = -1; run < runs; run++) {
        for (int kind = 0; kind < times.length; kind++) {
          int workers = kind == 0 ? 1 : threads;
          long size = bytes;
          Time time =
              Time.of(
                  kind == 2
                      ? () -> writeZeros(file, size)
                      : () -> VectorWriter.write(vectors, format, file, false, workers, Monitor.SILENT));
          bytes = Files.size(file);
          for (Path written : kind == 2 ? Arrays.asList(file) : format.files(file)) {
            Files.delete(written);
          }
          if (run >= 0) {
            times[kind][run] = time;
          }
        }
      }
      for (int kind = 0; kind < times.length; kind++) {
        Arrays.sort(times[kind], Comparator.comparingDouble(Time::elapsed));
        double seconds = times[kind][runs / 2].elapsed();
        String who = kind == 2 ? "zeros" : kind == 0 ? "1 thread" : threads + " threads";
        System.out.printf(
            "%-15s %-10s %.2f s, %.0f MB/s, %.2f M vectors/s; %.2f processor seconds%n",
            format.label(),
            who,
            seconds,
            bytes / seconds / 1e6,
            rows / seconds / 1e6,
            times[kind][runs / 2].processor());
      }
    }
  }
}
