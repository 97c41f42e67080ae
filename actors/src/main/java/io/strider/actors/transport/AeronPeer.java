package io.strider.actors.transport;

import io.aeron.Publication;
import io.strider.actors.walk.BulkCounters;
import io.strider.actors.walk.BulkFrames;
import io.strider.actors.walk.BulkMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What waits for one node: a bounded queue that any thread fills and the transport's agent empties into the node's
 * publication. A frame that does not fit the queue is dropped, as is everything that waits when the other side has taken
 * nothing for the give-up timeout; both are counted, and the walk sends those walkers off again.
 */
final class AeronPeer {

  /** Bytes before each frame: number of the actor that it is for, and the complement of that number. */
  static final int ENVELOPE_BYTES = 16;

  private static final int FRAMES_AT_ONCE = 16;
  private static final int FIRST_BUFFER_BYTES = 64 << 10;

  /** The publication, or a stand-in. Used by the agent alone, but for {@link #close}. */
  interface Link {
    /** As {@link Publication#offer(DirectBuffer, int, int)}. */
    long offer(DirectBuffer buffer, int length);

    /** Bytes of the largest message. */
    int maxMessageBytes();

    /** Takes a new publication instead of one that is closed or used up. */
    void reopen();

    void close();
  }

  private record Outgoing(long destination, BulkMessage message, long bytes) {}

  private final BulkAddress address;
  private final Link link;
  private final BulkCounters counters;
  private final long queueBytes;
  private final long giveUpNanos;
  private final ManyToOneConcurrentArrayQueue<Outgoing> queue;
  private final AtomicLong bytesWaiting = new AtomicLong();
  private ByteBuffer bytes = ByteBuffer.allocate(FIRST_BUFFER_BYTES);
  private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
  private int pendingBytes;
  private int pendingWalkers;
  private boolean refused;
  private long refusedSince;

  AeronPeer(BulkAddress address, Link link, AeronSettings settings, BulkCounters counters) {
    this.address = address;
    this.link = link;
    this.counters = counters;
    this.queueBytes = settings.queueBytes();
    this.giveUpNanos = settings.giveUpTimeout().toNanos();
    this.queue = new ManyToOneConcurrentArrayQueue<>(settings.queueFrames());
  }

  BulkAddress address() {
    return address;
  }

  /** Queues a message, or drops it when too much waits already. Safe from any thread. */
  void send(long destination, BulkMessage message) {
    long size = ENVELOPE_BYTES + BulkFrames.bytes(message);
    ArteryTransport.checkSize(size, link.maxMessageBytes(), "strider.cluster.aeron.term-buffer to eight times that");
    if (bytesWaiting.addAndGet(size) > queueBytes || !queue.offer(new Outgoing(destination, message, size))) {
      bytesWaiting.addAndGet(-size);
      counters.droppedFrames.increment();
    }
  }

  /** Hands on some of what waits; returns how much there was to do. Called by the agent. */
  int work(long nowNanos) {
    int work = 0;
    while (work < FRAMES_AT_ONCE && (pendingBytes > 0 || encodeNext())) {
      long position = link.offer(buffer, pendingBytes);
      if (position > 0) {
        counters.messagesSent.increment();
        counters.bytesSent.add(pendingBytes);
        counters.walkersSent.add(pendingWalkers);
        pendingBytes = 0;
        refused = false;
        work++;
      } else {
        return work + onRefused(position, nowNanos);
      }
    }
    return work;
  }

  private boolean encodeNext() {
    Outgoing next = queue.poll();
    if (next == null) {
      return false;
    }
    bytesWaiting.addAndGet(-next.bytes());
    int size = (int) next.bytes();
    if (size > bytes.capacity()) {
      bytes = ByteBuffer.allocate(Math.max(size, 2 * bytes.capacity()));
      buffer.wrap(bytes);
    }
    bytes.clear().order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(next.destination()).putLong(~next.destination());
    BulkFrames.write(next.message(), bytes);
    pendingBytes = size;
    pendingWalkers = BulkFrames.walkers(next.message());
    return true;
  }

  /** Every answer of a publication has its reaction; the frame in hand is kept for the next turn. */
  private int onRefused(long answer, long nowNanos) {
    if (answer == Publication.ADMIN_ACTION) {
      return 1;
    }
    if (answer == Publication.CLOSED || answer == Publication.MAX_POSITION_EXCEEDED) {
      link.reopen();
      return 1;
    }
    if (!refused) {
      refused = true;
      refusedSince = nowNanos;
      counters.backPressured.add(answer == Publication.BACK_PRESSURED ? 1 : 0);
    } else if (nowNanos - refusedSince > giveUpNanos) {
      giveUp();
    }
    return 0;
  }

  private void giveUp() {
    int dropped = 1;
    for (Outgoing one = queue.poll(); one != null; one = queue.poll()) {
      bytesWaiting.addAndGet(-one.bytes());
      dropped++;
    }
    counters.droppedFrames.add(dropped);
    pendingBytes = 0;
    refused = false;
  }

  void close() {
    link.close();
  }
}
