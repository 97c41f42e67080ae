package io.strider.runtime.ingest;

import org.jspecify.annotations.Nullable;

/** Turns the lines of one file into edges of a sink. Not thread-safe. */
sealed interface LineFormat permits EdgeListFormat, MatrixMarketFormat {

  /**
   * The fast path: reads the line that begins at {@code at} when it is a plain edge between integers, and adds it.
   *
   * @param bytes a newline lies at or after {@code at}
   * @return where the next line begins; −1 when the line is anything else, then nothing happened
   */
  int readIntegers(byte[] bytes, int at);

  /**
   * Reads any line.
   *
   * @param from its first byte
   * @param to after its last byte, not counting the newline
   * @return why it cannot be read, in which case nothing was added; or null
   */
  @Nullable LineFault readLine(byte[] bytes, int from, int to);

  /** What is wrong with the file as a whole once its last line was read; or null. */
  @Nullable LineFault finish();
}
