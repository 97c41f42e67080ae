package io.strider.deploy.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers its first failure, which a print writer only swallows. A reader that went away ({@code
 * | head}) is no failure: it has what it wanted. Of one thread.
 */
final class StandardOutput extends FilterOutputStream {

  private static final String READER_GONE = "Broken pipe";

  private @Nullable IOException failure;

  StandardOutput(OutputStream out) {
    super(out);
  }

  /** Why something was not written, or null. */
  @Nullable String failure() {
    IOException first = failure;
    return first == null || READER_GONE.equals(first.getMessage()) ? null : String.valueOf(first.getMessage());
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }
}
