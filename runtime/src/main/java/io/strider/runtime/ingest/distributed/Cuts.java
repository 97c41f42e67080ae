package io.strider.runtime.ingest.distributed;

import io.strider.runtime.common.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Where to cut sorted runs so that the ranges are about equal: a sample of each run, in proportion to its size, and quantiles of
 * all samples together. The cuts decide who does what and nothing else. Stateless.
 */
final class Cuts {

  private static final int SAMPLES_A_PART = 32;
  private static final int MAX_CUT_BYTES = 256;

  private Cuts() {}

  /** How many parts it takes so that each has at most so many items; at least one. */
  static int parts(long items, long most) {
    return (int) Math.max(1, Math.min(1 << 16, (items + most - 1) / most));
  }

  /**
   * The vertices where ranges of sorted arcs begin, and the number of all vertices at the end.
   *
   * @param total arcs of all runs
   * @param parts how many ranges there should be; fewer where single rows are larger
   */
  static long[] ofArcs(List<Path> files, Arcs.Weight weight, long total, int parts, int vertices, Cancellation stop)
      throws IOException {
    Samples samples = new Samples(total, parts);
    for (Path file : parts == 1 ? List.<Path>of() : files) {
      stop.check();
      try (RunInput run = new RunInput(file)) {
        samples.take(Arcs.count(run, weight), i -> Arcs.source(uncheckedKey(run, weight, i)));
      }
    }
    return samples.cuts(parts, vertices);
  }

  private static long uncheckedKey(RunInput run, Arcs.Weight weight, long index) {
    try {
      return Arcs.keyAt(run, weight, index);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The ids where ranges of labels begin, and the number of all vertices at the end. */
  static long[] ofIds(long parts, int vertices) {
    long[] cuts = new long[(int) Math.min(parts, vertices) + 1];
    for (int i = 0; i < cuts.length; i++) {
      cuts[i] = (long) vertices * i / (cuts.length - 1);
    }
    return cuts;
  }

  /** The labels, or their beginnings, where shards begin, but for the first; ascending. */
  static List<byte[]> ofLabels(List<Path> files, long total, int parts, Cancellation stop) throws IOException {
    List<byte[]> samples = new ArrayList<>();
    long stride = Math.max(1, total / ((long) parts * SAMPLES_A_PART));
    for (Path file : parts == 1 ? List.<Path>of() : files) {
      stop.check();
      try (TextRun run = new TextRun(file)) {
        for (long i = Math.min(stride / 2, run.size() - 1L); i < run.size(); i += stride) {
          byte[] text = run.text((int) i);
          samples.add(text.length > MAX_CUT_BYTES ? Arrays.copyOf(text, MAX_CUT_BYTES) : text);
        }
      }
    }
    samples.sort(Arrays::compareUnsigned);
    List<byte[]> cuts = new ArrayList<>();
    for (int part = 1; part < parts; part++) {
      byte[] cut = samples.get((int) ((long) samples.size() * part / parts));
      if (cuts.isEmpty() || Arrays.compareUnsigned(cuts.getLast(), cut) < 0) {
        cuts.add(cut);
      }
    }
    return cuts;
  }

  /** A growing sample of numbers. */
  private static final class Samples {
    private final long stride;
    private long[] values = new long[64];
    private int used;

    Samples(long total, int parts) {
      stride = Math.max(1, total / ((long) parts * SAMPLES_A_PART));
    }

    void take(long count, LongUnaryOperator valueAt) {
      for (long i = Math.min(stride / 2, count - 1); i >= 0 && i < count; i += stride) {
        if (used == values.length) {
          values = Arrays.copyOf(values, 2 * used);
        }
        values[used++] = valueAt.applyAsLong(i);
      }
    }

    long[] cuts(int parts, int end) {
      Arrays.sort(values, 0, used);
      long[] cuts = new long[parts + 1];
      int kept = 1;
      for (int part = 1; part < parts && used > 0; part++) {
        long cut = values[(int) ((long) used * part / parts)];
        if (cut > cuts[kept - 1]) {
          cuts[kept++] = cut;
        }
      }
      cuts[kept++] = end;
      return Arrays.copyOf(cuts, kept);
    }
  }
}
