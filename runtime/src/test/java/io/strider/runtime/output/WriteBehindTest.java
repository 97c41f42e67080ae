package io.strider.runtime.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteBehindTest {

  private static final int BLOCK = WriteBehind.BLOCK_BYTES;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 7 * BLOCK, 9 * BLOCK + 4097})
  void shouldWriteFilesOfAnySizePastTheCacheAndThroughIt(int size) throws IOException {
    byte[] bytes = bytes(size);
    for (long cached : new long[] {0, 2 * BLOCK, Long.MAX_VALUE}) {
      Path file = directory.resolve(size + "-" + cached);
      try (FileSink sink = new FileSink(file, cached);
          WriteBehind out = new WriteBehind(sink)) {
        writeInPieces(bytes, out);
        out.finish();
        sink.force();
      }
      assertThat(Files.readAllBytes(file)).as("the first %d bytes cached", cached).isEqualTo(bytes);
    }
  }

  @Test
  void shouldHandOverFullBlocksInOrderAndTheRestAtTheEnd() throws IOException {
    List<Integer> sizes = new ArrayList<>();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] bytes = bytes(20 * BLOCK + 5);
    try (WriteBehind out = new WriteBehind(block -> collect(block, sizes, all))) {
      writeInPieces(bytes, out);
      out.finish();
    }
    assertThat(all.toByteArray()).isEqualTo(bytes);
    assertThat(sizes).hasSize(21).endsWith(5);
    assertThat(sizes.subList(0, 20)).containsOnly(BLOCK);
  }

  @Test
  void shouldNotWaitForASlowDiskWhileThereIsAFreeBlock() throws IOException {
    CountDownLatch disk = new CountDownLatch(1);
    try (WriteBehind out = new WriteBehind(block -> await(disk))) {
      out.write(new byte[3 * BLOCK]);
      disk.countDown();
      out.finish();
    }
  }

  @Test
  void shouldTellOfAFailureAndWriteNothingAfterIt() {
    List<Integer> sizes = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              try (WriteBehind out =
                  new WriteBehind(
                      block -> {
                        sizes.add(block.remaining());
                        throw new IOException("No space left on device");
                      })) {
                for (int i = 0; i < 100; i++) {
                  out.write(new byte[BLOCK]);
                }
                out.finish();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
    assertThat(sizes).containsExactly(BLOCK);
  }

  @Test
  void shouldTellOfAFailureAtTheEnd() {
    assertThatThrownBy(
            () -> {
              try (WriteBehind out =
                  new WriteBehind(
                      block -> {
                        throw new IllegalStateException("broken");
                      })) {
                out.write(new byte[BLOCK]);
                out.finish();
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
  }

  @Test
  void shouldStopWhenItsThreadIsInterrupted() {
    CountDownLatch disk = new CountDownLatch(1);
    try {
      assertThatThrownBy(
              () -> {
                try (WriteBehind out = new WriteBehind(block -> await(disk))) {
                  out.write(new byte[3 * BLOCK]);
                  Thread.currentThread().interrupt();
                  try {
                    out.write(new byte[BLOCK]);
                  } finally {
                    disk.countDown();
                  }
                }
              })
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void shouldLeaveNoThreadWhenItIsGivenUp() throws IOException {
    List<Integer> sizes = new ArrayList<>();
    Thread[] writer = new Thread[1];
    try (WriteBehind out =
        new WriteBehind(
            block -> {
              writer[0] = Thread.currentThread();
              sizes.add(block.remaining());
            })) {
      out.write(new byte[2 * BLOCK + 7]);
    }
    assertThat(sizes).allMatch(size -> size == BLOCK);
    assertThat(writer[0] == null || !writer[0].isAlive()).isTrue();
  }

  @Test
  void shouldNotReplaceAFileThatExists() throws IOException {
    Path file = Files.writeString(directory.resolve("a"), "somebody else's");
    assertThatThrownBy(() -> new FileSink(file, 0).close()).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("somebody else's");
  }

  /** Pieces of many sizes, from single bytes to more than a block. */
  private static void writeInPieces(byte[] bytes, WriteBehind out) throws IOException {
    Random random = new Random(7);
    int at = 0;
    while (at < bytes.length) {
      if (random.nextInt(4) == 0) {
        out.write(bytes[at++]);
      } else {
        int size = Math.min(bytes.length - at, 1 + random.nextInt(1 << random.nextInt(22)));
        out.write(bytes, at, size);
        at += size;
      }
    }
  }

  private static void collect(ByteBuffer block, List<Integer> sizes, ByteArrayOutputStream all) {
    sizes.add(block.remaining());
    byte[] bytes = new byte[block.remaining()];
    block.get(bytes);
    all.writeBytes(bytes);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IOException("the disk never answered");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
