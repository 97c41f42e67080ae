package io.strider.runtime.ingest.distributed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The layout of the files between tasks: magic, version, payload in pages with a CRC-32C behind each, then the length of the
 * payload and its complement; little-endian. A page holds whole records of 4, 8, 12 and 16 bytes, and is checked whenever it is
 * read, so that a task may begin to read anywhere.
 */
final class RunFormat {

  static final long MAGIC = 0x534E_5552_4452_5453L; // "STRDRUNS" as little-endian bytes
  static final int VERSION = 1;
  static final int HEADER_BYTES = 16;
  static final int PAGE_BYTES = 341 * 48;
  static final int STORED_PAGE_BYTES = PAGE_BYTES + Integer.BYTES;
  static final int TRAILER_BYTES = 2 * Long.BYTES;

  private RunFormat() {}

  static ByteBuffer header() {
    return buffer(HEADER_BYTES).putLong(MAGIC).putInt(VERSION).putInt(0).flip();
  }

  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Bytes of a file with so much payload. */
  static long fileBytes(long payload) {
    long pages = (payload + PAGE_BYTES - 1) / PAGE_BYTES;
    return HEADER_BYTES + payload + pages * Integer.BYTES + TRAILER_BYTES;
  }
}
