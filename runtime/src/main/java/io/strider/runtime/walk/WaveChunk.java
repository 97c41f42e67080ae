package io.strider.runtime.walk;

import io.strider.runtime.corpus.Wave;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A piece of a complete wave on its way to who consumes it: of the wave's matrix, row by row, {@link #CELLS} cells that follow each
 * other. In one little-endian buffer: a column of the lengths (4 bytes each) of all walks whose rows have cells in the piece, then
 * the vertices (4) of those cells, without the cells behind the end of a walk. Never written after it was made, so it may be handed to any thread.
 */
public final class WaveChunk {

  /** Cells of the matrix in a chunk, but for a wave's last. */
  static final int CELLS = 1 << 16;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final WaveAttempt attempt;
  private final int number;
  private final int rows;
  private final byte[] bytes;

  private WaveChunk(WaveAttempt attempt, int number, int rows, byte[] bytes) {
    this.attempt = attempt;
    this.number = number;
    this.rows = rows;
    this.bytes = bytes;
  }

  /** How many chunks a wave of so many walks makes. */
  public static int chunks(int walks, int walkLength) {
    return Math.toIntExact(((long) walks * walkLength + CELLS - 1) / CELLS);
  }

  /**
   * Copies a chunk out of a complete wave.
   *
   * @param attempt the wave's number, and which of those who held it has this one
   * @param number of the chunk, from 0
   */
  public static WaveChunk of(WaveAttempt attempt, int number, Wave wave) {
    Cells cells = new Cells(number, wave.walks(), wave.stride());
    int known = 0;
    for (int row = cells.firstRow; row <= cells.lastRow; row++) {
      known += cells.known(row, wave.lengths()[row]);
    }
    MemorySegment columns = MemorySegment.ofArray(new byte[4 * (cells.rows() + known)]);
    MemorySegment.copy(wave.lengths(), cells.firstRow, columns, INT, 0, cells.rows());
    long at = 4L * cells.rows();
    for (int row = cells.firstRow; row <= cells.lastRow; row++) {
      int count = cells.known(row, wave.lengths()[row]);
      MemorySegment.copy(wave.vertices(), cells.from(row), columns, INT, at, count);
      at += 4L * count;
    }
    return new WaveChunk(attempt, number, cells.rows(), (byte[]) columns.heapBase().orElseThrow());
  }

  /**
   * A chunk from the wire.
   *
   * @throws IllegalArgumentException when it cannot be one of any wave
   */
  public static WaveChunk of(WaveAttempt attempt, int number, int rows, byte[] bytes) {
    if (number < 0 || rows < 1 || rows > CELLS || bytes.length % 4 != 0 || bytes.length / 4 - rows < 0
        || bytes.length / 4 - rows > CELLS) {
      throw new IllegalArgumentException(bytes.length + " bytes for " + rows + " walks of chunk " + number);
    }
    return new WaveChunk(attempt, number, rows, bytes);
  }

  /**
   * Copies the chunk to where it belongs, if it is one of a wave of so many walks; else nothing is written.
   *
   * @param vertices row-major, walks × walkLength; cells behind the end of a walk keep what they hold
   * @param lengths of all walks
   * @return whether it is
   */
  boolean copyTo(int walks, int walkLength, int[] vertices, int[] lengths) {
    if (number >= chunks(walks, walkLength)) {
      return false;
    }
    Cells cells = new Cells(number, walks, walkLength);
    MemorySegment columns = MemorySegment.ofArray(bytes);
    if (rows != cells.rows() || !fits(cells, columns)) {
      return false;
    }
    MemorySegment.copy(columns, INT, 0, lengths, cells.firstRow, rows);
    long at = 4L * rows;
    for (int row = cells.firstRow; row <= cells.lastRow; row++) {
      int count = cells.known(row, lengths[row]);
      MemorySegment.copy(columns, INT, at, vertices, cells.from(row), count);
      at += 4L * count;
    }
    return true;
  }

  private boolean fits(Cells cells, MemorySegment columns) {
    long expected = 4L * rows;
    for (int i = 0; i < rows; i++) {
      int length = columns.get(INT, 4L * i);
      if (length < 1 || length > cells.walkLength) {
        return false;
      }
      expected += 4L * cells.known(cells.firstRow + i, length);
    }
    return expected == bytes.length;
  }

  /** Of which wave, held by whom. */
  public WaveAttempt attempt() {
    return attempt;
  }

  /** Number of the chunk in its wave. */
  public int number() {
    return number;
  }

  /** Walks whose rows have cells in it. */
  public int rows() {
    return rows;
  }

  /** The columns themselves, for the wire; do not write. */
  public byte[] bytes() {
    return bytes;
  }

  /** Which cells of the matrix a chunk has. */
  private static final class Cells {
    private final int walkLength;
    private final int begin;
    private final int end;
    final int firstRow;
    final int lastRow;

    Cells(int number, int walks, int walkLength) {
      this.walkLength = walkLength;
      begin = Math.multiplyExact(number, CELLS);
      end = (int) Math.min((long) begin + CELLS, (long) walks * walkLength);
      firstRow = begin / walkLength;
      lastRow = (end - 1) / walkLength;
    }

    int rows() {
      return lastRow - firstRow + 1;
    }

    /** The first cell of a row that is in the chunk. */
    int from(int row) {
      return Math.max(begin, row * walkLength);
    }

    /** How many vertices of a walk of this length are in the chunk. */
    int known(int row, int length) {
      return Math.max(0, Math.min(end, row * walkLength + length) - from(row));
    }
  }
}
