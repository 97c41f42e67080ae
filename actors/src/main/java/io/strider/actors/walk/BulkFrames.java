package io.strider.actors.walk;

import io.strider.runtime.walk.RowQuestion;
import io.strider.runtime.walk.TrailBatch;
import io.strider.runtime.walk.WalkerBatch;
import io.strider.runtime.walk.WaveAttempt;
import io.strider.runtime.walk.WaveChunk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The wire layout of {@link BulkMessage}s, the same on every transport; little-endian. A header of 40 bytes: magic (4),
 * version (2), kind (2), bytes of the whole frame (4), CRC-32C of everything but itself (4), wave (8), attempt (4), sender
 * (4), sequence number (4), count (4); then the columns of the batch, or the fields of the question. Trails have neither
 * attempt nor stamp: 0. A chunk of a complete wave has no sender: 0; its number in the wave is the sequence number.
 */
public final class BulkFrames {

  /** Bytes of a frame's header. */
  public static final int HEADER_BYTES = 40;

  private static final int MAGIC = 0x4B4C5542;
  private static final short VERSION = 4;
  private static final int CRC_AT = 12;
  private static final int CRC_END = 16;
  private static final int QUESTION_BYTES = HEADER_BYTES + 8 + 5 * 4;
  private static final short WALKERS = 1;
  private static final short TRAIL = 2;
  private static final short QUESTION = 3;
  private static final short CHUNK = 4;

  private BulkFrames() {}

  /** Walkers that a message moves. */
  public static int walkers(BulkMessage message) {
    return switch (message) {
      case Partition.Arrived arrived -> arrived.batch().count();
      case CorpusBuffer.Dropped dropped -> 0;
      case CorpusBuffer.Pulled pulled -> 0;
      case Partition.Asked asked -> 1;
    };
  }

  /** Bytes of a frame; may be more than an int holds. */
  public static long bytes(BulkMessage message) {
    return switch (message) {
      case Partition.Arrived arrived -> HEADER_BYTES + (long) arrived.batch().bytes().length;
      case CorpusBuffer.Dropped dropped -> HEADER_BYTES + (long) dropped.trail().bytes().length;
      case CorpusBuffer.Pulled pulled -> HEADER_BYTES + (long) pulled.chunk().bytes().length;
      case Partition.Asked asked ->
          QUESTION_BYTES + asked.question().targets().length * (asked.question().weights() == null ? 4L : 8L);
    };
  }

  /** Writes a frame at the buffer's position; the columns are copied once, from the batch into the buffer. */
  public static void write(BulkMessage message, ByteBuffer buffer) {
    int from = buffer.position();
    buffer.order(ByteOrder.LITTLE_ENDIAN).putInt(MAGIC).putShort(VERSION);
    int bytes = Math.toIntExact(bytes(message));
    switch (message) {
      case Partition.Arrived arrived -> {
        WalkerBatch batch = arrived.batch();
        buffer.putShort(WALKERS).putInt(bytes).putInt(0);
        writeIdentity(batch.attempt(), arrived.stamp(), buffer);
        buffer.putInt(batch.count()).put(batch.bytes());
      }
      case CorpusBuffer.Dropped dropped -> {
        TrailBatch trail = dropped.trail();
        buffer.putShort(TRAIL).putInt(bytes).putInt(0);
        buffer.putLong(trail.wave()).putInt(0).putInt(0).putInt(0).putInt(trail.count()).put(trail.bytes());
      }
      case CorpusBuffer.Pulled pulled -> {
        WaveChunk chunk = pulled.chunk();
        buffer.putShort(CHUNK).putInt(bytes).putInt(0);
        writeIdentity(chunk.attempt(), new BatchStamp(0, chunk.number()), buffer);
        buffer.putInt(chunk.rows()).put(chunk.bytes());
      }
      case Partition.Asked asked -> {
        buffer.putShort(QUESTION).putInt(bytes).putInt(0);
        writeIdentity(asked.question().attempt(), asked.stamp(), buffer);
        writeQuestion(asked.question(), buffer);
      }
    }
    buffer.putInt(from + CRC_AT, crc(buffer, from, buffer.position()));
  }

  private static void writeIdentity(WaveAttempt attempt, BatchStamp stamp, ByteBuffer buffer) {
    buffer.putLong(attempt.wave()).putInt(attempt.attempt()).putInt(stamp.sender()).putInt(stamp.sequence());
  }

  private static void writeQuestion(RowQuestion question, ByteBuffer buffer) {
    float[] weights = question.weights();
    int[] targets = question.targets();
    buffer.putInt(targets.length).putLong(question.walkId()).putInt(question.step());
    buffer.putInt(question.previous()).putInt(question.current()).putInt(question.trial());
    buffer.putInt(weights == null ? 0 : 1);
    for (int target : targets) {
      buffer.putInt(target);
    }
    if (weights != null) {
      for (float weight : weights) {
        buffer.putFloat(weight);
      }
    }
  }

  private static int crc(ByteBuffer buffer, int from, int to) {
    CRC32C crc = new CRC32C();
    ByteBuffer view = buffer.duplicate();
    crc.update(view.limit(from + CRC_AT).position(from));
    crc.update(view.limit(to).position(from + CRC_END));
    return (int) crc.getValue();
  }

  /**
   * Reads the frame that reaches to the end of the buffer.
   *
   * @throws IllegalArgumentException when it is no frame, one of another version or kind, or damaged
   */
  public static BulkMessage read(ByteBuffer buffer) {
    int from = buffer.position();
    int bytes = buffer.remaining();
    if (bytes < HEADER_BYTES) {
      throw new IllegalArgumentException(bytes + " bytes, fewer than a header");
    }
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    int magic = buffer.getInt();
    short version = buffer.getShort();
    if (magic != MAGIC || version != VERSION) {
      throw new IllegalArgumentException("magic " + magic + " and version " + version + ", expected " + VERSION);
    }
    short kind = buffer.getShort();
    int length = buffer.getInt();
    if (length != bytes || buffer.getInt() != crc(buffer, from, from + bytes)) {
      throw new IllegalArgumentException("a damaged frame of " + bytes + " bytes that says " + length);
    }
    WaveAttempt attempt = new WaveAttempt(buffer.getLong(), buffer.getInt());
    BatchStamp stamp = new BatchStamp(buffer.getInt(), buffer.getInt());
    int count = buffer.getInt();
    return switch (kind) {
      case WALKERS -> new Partition.Arrived(WalkerBatch.of(attempt, count, rest(buffer)), stamp);
      case TRAIL -> new CorpusBuffer.Dropped(TrailBatch.of(attempt.wave(), count, rest(buffer)));
      case CHUNK -> new CorpusBuffer.Pulled(WaveChunk.of(attempt, stamp.sequence(), count, rest(buffer)));
      case QUESTION -> new Partition.Asked(readQuestion(attempt, count, buffer), stamp);
      default -> throw new IllegalArgumentException("unknown kind " + kind);
    };
  }

  private static byte[] rest(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static RowQuestion readQuestion(WaveAttempt attempt, int count, ByteBuffer buffer) {
    if (buffer.remaining() < QUESTION_BYTES - HEADER_BYTES) {
      throw new IllegalArgumentException("a question of " + buffer.remaining() + " bytes");
    }
    long walkId = buffer.getLong();
    int step = buffer.getInt();
    int previous = buffer.getInt();
    int current = buffer.getInt();
    int trial = buffer.getInt();
    boolean weighted = buffer.getInt() != 0;
    if (count < 1 || buffer.remaining() != (weighted ? 8L : 4L) * count) {
      throw new IllegalArgumentException(buffer.remaining() + " bytes for a row of " + count);
    }
    int[] targets = new int[count];
    for (int i = 0; i < count; i++) {
      targets[i] = buffer.getInt();
    }
    float[] weights = weighted ? new float[count] : null;
    for (int i = 0; weights != null && i < count; i++) {
      weights[i] = buffer.getFloat();
    }
    return new RowQuestion(attempt, walkId, step, previous, current, trial, targets, weights);
  }
}
