package io.strider.actors.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.strider.runtime.corpus.Wave;
import io.strider.runtime.walk.RowQuestion;
import io.strider.runtime.walk.TrailBatch;
import io.strider.runtime.walk.WalkerBatch;
import io.strider.runtime.walk.WaveAttempt;
import io.strider.runtime.walk.WaveChunk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BulkFramesTest {

  private static final int FUZZED_FRAMES = 20_000;
  private static final BatchStamp STAMP = new BatchStamp(7, 1_000_001);

  private static List<BulkMessage> messages() {
    byte[] walkers = new byte[WalkerBatch.HEADER_BYTES + 2 * WalkerBatch.WALKER_BYTES + 8];
    new Random(1).nextBytes(walkers);
    ByteBuffer.wrap(walkers).order(ByteOrder.LITTLE_ENDIAN).putInt(WalkerBatch.HEADER_BYTES - 4, 1);
    ByteBuffer trail =
        ByteBuffer.allocate(TrailBatch.HEADER_BYTES + 2 * TrailBatch.SEGMENT_BYTES + 12).order(ByteOrder.LITTLE_ENDIAN);
    trail.putLong(4).putInt(0).putInt(1).putInt(1).putInt(2).putInt(1).putInt(2 | Integer.MIN_VALUE).putInt(7).putInt(8).putInt(9);
    RowQuestion question = new RowQuestion(new WaveAttempt(3, 1), 1L << 40, 5, 6, 7, 18, new int[] {1, 2, 3}, new float[] {0.5f, 1, 2});
    Wave wave = new Wave(0, 3, 4, new int[] {5, 6, 7, 8, 9, -1, -1, -1, 5, 6, 7, -1}, new int[] {4, 1, 3});
    return List.of(
        new CorpusBuffer.Pulled(WaveChunk.of(new WaveAttempt(9, 4), 0, wave)),
        new Partition.Arrived(WalkerBatch.of(new WaveAttempt(9, 4), 2, walkers), STAMP),
        new CorpusBuffer.Dropped(TrailBatch.of(9, 2, trail.array())),
        new Partition.Asked(question, STAMP),
        new Partition.Asked(new RowQuestion(new WaveAttempt(3, 0), 1, 5, 6, 7, 18, new int[] {4}, null), STAMP));
  }

  private static byte[] bytes(BulkMessage message) {
    ByteBuffer buffer = ByteBuffer.allocate((int) BulkFrames.bytes(message));
    BulkFrames.write(message, buffer);
    assertThat(buffer.hasRemaining()).isFalse();
    return buffer.array();
  }

  @Test
  void shouldReadWhatItWrote() {
    for (BulkMessage message : messages()) {
      byte[] bytes = bytes(message);
      BulkMessage read = BulkFrames.read(ByteBuffer.wrap(bytes));
      assertThat(read).hasSameClassAs(message);
      assertThat(bytes(read)).isEqualTo(bytes);
      assertThat(BulkFrames.walkers(read)).isEqualTo(BulkFrames.walkers(message));
    }
  }

  @Test
  void shouldRefuseDamagedFramesWithoutAnythingWorse() {
    Random random = new Random(2);
    for (BulkMessage message : messages()) {
      byte[] whole = bytes(message);
      for (int i = 0; i < FUZZED_FRAMES; i++) {
        byte[] frame = java.util.Arrays.copyOf(whole, random.nextInt(2 * whole.length));
        for (int flips = random.nextInt(4); flips > 0 && frame.length > 0; flips--) {
          frame[random.nextInt(frame.length)] = (byte) random.nextInt();
        }
        try {
          BulkFrames.read(ByteBuffer.wrap(frame));
          assertThat(frame).as("only a whole frame is taken in").isEqualTo(whole);
        } catch (IllegalArgumentException refused) {
          assertThat(frame).as("a whole frame is taken in").isNotEqualTo(whole);
        } catch (RuntimeException worse) {
          fail("a damaged frame must be refused", worse);
        }
      }
    }
  }
}
