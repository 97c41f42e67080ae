package io.strider.actors.cluster;

import io.strider.actors.transport.BulkAddress;
import io.strider.actors.transport.BulkTransport;
import io.strider.actors.transport.BulkTransports;
import io.strider.actors.walk.CorpusBuffer;
import io.strider.actors.walk.Neighbourhood;
import io.strider.actors.walk.Partition;
import io.strider.actors.walk.WalkCoordinator;
import io.strider.actors.walk.WalkPass;
import io.strider.actors.walk.WalkRun;
import io.strider.actors.walk.WaveConsumer;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.walk.WaveScheduleLogic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the corpus on a cluster, driven from here: coordinator and consumer are local, buffers are on nodes of role corpus or local
 * where there are none ({@link BufferTable}), partitions are wherever sharding has placed them. It assembles the nodes (locate, load rows, open, connect), walks, and assembles
 * again when a node is lost: what the lost walkers had not yet dropped is walked again, to the same steps.
 */
public final class ClusterRun extends AbstractBehavior<WalkRun.Command> {

  /** What the runs of an engine have in common. */
  public record Context(
      ActorRef<Placement.Locate> placement,
      Path graphFile,
      Duration joinTimeout,
      Duration stallTimeout,
      Supplier<List<ActorRef<CorpusNode.Command>>> corpusNodes,
      Consumer<NodeReport> reports) {}

  /** What nodes answer. */
  sealed interface NodeReply extends WalkRun.Command, ControlMessage {}

  /** A node holds the rows that it was asked to. */
  record Loaded(int attempt, ActorRef<WalkNode.Command> node) implements NodeReply {}

  /** A node has opened its side; {@code inbox} takes the walkers of the partitions numbered {@code own}. */
  record Opened(
      int attempt,
      int[] own,
      ActorRef<Partition.Command> inbox,
      BulkAddress address,
      ActorRef<NodePass.Command> pass)
      implements NodeReply {}

  /** A node holds a buffer; trails go to {@code trails}. */
  record Held(
      int attempt,
      int buffer,
      ActorRef<CorpusBuffer.Command> trails,
      BulkAddress address,
      ActorRef<HeldBuffer.Command> node)
      implements NodeReply {}

  /** A node's lanes know everybody. */
  record Connected(int attempt, ActorRef<NodePass.Command> pass) implements NodeReply {}

  /** A node could not do its part. */
  record NodeFailed(String reason) implements NodeReply {}

  /** A node has stopped its side. */
  record Closed(NodeReport report) implements NodeReply {}

  private record Found(Placement.Located located) implements WalkRun.Command {}

  private record AskAgain(int attempt) implements WalkRun.Command {}

  private record Overdue(int attempt, String what) implements WalkRun.Command {}

  private record CloseOverdue() implements WalkRun.Command {}

  /** Nodes may be lost so often in one pass. */
  private static final int MAX_ATTEMPTS = 20;

  /** So often, {@link #ASK_INTERVAL} apart, it asks again where partitions are while some node has none. */
  private static final int MAX_ASKS_FOR_BALANCE = 20;

  /** A node is asked so often before it is given up. */
  private static final int ASKS_OF_A_NODE = 12;

  private static final Duration ASK_INTERVAL = Duration.ofMillis(500);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final String OVERDUE = "overdue";
  private static final String ASK = "ask";

  private final WalkPass pass;
  private final Context cluster;
  private final TimerScheduler<WalkRun.Command> timers;
  private final ActorRef<WalkRun.Outcome> replyTo;
  private final ActorRef<Placement.Located> found;
  private final ActorRef<NodeReply> replies;
  private final List<ActorRef<?>> living = new ArrayList<>();
  private final BufferTable buffers;
  private final ActorRef<WalkCoordinator.Command> coordinator;
  private final ActorRef<WaveConsumer.Consume> consumer;
  private final Map<Integer, ActorRef<WalkNode.Command>> homes = new LinkedHashMap<>();
  private final RowLoading rows = new RowLoading();
  private final BulkTransport bulk;
  private final EndpointTable endpoints;
  private NodePass.@Nullable Connect connect;
  private int attempt;
  private int asks;
  private boolean started;
  private WalkRun.@Nullable Outcome outcome;

  private ClusterRun(
      ActorContext<WalkRun.Command> context,
      TimerScheduler<WalkRun.Command> timers,
      WalkPass pass,
      Context cluster,
      ActorRef<WalkRun.Outcome> replyTo) {
    super(context);
    this.pass = pass;
    this.cluster = cluster;
    this.timers = timers;
    this.replyTo = replyTo;
    found = context.messageAdapter(Placement.Located.class, Found::new);
    replies = context.getSelf().unsafeUpcast();
    bulk = BulkTransports.of(context.getSystem());
    endpoints = new EndpointTable(pass.map());
    WaveScheduleLogic schedule =
        new WaveScheduleLogic(pass.firstWalk(), pass.totalWalks(), pass.walksPerWave(), pass.buffers());
    coordinator =
        spawn(WalkCoordinator.create(schedule, pass.meter(), pass.listener()), "coordinator", "default-dispatcher");
    BufferTable.Driver driver =
        new BufferTable.Driver(bulk, coordinator, replies, (actor, name) -> spawn(actor, name, "default-dispatcher"));
    buffers = new BufferTable(pass, cluster, driver);
    consumer =
        spawn(
            WaveConsumer.create(pass.sink(), pass.cancellation(), coordinator, context.getSelf()),
            "consumer",
            "consumer-dispatcher");
    assemble();
  }

  /** A run of one pass that answers {@code replyTo}. */
  public static Behavior<WalkRun.Command> create(
      WalkPass pass, Context cluster, ActorRef<WalkRun.Outcome> replyTo) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new ClusterRun(context, timers, pass, cluster, replyTo)));
  }

  private <T> ActorRef<T> spawn(Behavior<T> behavior, String name, String dispatcher) {
    ActorRef<T> child =
        getContext().spawn(behavior, name, DispatcherSelector.fromConfig("strider." + dispatcher));
    getContext().watch(child);
    living.add(child);
    return child;
  }

  @Override
  public Receive<WalkRun.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(WalkRun.Command.class, this::onCommand)
        .onSignal(ChildFailed.class, failed -> onGone(failed, failed.getCause()))
        .onSignal(Terminated.class, gone -> onGone(gone, new IllegalStateException(gone.getRef() + " stopped")))
        .build();
  }

  private Behavior<WalkRun.Command> onCommand(WalkRun.Command command) {
    switch (command) {
      case WalkRun.Cancel cancel -> end(new WalkRun.Outcome.Stopped(new CancelledException()));
      case WalkRun.Failed failed -> end(new WalkRun.Outcome.Stopped(failed.cause()));
      case WalkRun.Finished finished -> end(new WalkRun.Outcome.Completed());
      case Found home -> onFound(home.located());
      case Loaded load -> onLoaded(load);
      case Opened opened -> onOpened(opened);
      case Held held -> onHeld(held);
      case Connected ready -> onConnected(ready);
      case NodeFailed failed -> fail("a node failed: " + failed.reason());
      case Closed closed -> cluster.reports().accept(closed.report());
      case AskAgain again -> locate(again.attempt());
      case Overdue overdue -> onOverdue(overdue);
      case CloseOverdue overdue -> {
        if (outcome != null) {
          living.removeAll(endpoints.passes());
          living.removeAll(buffers.remote());
        }
      }
      default -> throw new IllegalStateException("unknown command " + command);
    }
    return stopIfDone();
  }

  /** Begins to assemble; whatever an earlier attempt still answers is ignored. */
  private void assemble() {
    attempt++;
    asks = 0;
    homes.clear();
    rows.clear();
    endpoints.clear();
    connect = null;
    String places = "no node of role " + ClusterSettings.PARTITION + " took every partition";
    timers.startSingleTimer(OVERDUE, new Overdue(attempt, places), cluster.joinTimeout());
    locate(attempt);
  }

  private void locate(int asked) {
    if (asked != attempt || outcome != null) {
      return;
    }
    if (homes.size() == pass.map().partitions()) {
      askNodes();
      return;
    }
    IntStream.range(0, pass.map().partitions())
        .filter(p -> !homes.containsKey(p))
        .forEach(p -> cluster.placement().tell(new Placement.Locate(p, attempt, found)));
    timers.startSingleTimer(ASK, new AskAgain(attempt), ASK_INTERVAL);
  }

  private void onFound(Placement.Located located) {
    if (located.attempt() != attempt || outcome != null) {
      return;
    }
    boolean fresh = homes.put(located.partition(), located.node()) == null;
    if (!fresh || homes.size() < pass.map().partitions()) {
      return;
    }
    int able = Math.min(Membership.nodes(getContext().getSystem()), pass.map().partitions());
    if (new HashSet<>(homes.values()).size() < able && asks++ < MAX_ASKS_FOR_BALANCE) {
      homes.clear();
      timers.startSingleTimer(ASK, new AskAgain(attempt), ASK_INTERVAL);
      return;
    }
    timers.cancel(OVERDUE);
    String file = cluster.graphFile().toString();
    rows.begin(
        homes,
        own ->
            new WalkNode.Load(
                file, pass.model().parameters(), pass.map().partitions(), own, attempt, replies));
    rows.nodes().forEach(getContext()::watch);
    askNodes();
  }

  /** Asks those for the next step that have not answered, and again after a while: a message between nodes may be lost. */
  private void askNodes() {
    NodePass.Connect everybody = connect;
    if (everybody != null) {
      endpoints.unconnected().forEach(node -> node.tell(everybody));
    } else if (!rows.ask()) {
      rows.nodes().forEach(node -> node.tell(new WalkNode.Open(replies, buffers.size(), attempt)));
      buffers.ask(attempt);
      connectIfComplete();
    }
    timers.startSingleTimer(ASK, new AskAgain(attempt), cluster.joinTimeout().dividedBy(ASKS_OF_A_NODE));
  }

  private void onLoaded(Loaded load) {
    if (load.attempt() == attempt && outcome == null && rows.answered(load.node())) {
      timers.startSingleTimer(
          OVERDUE, new Overdue(attempt, "not every node opened its part of the pass"), cluster.joinTimeout());
      askNodes();
    }
  }

  private void onOpened(Opened opened) {
    if (opened.attempt() != attempt || outcome != null) {
      opened.pass().tell(new NodePass.Close());
    } else if (endpoints.add(opened)) {
      getContext().watch(opened.pass());
      living.add(opened.pass());
      connectIfComplete();
    }
  }

  private void onHeld(Held held) {
    boolean running = outcome == null;
    if (running && held.attempt() == attempt && buffers.add(held)) {
      if (!living.contains(held.node())) {
        getContext().watch(held.node());
        living.add(held.node());
        connectIfComplete();
      }
    } else if (!running || !buffers.remote().contains(held.node())) {
      // Else it is a second answer, from before the pass was assembled anew, and the buffer is in use.
      held.node().tell(new HeldBuffer.Close(false));
    }
  }

  private void connectIfComplete() {
    if (connect != null || !endpoints.complete() || !buffers.complete()) {
      return;
    }
    ArrayList<BulkAddress> nodes = new ArrayList<>(endpoints.addresses());
    nodes.addAll(buffers.addresses());
    nodes.add(bulk.address());
    try {
      bulk.connect(nodes);
    } catch (ClusterException refused) {
      end(new WalkRun.Outcome.Stopped(refused));
      return;
    }
    connect =
        new NodePass.Connect(
            endpoints.inboxes(), endpoints.ofPartitions(), buffers.trails(), nodes, attempt);
    askNodes();
  }

  private void onConnected(Connected ready) {
    if (ready.attempt() != attempt || outcome != null || connect == null || !endpoints.connected(ready.pass())) {
      return;
    }
    timers.cancel(OVERDUE);
    timers.cancel(ASK);
    Neighbourhood others =
        Neighbourhood.onNodes(endpoints.table(), endpoints.inboxes(), buffers.trails(), getContext().getSelf(), bulk);
    buffers.connect(others, connect);
    getContext().getLog().info("{} partitions on {} nodes", pass.map().partitions(), endpoints.passes().size());
    if (!started) {
      started = true;
      coordinator.tell(new WalkCoordinator.Start(buffers.fronts(), consumer, getContext().getSelf()));
    }
  }

  private void onOverdue(Overdue overdue) {
    if (overdue.attempt() == attempt && outcome == null) {
      fail(overdue.what() + " within " + cluster.joinTimeout().toSeconds() + " s");
    }
  }

  private void fail(String reason) {
    end(new WalkRun.Outcome.Stopped(new ClusterException(reason)));
  }

  private Behavior<WalkRun.Command> onGone(Terminated gone, Throwable cause) {
    ActorRef<NodePass.Command> asPass = gone.getRef().unsafeUpcast();
    ActorRef<WalkNode.Command> asNode = gone.getRef().unsafeUpcast();
    boolean remote = endpoints.lost(asPass) || buffers.lost(gone.getRef()) || homes.containsValue(asNode);
    boolean local = living.remove(gone.getRef()) && !remote;
    if (outcome == null && local) {
      end(new WalkRun.Outcome.Stopped(cause));
    } else if (outcome == null && remote) {
      onNodeLost(gone.getRef());
    }
    return stopIfDone();
  }

  private void onNodeLost(ActorRef<?> ref) {
    if (attempt >= MAX_ATTEMPTS) {
      fail("nodes were lost " + attempt + " times in one pass; the last was " + ref);
      return;
    }
    getContext().getLog().warn("lost {}: partitions are placed again", ref);
    for (ActorRef<NodePass.Command> other : endpoints.passes()) {
      getContext().unwatch(other);
      living.remove(other);
      other.tell(new NodePass.Close());
    }
    homes.values().forEach(getContext()::unwatch);
    assemble();
  }

  /** Keeps the first outcome and stops everybody who is still at work. */
  private void end(WalkRun.Outcome how) {
    if (outcome == null) {
      outcome = how;
      timers.cancelAll();
      timers.startSingleTimer(new CloseOverdue(), CLOSE_TIMEOUT);
      endpoints.passes().forEach(node -> node.tell(new NodePass.Close()));
      buffers.close(endpoints.addresses());
      living.stream()
          .filter(ref -> !endpoints.passes().contains(ref) && !buffers.remote().contains(ref))
          .forEach(getContext()::stop);
    }
  }

  private Behavior<WalkRun.Command> stopIfDone() {
    if (outcome == null || !living.isEmpty()) {
      return this;
    }
    buffers.withdraw();
    replyTo.tell(outcome);
    return Behaviors.stopped();
  }
}
