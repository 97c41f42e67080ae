package io.strider.actors.transport;

import io.strider.actors.walk.BulkMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * A transport that loses, doubles, delays and overtakes what it is given, by a seeded choice for each message; what is
 * delayed goes out after so many later ones. Between actors of one process too. Named by
 * {@code strider.cluster.bulk.wrapper}, for tests only.
 */
public final class FaultyTransport implements BulkTransport {

  static final String SEED = "strider.test.fault-seed";

  /** Per mille of all messages, for each fault. */
  private static final int LOST = 20;

  private static final int DOUBLED = 60;
  private static final int OVERTAKEN = 60;
  private static final int DELAYED = 20;
  private static final int OVERTAKEN_BY = 4;
  private static final int DELAYED_BY = 2_000;

  static final AtomicLong LOSSES = new AtomicLong();
  static final AtomicLong DOUBLES = new AtomicLong();
  static final AtomicLong LATE = new AtomicLong();

  /** Directories of the media drivers that the wrapped transports use. */
  static final Set<String> DRIVERS = ConcurrentHashMap.newKeySet();

  private final BulkTransport inner;
  private final Random random = new Random(Long.getLong(SEED, 1));
  private final List<Held> held = new ArrayList<>();
  private long sends;

  private record Held(long due, Runnable send) {}

  /** Made by {@link BulkTransports}. */
  public FaultyTransport(BulkTransport inner) {
    this.inner = inner;
    DRIVERS.add(inner.address().driver().replaceAll("@.*", ""));
    DRIVERS.remove("");
  }

  @Override
  public synchronized <M extends BulkMessage> void send(ActorRef<? super M> to, M message) {
    Runnable send = () -> inner.send(to, message);
    sends++;
    int fate = random.nextInt(1000);
    if (fate < LOST) {
      LOSSES.incrementAndGet();
    } else if ((fate -= LOST) < DOUBLED) {
      DOUBLES.incrementAndGet();
      send.run();
      held.add(new Held(sends + random.nextInt(OVERTAKEN_BY), send));
    } else if ((fate -= DOUBLED) < OVERTAKEN) {
      LATE.incrementAndGet();
      held.add(new Held(sends + 1 + random.nextInt(OVERTAKEN_BY), send));
    } else if (fate - OVERTAKEN < DELAYED) {
      LATE.incrementAndGet();
      held.add(new Held(sends + 1 + random.nextInt(DELAYED_BY), send));
    } else {
      send.run();
    }
    held.removeIf(
        one -> {
          boolean due = one.due() <= sends;
          if (due) {
            one.send().run();
          }
          return due;
        });
  }

  @Override
  public BulkAddress address() {
    return inner.address();
  }

  @Override
  public String carrier() {
    return inner.carrier();
  }

  @Override
  public void connect(Collection<BulkAddress> peers) {
    inner.connect(peers);
  }

  @Override
  public void disconnect(String node) {
    inner.disconnect(node);
  }

  @Override
  public <C> void expose(ActorRef<C> actor, Class<C> protocol) {
    inner.expose(actor, protocol);
  }

  @Override
  public void withdraw(ActorRef<?> actor) {
    inner.withdraw(actor);
  }

  @Override
  public void close() {
    inner.close();
  }
}
