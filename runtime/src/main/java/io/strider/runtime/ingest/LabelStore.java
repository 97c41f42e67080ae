package io.strider.runtime.ingest;

import java.util.Arrays;

/**
 * Labels by provisional vertex, back to back in chunks of bytes: each is its length (one to three bytes, seven bits
 * each, low first) and then its bytes, and lies in one chunk. Costs 8 bytes a label besides. One thread at a time may add;
 * others may read meanwhile the labels of vertices that they were told of after these were added.
 */
final class LabelStore {

  /** The longest label. */
  static final int MAX_LABEL_BYTES = 1 << 16;

  private static final int CHUNK_BITS = 20;
  private static final int CHUNK_BYTES = 1 << CHUNK_BITS;
  private static final int LENGTH_BYTES = 3;
  private static final int PAGE_BITS = 14;

  // Replaced, not changed, when they grow, so that who reads meanwhile has the old or the new.
  private volatile byte[][] chunks = new byte[0][];
  private volatile long[][] positions = new long[0][];
  private byte[] chunk = new byte[0];
  private int used;
  private int size;

  int size() {
    return size;
  }

  /** Bytes of all labels and their lengths, about: what room they take. */
  long bytes() {
    return Math.max(0, chunks.length - 1L) * CHUNK_BYTES + used;
  }

  /** Adds a label for vertex {@code size()}. */
  void add(byte[] bytes, int from, int to) {
    int length = to - from;
    if (used + LENGTH_BYTES + length > chunk.length) {
      chunk = new byte[CHUNK_BYTES];
      chunks = with(chunks, chunk);
      used = 0;
    }
    if ((size & ((1 << PAGE_BITS) - 1)) == 0) {
      positions = with(positions, new long[1 << PAGE_BITS]);
    }
    positions[size >>> PAGE_BITS][size & ((1 << PAGE_BITS) - 1)] = (chunks.length - 1L) << CHUNK_BITS | used;
    int rest = length;
    for (; rest > 0x7F; rest >>>= 7) {
      chunk[used++] = (byte) (rest | 0x80);
    }
    chunk[used++] = (byte) rest;
    System.arraycopy(bytes, from, chunk, used, length);
    used += length;
    size++;
  }

  /** The array that holds a vertex's label at {@link #start}. */
  byte[] chunk(int vertex) {
    return chunks[(int) (position(vertex) >>> CHUNK_BITS)];
  }

  /** Where in {@link #chunk} the label's bytes begin. */
  int start(int vertex) {
    byte[] bytes = chunk(vertex);
    int at = offset(vertex);
    while (bytes[at] < 0) {
      at++;
    }
    return at + 1;
  }

  /** Bytes of the label. */
  int length(int vertex) {
    byte[] bytes = chunk(vertex);
    int at = offset(vertex);
    int length = 0;
    int shift = 0;
    for (; bytes[at] < 0; at++, shift += 7) {
      length |= (bytes[at] & 0x7F) << shift;
    }
    return length | bytes[at] << shift;
  }

  boolean equals(int vertex, byte[] bytes, int from, int to) {
    if (length(vertex) != to - from) {
      return false;
    }
    int start = start(vertex);
    return Arrays.equals(chunk(vertex), start, start + to - from, bytes, from, to);
  }

  /** Compares two labels byte by byte as unsigned values. */
  int compare(int left, int right) {
    int leftStart = start(left);
    int rightStart = start(right);
    return Arrays.compareUnsigned(
        chunk(left), leftStart, leftStart + length(left), chunk(right), rightStart, rightStart + length(right));
  }

  private static <T> T[] with(T[] arrays, T next) {
    T[] more = Arrays.copyOf(arrays, arrays.length + 1);
    more[arrays.length] = next;
    return more;
  }

  private long position(int vertex) {
    return positions[vertex >>> PAGE_BITS][vertex & ((1 << PAGE_BITS) - 1)];
  }

  private int offset(int vertex) {
    return (int) position(vertex) & (CHUNK_BYTES - 1);
  }
}
