package io.strider.actors.transport;

import io.strider.actors.walk.BulkCounters;
import io.strider.actors.walk.BulkFrames;
import io.strider.actors.walk.BulkMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.DirectBuffer;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Who can be reached here, and what arrives for them. An actor's number follows from its path and incarnation, so that both
 * sides know it without telling each other. Frames for nobody are late ones of a pass that is over, and are ignored; damaged
 * ones, and those for an actor that takes other messages, are refused and counted. Safe from any thread.
 */
final class AeronInbox {

  private record Endpoint(ActorRef<BulkMessage> actor, Class<?> protocol) {}

  private final Map<Long, Endpoint> endpoints = new ConcurrentHashMap<>();
  private final BulkCounters counters;

  AeronInbox(BulkCounters counters) {
    this.counters = counters;
  }

  /** The number of an actor, here or elsewhere. */
  static long number(ActorRef<?> actor) {
    ActorPath path = actor.path();
    return ((long) path.uid() << 32) | (path.name().hashCode() & 0xFFFF_FFFFL);
  }

  void expose(ActorRef<?> actor, Class<?> protocol) {
    Endpoint other = endpoints.putIfAbsent(number(actor), new Endpoint(actor.unsafeUpcast(), protocol));
    if (other != null && !other.actor().equals(actor)) {
      throw new IllegalStateException(actor + " and " + other.actor() + " have one number");
    }
  }

  void withdraw(ActorRef<?> actor) {
    endpoints.remove(number(actor));
  }

  /** Takes in one message of a stream. */
  void receive(DirectBuffer buffer, int offset, int length) {
    try {
      if (length < AeronPeer.ENVELOPE_BYTES) {
        throw new IllegalArgumentException(length + " bytes");
      }
      long number = buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
      if (buffer.getLong(offset + Long.BYTES, ByteOrder.LITTLE_ENDIAN) != ~number) {
        throw new IllegalArgumentException("damaged envelope");
      }
      Endpoint endpoint = endpoints.get(number);
      if (endpoint == null) {
        return;
      }
      BulkMessage message =
          BulkFrames.read(view(buffer, offset + AeronPeer.ENVELOPE_BYTES, length - AeronPeer.ENVELOPE_BYTES));
      if (!endpoint.protocol().isInstance(message)) {
        throw new IllegalArgumentException("not for " + endpoint.actor());
      }
      counters.walkersReceived.add(BulkFrames.walkers(message));
      endpoint.actor().tell(message);
    } catch (IllegalArgumentException refused) {
      counters.refusedFrames.increment();
    }
  }

  /** The bytes where they are: in the stream's log, or in an array when a message was put together from fragments. */
  private static ByteBuffer view(DirectBuffer buffer, int offset, int length) {
    ByteBuffer whole = buffer.byteBuffer();
    byte[] array = buffer.byteArray();
    ByteBuffer view = whole != null ? whole.duplicate() : ByteBuffer.wrap(array);
    int from = buffer.wrapAdjustment() + offset;
    return view.limit(from + length).position(from);
  }
}
