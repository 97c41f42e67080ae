package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.WorkerPool;
import io.strider.runtime.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one split of a text and hands its edges over in segments, each of which fits its limits. All lines go through the
 * parsers of {@link GraphIngest}, so the same lines are edges, comments and faults; a fault names the line of the file. One
 * thread.
 */
public final class SplitReader {

  private static final long SEED_FACTOR = 0x9E3779B97F4A7C15L;

  /** Takes the segments of a split in their order. */
  @FunctionalInterface
  public interface SegmentSink {

    /** Takes one; it holds at least one label. */
    void accept(EdgeSegment segment) throws IOException;
  }

  /**
   * What was in a split.
   *
   * @param lines all of them
   * @param edgeLines lines that are edges
   * @param presented edges that the segments hold, those of symmetric matrices in both directions, none of the dropped loops
   * @param selfLoops lines whose labels are equal
   * @param badLines lines that were skipped
   * @param file what was read, if the split is a whole file
   */
  public record Counts(
      long lines, long edgeLines, long presented, long selfLoops, long badLines, @Nullable InputFile file) {}

  private final InputSplit split;
  private final IngestOptions options;
  private final SegmentLimits limits;
  private final SegmentSink segments;
  private final Cancellation cancellation;
  private LabelIndex index = freshIndex();
  private EdgeList edges;
  private final EdgeSink sink;
  private long presented;

  private SplitReader(
      InputSplit split, IngestOptions options, SegmentLimits limits, SegmentSink segments, Cancellation cancellation) {
    this.split = split;
    this.options = options.withDelimiter(split.delimiter());
    this.limits = limits;
    this.segments = segments;
    this.cancellation = cancellation;
    this.edges = freshEdges();
    this.sink = new EdgeSink(index, edges, options.keepSelfLoops());
  }

  /**
   * Reads a split.
   *
   * @param segments takes them; what it throws comes out of here
   * @param edgesRead told now and then how many lines were edges so far
   * @throws InputException when the file cannot be read, has changed its size or has a bad line; the message names the line
   * @throws io.strider.runtime.common.CancelledException when asked to stop
   */
  public static Counts read(
      InputSplit split,
      IngestOptions options,
      SegmentLimits limits,
      SegmentSink segments,
      LongConsumer edgesRead,
      Cancellation cancellation)
      throws IOException {
    return new SplitReader(split, options, limits, segments, cancellation).read(edgesRead);
  }

  private Counts read(LongConsumer edgesRead) throws IOException {
    Path path = Path.of(split.path());
    checkSize(path);
    InputFile file = null;
    PartReader reader;
    try (WorkerPool pool = new WorkerPool("strider-split", 1)) {
      reader =
          new PartReader(options, List.of(sink), pool, (edges, bytes) -> edgesRead.accept(edges), cancellation)
              .afterEachWindow(this::cutIfFull);
      if (split.whole()) {
        file = reader.read(new GraphSource.Text(
                    split.name(), () -> new FullReads(Files.newInputStream(path)), split.fileBytes()));
      } else {
        readStretch(reader);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (index.labels().size() > 0) {
      cut();
    }
    return new Counts(reader.lines(), sink.edgeLines(), presented, sink.selfLoops(), reader.badLines(), file);
  }

  private void readStretch(PartReader reader) {
    try (StretchStream lines = new StretchStream(split.path(), split.from(), split.to())) {
      reader.readStretch(split, lines, lines::linesAhead);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void checkSize(Path path) {
    try {
      long bytes = Files.size(path);
      if (bytes != split.fileBytes()) {
        throw InputException.at(
            split.path(), "a file of " + bytes + " bytes", "the " + split.fileBytes() + " bytes that the run began with");
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private InputException unreadable(IOException e) {
    return InputException.at(split.path(), "a file that cannot be read (" + e + ")", "a readable file", e);
  }

  private void cutIfFull() {
    boolean full =
        edges.size() >= limits.edges()
            || index.labels().size() >= limits.labels()
            || index.labels().bytes() >= limits.labelBytes();
    if (full) {
      try {
        cut();
      } catch (IOException e) {
        throw new UncheckedIOException(e); // not to be taken for a failure of the input
      }
    }
  }

  private void cut() throws IOException {
    presented += edges.size();
    LabelStore labels = index.labels();
    EdgeList full = edges;
    index = freshIndex();
    edges = freshEdges();
    sink.renew(index, edges);
    segments.accept(new EdgeSegment(labels, full, cancellation));
  }

  /** Its hashes depend on the time, which whoever made the input does not know. */
  private static LabelIndex freshIndex() {
    return new LabelIndex(Clock.SYSTEM.nanoTime() * SEED_FACTOR);
  }

  private EdgeList freshEdges() {
    return new EdgeList(options.directed(), options.weighted(), new ArcLimit(Long.MAX_VALUE));
  }
}
