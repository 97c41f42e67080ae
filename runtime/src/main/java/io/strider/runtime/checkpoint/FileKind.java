package io.strider.runtime.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The files of a run, each with the eight letters that it begins with. */
enum FileKind {
  STATE("STRIDRUN"),
  CORPUS("STRIDCNT"),
  CHECKPOINT("STRIDCKP");

  private final long magic;

  FileKind(String letters) {
    magic = ByteBuffer.wrap(letters.getBytes(StandardCharsets.US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** The letters as a little-endian number. */
  long magic() {
    return magic;
  }
}
