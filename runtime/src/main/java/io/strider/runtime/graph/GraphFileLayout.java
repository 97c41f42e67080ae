package io.strider.runtime.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where what stands in a graph file: header, V + 1 offsets, A targets, A weights if weighted, words of edge filter, and the
 * CRC-32C of all before, little-endian. Layout: docs/FORMATS.md. Immutable.
 *
 * @param directed whether an arc says nothing about its way back
 * @param weighted whether each arc has a weight
 * @param deadEnds whether some vertex has no neighbour
 * @param vertices V
 * @param arcs A
 * @param words of the edge filter; 0 means there is none
 */
public record GraphFileLayout(
    boolean directed, boolean weighted, boolean deadEnds, int vertices, int arcs, int words) {

  /** Bytes before the offsets. */
  public static final int HEADER_BYTES = 32;

  static final long MAGIC = 0x5041_5247_4452_5453L; // "STRDGRAP" as little-endian bytes
  static final int VERSION = 1;

  private static final int DIRECTED = 1;
  private static final int WEIGHTED = 2;
  private static final int DEAD_ENDS = 4;

  /** What a header says; magic and version are passed over. */
  static GraphFileLayout of(ByteBuffer header) {
    ByteBuffer fields = header.order(ByteOrder.LITTLE_ENDIAN).position(Long.BYTES + Integer.BYTES);
    int flags = fields.getInt();
    return new GraphFileLayout(
        (flags & DIRECTED) != 0,
        (flags & WEIGHTED) != 0,
        (flags & DEAD_ENDS) != 0,
        fields.getInt(),
        fields.getInt(),
        fields.getInt());
  }

  /** The header's bytes; a new array. */
  public byte[] header() {
    int flags = (directed ? DIRECTED : 0) | (weighted ? WEIGHTED : 0) | (deadEnds ? DEAD_ENDS : 0);
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(MAGIC).putInt(VERSION).putInt(flags).putInt(vertices).putInt(arcs).putInt(words).putInt(0);
    return bytes.array();
  }

  /** Where the offset of a row stands; V is allowed. */
  public long offsetAt(int vertex) {
    return HEADER_BYTES + (long) Integer.BYTES * vertex;
  }

  /** Where the targets begin. */
  public long targetsAt() {
    return HEADER_BYTES + Integer.BYTES * (vertices + 1L);
  }

  /** Where the weights begin, if there are any. */
  public long weightsAt() {
    return targetsAt() + (long) Integer.BYTES * arcs;
  }

  /** Where the words of the edge filter begin. */
  public long filterAt() {
    return weightsAt() + (weighted ? (long) Float.BYTES * arcs : 0);
  }

  /** Where the checksum stands, a long, which ends the file. */
  public long checksumAt() {
    return filterAt() + (long) Long.BYTES * words;
  }
}
