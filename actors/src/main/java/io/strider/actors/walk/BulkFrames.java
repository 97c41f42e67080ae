package io.strider.actors.walk;

import io.strider.runtime.walk.RowQuestion;
import io.strider.runtime.walk.TrailBatch;
import io.strider.runtime.walk.WalkerBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The wire layout of {@link BulkMessage}s: version (4 bytes), wave (8), count (4), then columns; little-endian. */
public final class BulkFrames {

  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 16;
  private static final int QUESTION_BYTES = HEADER_BYTES + 8 + 5 * 4;
  private static final String WALKERS = "w1";
  private static final String TRAIL = "t1";
  private static final String QUESTION = "q1";

  private BulkFrames() {}

  /** The kind of a message. */
  public static String manifest(BulkMessage message) {
    return switch (message) {
      case Partition.Arrived arrived -> WALKERS;
      case CorpusBuffer.Dropped dropped -> TRAIL;
      case Partition.Asked asked -> QUESTION;
    };
  }

  /** Walkers that a message moves. */
  public static int walkers(BulkMessage message) {
    return switch (message) {
      case Partition.Arrived arrived -> arrived.batch().count();
      case CorpusBuffer.Dropped dropped -> 0;
      case Partition.Asked asked -> 1;
    };
  }

  /** Bytes of a frame. */
  public static int bytes(BulkMessage message) {
    return switch (message) {
      case Partition.Arrived arrived -> HEADER_BYTES + arrived.batch().bytes().length;
      case CorpusBuffer.Dropped dropped -> HEADER_BYTES + dropped.trail().bytes().length;
      case Partition.Asked asked ->
          QUESTION_BYTES + asked.question().targets().length * (asked.question().weights() == null ? 4 : 8);
    };
  }

  /** Writes a frame at the buffer's position. */
  public static void write(BulkMessage message, ByteBuffer buffer) {
    buffer.order(ByteOrder.LITTLE_ENDIAN).putInt(VERSION);
    switch (message) {
      case Partition.Arrived arrived ->
          buffer.putLong(arrived.batch().wave()).putInt(arrived.batch().count()).put(arrived.batch().bytes());
      case CorpusBuffer.Dropped dropped ->
          buffer.putLong(dropped.trail().wave()).putInt(dropped.trail().count()).put(dropped.trail().bytes());
      case Partition.Asked asked -> writeQuestion(asked.question(), buffer);
    }
  }

  private static void writeQuestion(RowQuestion question, ByteBuffer buffer) {
    float[] weights = question.weights();
    int[] targets = question.targets();
    buffer.putLong(question.wave()).putInt(targets.length).putLong(question.walkId()).putInt(question.step());
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

  /**
   * Reads a frame to the end of the buffer.
   *
   * @throws IllegalArgumentException when it is of another version or kind, or its lengths do not fit
   */
  public static BulkMessage read(ByteBuffer buffer, String manifest) {
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    int version = buffer.getInt();
    if (version != VERSION) {
      throw new IllegalArgumentException("version " + version + ", expected " + VERSION);
    }
    long wave = buffer.getLong();
    int count = buffer.getInt();
    return switch (manifest) {
      case WALKERS -> new Partition.Arrived(WalkerBatch.of(wave, count, rest(buffer)));
      case TRAIL -> new CorpusBuffer.Dropped(TrailBatch.of(wave, count, rest(buffer)));
      case QUESTION -> new Partition.Asked(readQuestion(wave, count, buffer));
      default -> throw new IllegalArgumentException("unknown kind " + manifest);
    };
  }

  private static byte[] rest(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static RowQuestion readQuestion(long wave, int count, ByteBuffer buffer) {
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
    return new RowQuestion(wave, walkId, step, previous, current, trial, targets, weights);
  }
}
