package io.strider.runtime.ingest.distributed;

import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Sha256;
import io.strider.runtime.ingest.EdgeSegment;
import io.strider.runtime.ingest.InputFile;
import io.strider.runtime.ingest.InputSplit;
import io.strider.runtime.ingest.SplitReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Reads one split, or takes the SHA-256 of a file that is in several. Stateless. */
final class ScanTask {

  /** Places in the result of a split; those of a whole file end with its SHA-256 as four numbers. */
  static final int LINES = 0;

  static final int EDGE_LINES = 1;
  static final int PRESENTED = 2;
  static final int SELF_LOOPS = 3;
  static final int BAD_LINES = 4;
  static final int SEGMENTS = 5;
  static final int LABELS = 6;
  static final int BYTES = 7;
  static final int FIGURES = 8;

  private static final int BUFFER_BYTES = 1 << 16;

  private ScanTask() {}

  static long[] run(TaskContext task, int index) throws IOException {
    IngestPlan plan = task.plan();
    int splits = plan.splits().size();
    if (index >= splits) {
      return digest(task, Path.of(plan.filesInStretches().get(index - splits).path()));
    }
    InputSplit split = plan.splits().get(index);
    int[] segments = new int[1];
    long[] labels = new long[1];
    SplitReader.Counts counts =
        SplitReader.read(
            split,
            plan.options(),
            plan.limits().segment(),
            segment -> {
              labels[0] += segment.labels();
              write(task, new IngestPlan.Segment(index, segments[0]++), segment);
            },
            task.progress(),
            task.cancellation());
    InputFile file = counts.file();
    ByteBuffer result = ByteBuffer.allocate((FIGURES + (file == null ? 0 : 4)) * Long.BYTES);
    result.putLong(counts.lines()).putLong(counts.edgeLines()).putLong(counts.presented());
    result.putLong(counts.selfLoops()).putLong(counts.badLines()).putLong(segments[0]).putLong(labels[0]);
    result.putLong(split.to() - split.from());
    if (file != null) {
      result.put(HexFormat.of().parseHex(file.sha256()));
    }
    return numbers(result);
  }

  private static void write(TaskContext task, IngestPlan.Segment name, EdgeSegment segment) throws IOException {
    try (RunOutput out = new RunOutput(task.folder().labels(name))) {
      int size = segment.labels();
      out.putLong(size);
      long place = 0;
      for (int rank = 0; rank < size; rank++) {
        out.putLong(TextRun.prefix(segment.chunk(rank), segment.start(rank), segment.length(rank)));
        out.putLong(place);
        place += segment.length(rank);
      }
      out.putLong(0);
      out.putLong(place);
      for (int rank = 0; rank < size; rank++) {
        out.put(segment.chunk(rank), segment.start(rank), segment.length(rank));
      }
      out.publish();
    }
    try (RunOutput out = new RunOutput(task.folder().edges(name))) {
      out.putLong(segment.edges());
      for (long pair : segment.takePairs()) {
        out.putLong(pair);
      }
      for (double weight : segment.takeWeights()) {
        out.putDouble(weight);
      }
      out.publish();
    }
  }

  private static long[] digest(TaskContext task, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = Sha256.start();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        task.cancellation().check();
        digest.update(buffer, 0, count);
      }
      byte[] hash = digest.digest();
      return numbers(ByteBuffer.allocate(hash.length).put(hash));
    } catch (IOException e) {
      throw InputException.at(file.toString(), "a file that cannot be read (" + e + ")", "a readable file", e);
    }
  }

  private static long[] numbers(ByteBuffer bytes) {
    long[] numbers = new long[bytes.position() / Long.BYTES];
    bytes.flip().asLongBuffer().get(numbers);
    return numbers;
  }

  /** The SHA-256 that ends a result, in hexadecimal. */
  static String sha256(long[] result) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * Long.BYTES);
    bytes.asLongBuffer().put(result, result.length - 4, 4);
    return HexFormat.of().formatHex(bytes.array());
  }
}
