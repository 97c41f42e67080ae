package io.strider.actors.transport;

import io.aeron.Aeron;
import io.aeron.CncFileDescriptor;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.strider.actors.walk.BulkCounters;
import io.strider.actors.walk.BulkMessage;
import io.strider.actors.walk.BulkSender;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.time.Clock;
import java.io.File;
import java.nio.MappedByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bulk by Aeron: shared memory between nodes of one media driver, UDP between others. One stream in, one publication out a
 * node; an agent thread empties the queues and reads the streams. Aeron encrypts nothing. With something that carries the rest, nodes
 * that cannot be reached so are sent to by that, and the loss of the media driver is none of the run.
 */
final class AeronTransport implements BulkTransport, Agent {

  static final String NAME = "aeron";

  private static final Logger LOG = LoggerFactory.getLogger(AeronTransport.class);
  private static final String IPC = "aeron:ipc";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

  /** Between closing all streams and unmapping their memory: who is putting a frame into one must have seen it. */
  private static final Duration CLOSE_LINGER = Duration.ofMillis(50);

  private static final int FRAGMENTS_AT_ONCE = 64;

  private final AeronSettings settings;
  private final BulkCounters counters;
  private final Clock clock;
  private final @Nullable BulkSender otherwise;
  private final Consumer<ClusterException> onFailure;
  private final @Nullable MediaDriver driver;
  private final Aeron aeron;
  private final Subscription memory;
  private final Subscription network;
  private final BulkAddress address;
  private final AeronInbox inbox;
  private final Map<String, AeronPeer> peers = new ConcurrentHashMap<>();
  private final Set<String> withArtery = ConcurrentHashMap.newKeySet();
  private final Queue<Integer> goneSessions = new ConcurrentLinkedQueue<>();
  private final FragmentAssembler assembler;
  private final AgentRunner runner;
  private volatile @Nullable ClusterException failure;

  /**
   * Starts it.
   *
   * @param otherwise carries what this cannot, to nodes that take bulk by Artery too; null if all must go by Aeron
   * @param onFailure hears once, from the agent's thread, when the media driver is gone and nothing can be sent any more
   * @throws ClusterException when there is no media driver, or no socket
   */
  AeronTransport(
      String node,
      AeronSettings settings,
      BulkCounters counters,
      @Nullable BulkSender otherwise,
      Consumer<ClusterException> onFailure) {
    this.settings = settings;
    this.counters = counters;
    this.clock = Clock.SYSTEM;
    this.otherwise = otherwise;
    this.onFailure = onFailure;
    inbox = new AeronInbox(counters);
    assembler = new FragmentAssembler((buffer, offset, length, header) -> inbox.receive(buffer, offset, length));
    boolean own = settings.directory().isEmpty();
    File directory = own ? MediaDrivers.freshDirectory() : new File(settings.directory());
    if (!own && !MediaDrivers.isActive(directory)) {
      throw new ClusterException("no media driver runs in " + directory + ": start 'strider media-driver' first");
    }
    driver = own ? MediaDrivers.launch(directory, settings) : null;
    Aeron client = null;
    try {
      client =
          Aeron.connect(
              new Aeron.Context()
                  .aeronDirectoryName(directory.getAbsolutePath())
                  .driverTimeoutMs(START_TIMEOUT.toMillis())
                  .closeLingerDurationNs(CLOSE_LINGER.toNanos())
                  .unavailableImageHandler(image -> goneSessions.add(image.sessionId()))
                  .errorHandler(e -> LOG.warn("Aeron: {}", e.toString())));
      aeron = client;
      int stream = (int) aeron.nextCorrelationId();
      memory = aeron.addSubscription(IPC, stream);
      network = aeron.addSubscription("aeron:udp?endpoint=" + settings.host() + ":" + settings.port(), stream);
      address = new BulkAddress(node, otherwise == null ? NAME : ArteryTransport.AUTO, endpoint(network), stream, driverId());
    } catch (RuntimeException e) {
      CloseHelper.quietCloseAll(client, driver);
      throw new ClusterException("cannot use the Aeron media driver in " + directory + ": " + e.getMessage());
    }
    runner = new AgentRunner(MediaDrivers.idle(), e -> LOG.warn("bulk by Aeron: {}", e.toString()), null, this);
    AgentRunner.startOnThread(runner);
  }

  /** {@code host:port} that the driver has bound. */
  private String endpoint(Subscription subscription) {
    IdleStrategy idle = MediaDrivers.idle();
    long begin = clock.nanoTime();
    while (true) {
      String resolved = subscription.resolvedEndpoint();
      if (resolved != null) {
        return resolved;
      }
      if (clock.nanoTime() - begin > START_TIMEOUT.toNanos()) {
        throw new ClusterException("cannot listen at " + subscription.channel());
      }
      idle.idle();
    }
  }

  /** The same for everyone who uses this driver, and for nobody else. */
  private String driverId() {
    MappedByteBuffer file = aeron.context().mapExistingCncFile(message -> {});
    if (file == null) {
      throw new ClusterException("no media driver in " + aeron.context().aeronDirectoryName());
    }
    try {
      DirectBuffer facts = CncFileDescriptor.createMetaDataBuffer(file);
      return aeron.context().aeronDirectoryName()
          + "@" + CncFileDescriptor.pid(facts)
          + "@" + CncFileDescriptor.startTimestampMs(facts);
    } finally {
      IoUtil.unmap(file);
    }
  }

  @Override
  public BulkAddress address() {
    return address;
  }

  @Override
  public String carrier() {
    if (otherwise == null) {
      return NAME;
    }
    if (failure != null) {
      return ArteryTransport.NAME;
    }
    boolean all = withArtery.isEmpty() && peers.values().stream().noneMatch(AeronPeer::isUnreachable);
    boolean none = !all && peers.values().stream().allMatch(AeronPeer::isUnreachable);
    return all ? NAME : none ? ArteryTransport.NAME : NAME + "+" + ArteryTransport.NAME;
  }

  @Override
  public void connect(Collection<BulkAddress> others) {
    for (BulkAddress other : others) {
      if (other.node().equals(address.node())) {
        continue;
      }
      if (otherwise == null) {
        ArteryTransport.checkTransport(other, NAME);
        open(other);
      } else if (other.transport().equals(ArteryTransport.NAME) || !tryOpen(other)) {
        disconnect(other.node());
        withArtery.add(other.node());
      }
    }
  }

  private boolean tryOpen(BulkAddress other) {
    try {
      open(other);
      withArtery.remove(other.node());
      return true;
    } catch (ClusterException e) {
      LOG.warn("{}: walkers and trails go there by Artery", e.getMessage());
      return false;
    }
  }

  private void open(BulkAddress other) {
    peers.compute(
        other.node(), (node, known) -> known != null && known.address().equals(other) ? known : replace(known, other));
  }

  private AeronPeer replace(@Nullable AeronPeer known, BulkAddress other) {
    String channel = other.driver().equals(address.driver()) ? IPC : "aeron:udp?endpoint=" + other.endpoint();
    try {
      AeronPeer peer = new AeronPeer(other, new Published(aeron, channel, other.stream()), settings, counters, otherwise);
      if (known != null) {
        known.close();
      }
      return peer;
    } catch (RuntimeException e) {
      throw new ClusterException("cannot send to " + other.node() + " by " + channel + ": " + e.getMessage());
    }
  }

  @Override
  public void disconnect(String node) {
    withArtery.remove(node);
    AeronPeer gone = peers.remove(node);
    if (gone != null) {
      gone.close();
    }
  }

  @Override
  public <M extends BulkMessage> void send(ActorRef<? super M> to, M message) {
    Address home = to.path().address();
    if (home.hasLocalScope()) {
      to.tell(message);
      return;
    }
    ClusterException failed = failure;
    AeronPeer peer = peers.get(home.getHost().orElse("") + ":" + home.getPort().orElse(0));
    if (otherwise != null && (failed != null || peer == null)) {
      otherwise.send(to, message);
    } else if (failed != null) {
      throw failed;
    } else if (peer == null) {
      counters.droppedFrames.increment();
    } else {
      peer.send(to.unsafeUpcast(), message);
    }
  }

  @Override
  public <C> void expose(ActorRef<C> actor, Class<C> protocol) {
    inbox.expose(actor, protocol);
  }

  @Override
  public void withdraw(ActorRef<?> actor) {
    inbox.withdraw(actor);
  }

  @Override
  public String roleName() {
    return "strider-bulk";
  }

  @Override
  public int doWork() {
    if (aeron.isClosed()) {
      ClusterException gone =
          new ClusterException("the Aeron media driver in " + aeron.context().aeronDirectoryName() + " is gone");
      failure = gone;
      if (otherwise == null) {
        onFailure.accept(gone);
      } else {
        LOG.warn("{}: walkers and trails go by Artery", gone.getMessage());
        peers.values().forEach(AeronPeer::abandon);
      }
      throw new AgentTerminationException(gone);
    }
    int work = memory.poll(assembler, FRAGMENTS_AT_ONCE) + network.poll(assembler, FRAGMENTS_AT_ONCE);
    long now = clock.nanoTime();
    for (AeronPeer peer : peers.values()) {
      work += peer.work(now);
    }
    for (Integer session = goneSessions.poll(); session != null; session = goneSessions.poll()) {
      assembler.freeSessionBuffer(session);
    }
    return work;
  }

  @Override
  public void close() {
    CloseHelper.quietCloseAll(runner, aeron, driver);
  }

  /** A publication, and how to get the next one. */
  private static final class Published implements AeronPeer.Link {
    private final Aeron aeron;
    private final String channel;
    private final int stream;
    private volatile ExclusivePublication publication;
    private volatile boolean closed;

    Published(Aeron aeron, String channel, int stream) {
      this.aeron = aeron;
      this.channel = channel;
      this.stream = stream;
      publication = aeron.addExclusivePublication(channel, stream);
    }

    @Override
    public long offer(DirectBuffer buffer, int length) {
      return publication.offer(buffer, 0, length);
    }

    @Override
    public int maxMessageBytes() {
      return publication.maxMessageLength();
    }

    @Override
    public void reopen() {
      if (!closed && !aeron.isClosed()) {
        publication.close();
        publication = aeron.addExclusivePublication(channel, stream);
      }
    }

    @Override
    public void close() {
      closed = true;
      publication.close();
    }
  }
}
