package io.strider.runtime.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The files of runs and jobs, each with the eight letters that it begins with. */
public enum FileKind {
  /** Journal of a run. */
  STATE("STRIDRUN"),
  /** What the counting pass found. */
  CORPUS("STRIDCNT"),
  /** A model. */
  CHECKPOINT("STRIDCKP"),
  /** A job. */
  JOB("STRIDJOB"),
  /** Who keeps the jobs. */
  JOBS("STRIDJBS");

  private final long magic;

  FileKind(String letters) {
    magic = ByteBuffer.wrap(letters.getBytes(StandardCharsets.US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** The letters as a little-endian number. */
  long magic() {
    return magic;
  }
}
