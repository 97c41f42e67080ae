package io.strider.runtime.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads as much as is asked for unless the stream ends: then where stretches of lines end, and segments, depends on the file
 * alone and not on how a file system deals its bytes out, and a task that is done twice writes the same files.
 */
final class FullReads extends FilterInputStream {

  FullReads(InputStream in) {
    super(in);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.readNBytes(target, offset, length);
    return count == 0 && length > 0 ? -1 : count;
  }
}
