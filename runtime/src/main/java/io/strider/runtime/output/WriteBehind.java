package io.strider.runtime.output;

import io.strider.runtime.common.ThreadEnds;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Hands what is written to a thread of its own, a block at a time, so that whoever produces it need not wait for the disk
 * while there is a free block. {@link #finish} hands over the rest and tells whether all went well; closed without it, what
 * has not reached the sink never does. A failure of the sink is thrown by the next call that hands a block over. Used by one
 * thread at a time; one that is interrupted while it waits gets an {@link InterruptedIOException} and stays interrupted.
 */
final class WriteBehind extends OutputStream {

  /** Bytes of a block: what the sink gets at once, but for the last. */
  static final int BLOCK_BYTES = 1 << 20;

  /** Blocks begin at a multiple of this, as writing past the page cache wants it. */
  static final int ALIGNMENT = 4096;

  /** Blocks in all: one to fill, one to write, and two between them. */
  private static final int BLOCKS = 4;

  /** Behind the last block. */
  private static final ByteBuffer END = ByteBuffer.allocate(0);

  /** Where the blocks go, one after the other; called by one thread at a time. */
  @FunctionalInterface
  interface Sink {

    /**
     * Takes all that is left in a block.
     *
     * @param block has {@link #BLOCK_BYTES} bytes, the last one may have fewer
     */
    void write(ByteBuffer block) throws IOException;
  }

  private final Sink sink;
  private final Arena arena = Arena.ofShared();
  private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(BLOCKS);
  private final BlockingQueue<ByteBuffer> full = new ArrayBlockingQueue<>(BLOCKS + 1);
  private ByteBuffer block;
  private int blocks;
  private @Nullable Thread writer;
  private volatile @Nullable Throwable failure;
  private boolean closed;

  WriteBehind(Sink sink) {
    this.sink = sink;
    block = newBlock();
  }

  private ByteBuffer newBlock() {
    blocks++;
    return arena.allocate(BLOCK_BYTES, ALIGNMENT).asByteBuffer();
  }

  @Override
  public void write(int value) throws IOException {
    block.put((byte) value);
    if (!block.hasRemaining()) {
      handOver();
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int from = offset;
    int left = length;
    while (left > 0) {
      int part = Math.min(left, block.remaining());
      block.put(bytes, from, part);
      from += part;
      left -= part;
      if (!block.hasRemaining()) {
        handOver();
      }
    }
  }

  private void handOver() throws IOException {
    if (writer == null) {
      writer = Thread.ofPlatform().daemon().name("strider-write-behind").start(this::writeBlocks);
    }
    full.add(block);
    block = blocks < BLOCKS ? newBlock() : awaitFree();
    throwFailure();
  }

  private ByteBuffer awaitFree() throws InterruptedIOException {
    try {
      return free.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interruption = new InterruptedIOException("interrupted while waiting for the disk");
      failure = interruption;
      throw interruption;
    }
  }

  private void writeBlocks() {
    try {
      for (ByteBuffer next = full.take(); next.capacity() > 0; next = full.take()) {
        if (failure == null) {
          attempt(next);
        }
        free.add(next.clear());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private void attempt(ByteBuffer next) {
    try {
      sink.write(next.flip());
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
  }

  private void throwFailure() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  /** Writes what is left, and waits until the sink has everything. */
  void finish() throws IOException {
    end();
    throwFailure();
    if (block.position() > 0) {
      sink.write(block.flip());
      block.clear();
    }
  }

  private void end() {
    Thread running = writer;
    if (running != null) {
      full.add(END);
      ThreadEnds.await(running);
      writer = null;
    }
  }

  /** Gives up what was not finished. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (failure == null) {
        failure = new IOException("closed");
      }
      end();
      arena.close();
    }
  }
}
