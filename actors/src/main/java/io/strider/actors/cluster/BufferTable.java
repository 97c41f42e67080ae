package io.strider.actors.cluster;

import io.strider.actors.transport.BulkAddress;
import io.strider.actors.transport.BulkTransport;
import io.strider.actors.walk.CorpusBuffer;
import io.strider.actors.walk.Neighbourhood;
import io.strider.actors.walk.WalkCoordinator;
import io.strider.actors.walk.WalkPass;
import io.strider.runtime.walk.WaveBufferLogic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of a pass, and who holds each: a corpus node, dealt out in turn, or the driver's process when the cluster has none, or none any
 * more. What a corpus node held goes to another at the next {@link #ask} after it was lost; what the driver holds stays there for the rest of the pass. An actor's own.
 */
final class BufferTable {

  /**
   * What the buffers of a pass need of their driver.
   *
   * @param bulk takes messages to buffers
   * @param coordinator hears of complete waves
   * @param replies hears from nodes
   * @param spawn starts an actor of the driver's own under a name
   */
  record Driver(
      BulkTransport bulk,
      ActorRef<WalkCoordinator.Command> coordinator,
      ActorRef<ClusterRun.NodeReply> replies,
      BiFunction<Behavior<CorpusBuffer.Command>, String, ActorRef<CorpusBuffer.Command>> spawn) {}

  /** A buffer: whom the coordinator talks to, and where trails go once that is known. */
  private static final class Slot {
    private final ActorRef<CorpusBuffer.Command> front;
    private @Nullable ActorRef<CorpusBuffer.Command> trails;
    private ClusterRun.@Nullable Held held;

    Slot(ActorRef<CorpusBuffer.Command> front) {
      this.front = front;
    }
  }

  private final WalkPass pass;
  private final Driver driver;
  private final Duration stallTimeout;
  private final Supplier<List<ActorRef<CorpusNode.Command>>> corpusNodes;
  private final List<Slot> slots = new ArrayList<>();

  BufferTable(WalkPass pass, ClusterRun.Context cluster, Driver driver) {
    this.pass = pass;
    this.driver = driver;
    this.stallTimeout = cluster.stallTimeout();
    this.corpusNodes = cluster.corpusNodes();
    boolean remote = !corpusNodes.get().isEmpty();
    RemoteBuffer.Settings settings =
        new RemoteBuffer.Settings(driver.coordinator(), walkLength(), pass.walksPerWave(), cluster.joinTimeout());
    for (int b = 0; b < pass.buffers(); b++) {
      ActorRef<CorpusBuffer.Command> front =
          remote ? driver.spawn().apply(RemoteBuffer.create(settings), "remote-buffer-" + b) : here(b);
      Slot slot = new Slot(front);
      slots.add(slot);
      if (remote) {
        driver.bulk().expose(front.narrow(), CorpusBuffer.Remote.class);
      } else {
        slot.trails = front;
      }
    }
  }

  private int walkLength() {
    return pass.model().parameters().walkLength();
  }

  /** A buffer of this process. */
  private ActorRef<CorpusBuffer.Command> here(int number) {
    WaveBufferLogic logic = new WaveBufferLogic(pass.starts(), walkLength(), pass.walksPerWave());
    ActorRef<CorpusBuffer.Command> buffer =
        driver.spawn().apply(CorpusBuffer.create(logic, driver.coordinator(), stallTimeout), "corpus-buffer-" + number);
    driver.bulk().expose(buffer, CorpusBuffer.Command.class);
    return buffer;
  }

  int size() {
    return slots.size();
  }

  /** Whom the coordinator opens waves with, the same for the whole pass. */
  List<ActorRef<CorpusBuffer.Command>> fronts() {
    return slots.stream().map(slot -> slot.front).toList();
  }

  /** Where trails go, when all is {@link #complete}; of a class that control messages may carry. */
  List<ActorRef<CorpusBuffer.Command>> trails() {
    List<ActorRef<CorpusBuffer.Command>> trails = new ArrayList<>();
    slots.forEach(slot -> trails.add(Objects.requireNonNull(slot.trails, "held by nobody")));
    return trails;
  }

  /** Asks a corpus node for each buffer that nobody holds; where there is no such node any more, the driver holds it. */
  void ask(int attempt) {
    List<ActorRef<CorpusNode.Command>> nodes = complete() ? List.of() : corpusNodes.get();
    for (int b = 0; b < slots.size(); b++) {
      Slot slot = slots.get(b);
      if (slot.trails == null && nodes.isEmpty()) {
        slot.trails = here(b);
      } else if (slot.trails == null) {
        nodes
            .get(b % nodes.size())
            .tell(
                new CorpusNode.Open(
                    driver.replies(),
                    slot.front,
                    b,
                    pass.model().parameters().seed(),
                    pass.model().graph().vertexCount(),
                    walkLength(),
                    pass.walksPerWave(),
                    stallTimeout.toMillis(),
                    attempt));
      }
    }
  }

  /** A node holds a buffer; false when somebody else does already. */
  boolean add(ClusterRun.Held held) {
    Slot slot = slots.get(held.buffer());
    if (slot.trails != null) {
      return slot.held != null && slot.held.node().equals(held.node());
    }
    slot.trails = held.trails();
    slot.held = held;
    return true;
  }

  /** Whether every buffer is held by somebody. */
  boolean complete() {
    return slots.stream().noneMatch(slot -> slot.trails == null);
  }

  /** A node is gone; whether it held a buffer. */
  boolean lost(ActorRef<?> node) {
    boolean any = false;
    for (Slot slot : slots) {
      if (slot.held != null && slot.held.node().equals(node)) {
        slot.held = null;
        slot.trails = null;
        any = true;
      }
    }
    return any;
  }

  /** Buffers on other nodes. */
  Set<ActorRef<HeldBuffer.Command>> remote() {
    return held().map(ClusterRun.Held::node).collect(Collectors.toSet());
  }

  /** Where the nodes that hold buffers take driver.bulk(). */
  List<BulkAddress> addresses() {
    return held().map(ClusterRun.Held::address).distinct().toList();
  }

  private Stream<ClusterRun.Held> held() {
    return slots.stream().map(slot -> slot.held).filter(Objects::nonNull);
  }

  /** Tells all buffers where walkers go: everybody has been assembled anew. */
  void connect(Neighbourhood others, NodePass.Connect everybody) {
    for (int b = 0; b < slots.size(); b++) {
      Slot slot = slots.get(b);
      ActorRef<CorpusBuffer.Command> trails = Objects.requireNonNull(slot.trails, "held by nobody");
      if (slot.held != null) {
        slot.front.tell(
            new RemoteBuffer.HeldBy(slot.held.node(), slot.held.attempt(), new HeldBuffer.Connect(everybody)));
        continue;
      }
      trails.tell(new CorpusBuffer.Connected(others, b));
      if (!trails.equals(slot.front)) {
        slot.front.tell(new RemoteBuffer.HeldHere(trails));
      }
    }
  }

  /**
   * Has the nodes give up their buffers.
   *
   * @param reporting nodes whose side of the pass says what they did
   */
  void close(List<BulkAddress> reporting) {
    Set<BulkAddress> told = new HashSet<>(reporting);
    held()
        .sorted(Comparator.comparingInt(ClusterRun.Held::attempt))
        .forEach(held -> held.node().tell(new HeldBuffer.Close(told.add(held.address()))));
  }

  /** Lets nobody on other nodes reach what the driver has. */
  void withdraw() {
    for (Slot slot : slots) {
      driver.bulk().withdraw(slot.front);
      if (slot.held == null && slot.trails != null) {
        driver.bulk().withdraw(slot.trails);
      }
    }
  }
}
