package io.strider.actors.transport;

import io.aeron.Publication;
import io.strider.actors.walk.BulkCounters;
import io.strider.actors.walk.BulkFrames;
import io.strider.actors.walk.BulkMessage;
import io.strider.actors.walk.BulkSender;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one node: whoever sends puts the frame into the node's publication itself, and only what that does not take, or what comes
 * meanwhile, waits in a bounded queue that the transport's agent empties. A frame that does not fit the queue is dropped, as is everything that waits when the other side has taken
 * nothing for the give-up timeout; both are counted, and the walk sends those walkers off again. Where something else can carry them,
 * a node that takes nothing, or was not there for the connect timeout, gets what waits, and all that follows, by that.
 */
final class AeronPeer {

  /** Bytes before each frame: number of the actor that it is for, and the complement of that number. */
  static final int ENVELOPE_BYTES = 16;

  private static final Logger LOG = LoggerFactory.getLogger(AeronPeer.class);
  private static final int FRAMES_AT_ONCE = 16;
  private static final int FIRST_BUFFER_BYTES = 64 << 10;

  /** The publication, or a stand-in. Used by one thread at a time, but for {@link #close}. */
  interface Link {
    /** As {@link Publication#offer(DirectBuffer, int, int)}. */
    long offer(DirectBuffer buffer, int length);

    /** Bytes of the largest message. */
    int maxMessageBytes();

    /** Takes a new publication instead of one that is closed or used up. */
    void reopen();

    void close();
  }

  private record Outgoing(ActorRef<BulkMessage> to, BulkMessage message, long bytes) {}

  private final BulkAddress address;
  private final Link link;
  private final BulkCounters counters;
  private final @Nullable BulkSender otherwise;
  private final long queueBytes;
  private final long connectNanos;
  private final long giveUpNanos;
  private final ManyToOneConcurrentArrayQueue<Outgoing> queue;
  private final AtomicLong bytesWaiting = new AtomicLong();

  /** Held by who uses the publication and the fields below. */
  private final ReentrantLock turn = new ReentrantLock();

  private ByteBuffer bytes = ByteBuffer.allocate(FIRST_BUFFER_BYTES);
  private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
  private @Nullable Outgoing pending;
  private int pendingBytes;
  private boolean connected;
  private boolean refused;
  private long refusedSince;
  private volatile boolean unreachable;

  /**
   * What waits for the node at {@code address}.
   *
   * @param otherwise carries what this cannot; null if nothing does
   */
  AeronPeer(
      BulkAddress address, Link link, AeronSettings settings, BulkCounters counters, @Nullable BulkSender otherwise) {
    this.address = address;
    this.link = link;
    this.counters = counters;
    this.otherwise = otherwise;
    this.queueBytes = settings.queueBytes();
    this.connectNanos = settings.connectTimeout().toNanos();
    this.giveUpNanos = settings.giveUpTimeout().toNanos();
    this.queue = new ManyToOneConcurrentArrayQueue<>(settings.queueFrames());
  }

  BulkAddress address() {
    return address;
  }

  /** Whether this has been given up, and all goes by what carries the rest. Safe from any thread. */
  boolean isUnreachable() {
    return unreachable;
  }

  /** Sends a message at once if nothing waits, or queues it, or drops it when too much waits already. Safe from any thread. */
  void send(ActorRef<? super BulkMessage> to, BulkMessage message) {
    if (otherwise != null && unreachable) {
      otherwise.send(to, message);
      return;
    }
    long size = ENVELOPE_BYTES + BulkFrames.bytes(message);
    ArteryTransport.checkSize(size, link.maxMessageBytes(), "strider.cluster.aeron.term-buffer to eight times that");
    Outgoing frame = new Outgoing(to.unsafeUpcast(), message, size);
    if (bytesWaiting.get() == 0 && turn.tryLock()) {
      try {
        if (pending == null && queue.isEmpty()) {
          encode(frame);
          offered(link.offer(buffer, pendingBytes));
          return;
        }
      } finally {
        turn.unlock();
      }
    }
    if (bytesWaiting.addAndGet(size) > queueBytes || !queue.offer(frame)) {
      bytesWaiting.addAndGet(-size);
      counters.droppedFrames.increment();
    }
  }

  /** Hands on some of what waits; returns how much there was to do. Called by the agent. */
  int work(long nowNanos) {
    turn.lock();
    try {
      return workInTurn(nowNanos);
    } finally {
      turn.unlock();
    }
  }

  private int workInTurn(long nowNanos) {
    if (unreachable) {
      return giveUp();
    }
    int work = 0;
    while (work < FRAMES_AT_ONCE && (pending != null || encodeNext())) {
      long position = link.offer(buffer, pendingBytes);
      if (!offered(position)) {
        return work + onRefused(position, nowNanos);
      }
      work++;
    }
    return work;
  }

  /** Whether the frame in hand was taken. Otherwise it is the agent that sees to it, at its next turn. */
  private boolean offered(long position) {
    if (position <= 0) {
      return false;
    }
    counters.messagesSent.increment();
    counters.bytesSent.add(pendingBytes);
    counters.walkersSent.add(BulkFrames.walkers(Objects.requireNonNull(pending).message()));
    pending = null;
    refused = false;
    connected = true;
    return true;
  }

  private @Nullable Outgoing take() {
    Outgoing next = queue.poll();
    if (next != null) {
      bytesWaiting.addAndGet(-next.bytes());
    }
    return next;
  }

  private boolean encodeNext() {
    Outgoing next = take();
    if (next == null) {
      return false;
    }
    encode(next);
    return true;
  }

  private void encode(Outgoing next) {
    int size = (int) next.bytes();
    if (size > bytes.capacity()) {
      bytes = ByteBuffer.allocate(Math.max(size, 2 * bytes.capacity()));
      buffer.wrap(bytes);
    }
    bytes.clear().order(ByteOrder.LITTLE_ENDIAN);
    long destination = AeronInbox.number(next.to());
    bytes.putLong(destination).putLong(~destination);
    BulkFrames.write(next.message(), bytes);
    pendingBytes = size;
    pending = next;
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
    } else if (nowNanos - refusedSince > (otherwise == null || connected ? giveUpNanos : connectNanos)) {
      if (otherwise != null) {
        unreachable = true;
        LOG.warn("node {} takes nothing by Aeron: walkers and trails go there by Artery", address.node());
      }
      return giveUp();
    }
    return 0;
  }

  /** Gives the node up. Called by the agent. */
  void abandon() {
    turn.lock();
    try {
      unreachable = true;
      int frames = giveUp();
      LOG.debug("{} frames to {} given up", frames, address.node());
    } finally {
      turn.unlock();
    }
  }

  /** Drops what waits, or has it carried otherwise; returns how much that was. */
  private int giveUp() {
    int frames = 0;
    Outgoing one = pending == null ? take() : pending;
    pending = null;
    while (one != null) {
      frames++;
      if (otherwise == null) {
        counters.droppedFrames.increment();
      } else {
        otherwise.send(one.to(), one.message());
      }
      one = take();
    }
    refused = false;
    return frames;
  }

  void close() {
    link.close();
  }
}
