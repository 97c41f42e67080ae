package io.strider.deploy.command;

import io.strider.runtime.common.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Standard input that can be given up while it waits: a thread of its own reads ahead by two blocks, and whoever waits
 * for it looks every {@link #POLL_MILLIS} ms whether to stop. That thread starts with the first read; it is a daemon, for
 * nothing wakes it from an idle pipe. Of one reader.
 */
final class StoppableInput extends InputStream {

  private static final int BLOCK_BYTES = 1 << 16;
  private static final int BLOCKS = 2;
  private static final long POLL_MILLIS = 50;

  /** What one read gave: so many bytes, or the end (−1), or why it failed. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Block(byte[] bytes, int length, @Nullable IOException failure) {}

  private final InputStream in;
  private final Cancellation cancellation;
  private final BlockingQueue<Block> read = new ArrayBlockingQueue<>(BLOCKS);
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BLOCKS);
  private Block block = new Block(new byte[0], 0, null);
  private int at;
  private boolean started;

  StoppableInput(InputStream in, Cancellation cancellation) {
    this.in = in;
    this.cancellation = cancellation;
  }

  @Override
  public int read() throws IOException {
    return fill() ? block.bytes[at++] & 0xff : -1;
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.strider.runtime.common.CancelledException when asked to stop while nothing comes
   */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, block.length - at);
    System.arraycopy(block.bytes, at, target, offset, count);
    at += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Waits until a byte is there; false at the end. */
  private boolean fill() throws IOException {
    if (!started) {
      started = true;
      for (int i = 0; i < BLOCKS; i++) {
        free.add(new byte[BLOCK_BYTES]);
      }
      Thread.ofPlatform().daemon().name("strider-stdin").start(this::readAhead);
    }
    while (at == block.length && block.failure == null) {
      byte[] done = block.bytes;
      block = next();
      at = 0;
      if (done.length > 0) {
        free.add(done);
      }
    }
    if (block.failure != null) {
      throw new IOException(block.failure.getMessage(), block.failure);
    }
    return block.length > 0;
  }

  private Block next() {
    try {
      Block next = null;
      while (next == null) {
        cancellation.check();
        next = read.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Block(new byte[0], 0, new IOException("interrupted while waiting for standard input", e));
    }
  }

  private void readAhead() {
    try {
      int length = 0;
      while (length >= 0) {
        byte[] bytes = free.take();
        Block next;
        try {
          length = in.read(bytes);
          next = new Block(bytes, length, null);
        } catch (IOException e) {
          length = -1;
          next = new Block(bytes, length, e);
        }
        read.put(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
