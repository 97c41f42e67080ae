package io.strider.actors.transport;

import io.strider.actors.walk.BulkCounters;
import io.strider.actors.walk.BulkFrames;
import io.strider.actors.walk.BulkMessage;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Artery's side of the {@link BulkFrames}: written straight into the connection's buffer, read straight from it. A frame that
 * is damaged, of another version or of an unknown kind is refused and counted.
 */
public final class BulkSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {

  private static final int IDENTIFIER = 58_402;
  private static final String MANIFEST = "b4";

  private final BulkCounters counters;

  /** Made by Pekko. */
  public BulkSerializer(ExtendedActorSystem system) {
    counters = BulkTraffic.of(system);
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return MANIFEST;
  }

  @Override
  public byte[] toBinary(Object message) {
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(BulkFrames.bytes((BulkMessage) message)));
    toBinary(message, buffer);
    return buffer.array();
  }

  @Override
  public void toBinary(Object message, ByteBuffer buffer) {
    BulkMessage bulk = (BulkMessage) message;
    BulkFrames.write(bulk, buffer);
    counters.walkersSent.add(BulkFrames.walkers(bulk));
    counters.messagesSent.increment();
    counters.bytesSent.add(BulkFrames.bytes(bulk));
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    return fromBinary(ByteBuffer.wrap(bytes), manifest);
  }

  @Override
  public Object fromBinary(ByteBuffer buffer, String manifest) throws NotSerializableException {
    try {
      if (!manifest.equals(MANIFEST)) {
        throw new IllegalArgumentException("manifest " + manifest + ", expected " + MANIFEST);
      }
      BulkMessage message = BulkFrames.read(buffer);
      counters.walkersReceived.add(BulkFrames.walkers(message));
      return message;
    } catch (IllegalArgumentException e) {
      counters.refusedFrames.increment();
      throw new NotSerializableException("a bulk frame was refused: " + e);
    }
  }
}
