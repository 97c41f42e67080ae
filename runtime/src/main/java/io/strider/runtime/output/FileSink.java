package io.strider.runtime.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A new file, written from its beginning to its end. Behind its first {@link #cachedBytes} full blocks go past the page cache
 * where the file system lets them: a large result is not read soon, and to copy it through the cache takes processor time,
 * crowds out what is worth keeping and makes its writer wait in jerks. Used by one thread at a time.
 */
final class FileSink implements WriteBehind.Sink, AutoCloseable {

  /** The JDK's option for it, by name: javac warns of every mention, which -Werror takes for an error. Null if it has none. */
  private static final @Nullable OpenOption DIRECT = option("com.sun.nio.file.ExtendedOpenOption", "DIRECT");

  private final Path file;
  private final long cachedBytes;
  private final FileChannel channel;
  private @Nullable FileChannel direct;
  private boolean asked;
  private long written;

  /**
   * Creates the file.
   *
   * @param cachedBytes so many first bytes always go through the page cache
   * @throws IOException if it exists, or cannot be made
   */
  FileSink(Path file, long cachedBytes) throws IOException {
    this.file = file;
    this.cachedBytes = cachedBytes;
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static @Nullable OpenOption option(String type, String name) {
    try {
      for (Object constant : Class.forName(type).getEnumConstants()) {
        if (constant instanceof OpenOption option && option.toString().equals(name)) {
          return option;
        }
      }
    } catch (ClassNotFoundException e) {
      // Another JDK.
    }
    return null;
  }

  @Override
  public void write(ByteBuffer block) throws IOException {
    int bytes = block.remaining();
    if (!writePastCache(block)) {
      writeAll(channel, block);
    }
    written += bytes;
  }

  /** Whether that could be done; if not, the block is as it was. */
  private boolean writePastCache(ByteBuffer block) throws IOException {
    if (written < cachedBytes || block.remaining() != WriteBehind.BLOCK_BYTES) {
      return false;
    }
    FileChannel past = direct();
    if (past == null) {
      return false;
    }
    int begin = block.position();
    try {
      writeAll(past, block);
      return true;
    } catch (IOException e) {
      // Another alignment than ours, or a full disk, which writing through the cache tells in better words.
      block.position(begin);
      past.close();
      direct = null;
      return false;
    }
  }

  private @Nullable FileChannel direct() {
    if (!asked && DIRECT != null) {
      asked = true;
      try {
        direct = FileChannel.open(file, StandardOpenOption.WRITE, DIRECT);
      } catch (IOException | UnsupportedOperationException e) {
        // A file system in memory, for example, has only its cache.
        direct = null;
      }
    }
    return direct;
  }

  private void writeAll(FileChannel to, ByteBuffer block) throws IOException {
    long at = written;
    while (block.hasRemaining()) {
      at += to.write(block, at);
    }
  }

  /** Has everything on the disk, however it was written. */
  void force() throws IOException {
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    try (FileChannel both = channel) {
      if (direct != null) {
        direct.close();
      }
    }
  }
}
