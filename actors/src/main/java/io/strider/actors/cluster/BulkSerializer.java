package io.strider.actors.cluster;

import io.strider.actors.walk.BulkFrames;
import io.strider.actors.walk.BulkMessage;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Walkers and trails in the layout of their batches behind a short header ({@link BulkFrames}), into and out of the
 * transport's own buffer. A frame that is cut off, of another version or of an unknown kind is refused and counted.
 */
public final class BulkSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {

  private static final int IDENTIFIER = 58_402;

  private final NodeCounters counters;

  /** Made by Pekko. */
  public BulkSerializer(ExtendedActorSystem system) {
    counters = NodeCounters.ID.get(system);
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return BulkFrames.manifest((BulkMessage) message);
  }

  @Override
  public byte[] toBinary(Object message) {
    ByteBuffer buffer = ByteBuffer.allocate(BulkFrames.bytes((BulkMessage) message));
    toBinary(message, buffer);
    return buffer.array();
  }

  @Override
  public void toBinary(Object message, ByteBuffer buffer) {
    counters.walkersSent.add(BulkFrames.walkers((BulkMessage) message));
    BulkFrames.write((BulkMessage) message, buffer);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    return fromBinary(ByteBuffer.wrap(bytes), manifest);
  }

  @Override
  public Object fromBinary(ByteBuffer buffer, String manifest) throws NotSerializableException {
    try {
      BulkMessage message = BulkFrames.read(buffer, manifest);
      counters.walkersReceived.add(BulkFrames.walkers(message));
      return message;
    } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
      counters.refusedFrames.increment();
      throw new NotSerializableException("a bulk frame of kind " + manifest + " was refused: " + e);
    }
  }
}
