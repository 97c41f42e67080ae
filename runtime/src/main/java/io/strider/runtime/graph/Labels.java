package io.strider.runtime.graph;

import java.nio.charset.StandardCharsets;

/**
 * The user's labels by dense vertex id. Labels are any UTF-8 text, compared byte by byte as unsigned values. Safe to
 * read from any thread until closed.
 */
public interface Labels extends AutoCloseable {

  /** How many vertices there are. */
  int size();

  /** The UTF-8 bytes of a vertex's label; a new array. */
  byte[] utf8(int vertex);

  /** The vertex with this label (UTF-8), or −1. */
  int find(byte[] utf8);

  /** The UTF-8 bytes of all labels together. */
  default long byteCount() {
    long bytes = 0;
    for (int vertex = 0; vertex < size(); vertex++) {
      bytes += utf8(vertex).length;
    }
    return bytes;
  }

  /** A vertex's label as text. */
  default String label(int vertex) {
    return new String(utf8(vertex), StandardCharsets.UTF_8);
  }

  /** The vertex with this label, or −1. */
  default int find(String label) {
    return find(label.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  default void close() {}
}
