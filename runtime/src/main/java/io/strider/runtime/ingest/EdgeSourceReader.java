package io.strider.runtime.ingest;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.ingest.IngestOptions.BadLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads an {@link EdgeSource} into a sink and says which edge is bad. Not thread-safe. */
final class EdgeSourceReader implements EdgeSource.Receiver {

  private static final int EDGES_PER_REPORT = 1 << 12;

  private final String name;
  private final IngestOptions options;
  private final EdgeSink sink;
  private final SharedLines.Listener progress;
  private final Cancellation cancellation;
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
  private long edges;
  private long badEdges;

  EdgeSourceReader(
      String name, IngestOptions options, EdgeSink sink, SharedLines.Listener progress, Cancellation cancellation) {
    this.name = name;
    this.options = options;
    this.sink = sink;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /** Edges handed over, good and bad. */
  long edges() {
    return edges;
  }

  /** Edges skipped. */
  long badEdges() {
    return badEdges;
  }

  /**
   * Reads all of a source.
   *
   * @throws InputException when it fails or an edge is bad; the message names the source and the number of the edge
   */
  void read(EdgeSource source) {
    try {
      source.read(this);
    } catch (IOException e) {
      throw InputException.at(
          place(), "a source that cannot be read on (" + e + ")", "all edges of the source", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
    progress.read(sink.edgeLines(), 0);
  }

  @Override
  public void edge(String source, String target, double weight) {
    cancellation.check();
    if (edges++ % EDGES_PER_REPORT == 0) {
      progress.read(sink.edgeLines(), 0);
    }
    LineFault fault = add(source, target, options.weighted() ? weight : 1);
    if (fault != null) {
      if (options.badLines() == BadLines.FAIL) {
        throw InputException.at(place(), fault.found(), fault.expected());
      }
      badEdges++;
    }
  }

  private @Nullable LineFault add(String source, String target, double weight) {
    float stored = (float) weight;
    if (!(stored > 0 && stored < Float.POSITIVE_INFINITY)) {
      return LineFault.skippable("the weight " + weight, EdgeListFormat.WEIGHT);
    }
    byte[] from = utf8(source);
    byte[] to = utf8(target);
    if (from == null || to == null) {
      return LineFault.skippable("half a surrogate pair in a label", "Unicode text");
    }
    return sink.add(from, to, weight);
  }

  private byte @Nullable [] utf8(String label) {
    try {
      ByteBuffer bytes = encoder.encode(CharBuffer.wrap(label));
      byte[] exact = new byte[bytes.remaining()];
      bytes.get(exact);
      return exact;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private String place() {
    return name + ", edge " + edges;
  }
}
