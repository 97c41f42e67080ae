package io.strider.actors.cluster;

import io.strider.actors.transport.BulkAddress;
import io.strider.actors.transport.BulkTransport;
import io.strider.actors.transport.BulkTransports;
import io.strider.actors.walk.CorpusBuffer;
import io.strider.actors.walk.LaneDispatcher;
import io.strider.actors.walk.Neighbourhood;
import io.strider.actors.walk.Partition;
import io.strider.actors.walk.PartitionLane;
import io.strider.actors.walk.WalkRun;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.graph.PartitionMap;
import io.strider.runtime.walk.Endpoints;
import io.strider.runtime.walk.PartitionWalkLogic;
import io.strider.runtime.walk.RowQuestion;
import io.strider.runtime.walk.TrailBatch;
import io.strider.runtime.walk.TransitionModel;
import io.strider.runtime.walk.WalkOutlet;
import io.strider.runtime.walk.WalkerBatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * One node's side of one pass: one inbox for all its partitions, so that walkers leave it only for another node, and its lanes. Walkers of an earlier pass find no one to go to, since
 * every pass has an inbox of its own. Stops when it is closed, or when the driver is gone.
 */
final class NodePass extends AbstractBehavior<NodePass.Command> {

  /** What a pass hears. */
  sealed interface Command {}

  /** Tell the driver again that this side is open: it may not have heard. */
  record SayOpened() implements Command {}

  /**
   * Everybody else.
   *
   * @param inboxes by number of the endpoint
   * @param endpoints by partition, the number of its endpoint
   * @param buffers where trails go
   * @param nodes where the nodes take bulk
   * @param attempt of the driver to assemble the nodes
   */
  record Connect(
      List<ActorRef<Partition.Command>> inboxes,
      int[] endpoints,
      List<ActorRef<CorpusBuffer.Command>> buffers,
      List<BulkAddress> nodes,
      int attempt)
      implements Command, ControlMessage {}

  /** Say what was done, and stop. */
  record Close() implements Command, ControlMessage {}

  private record LaneFailed(WalkRun.Command failure) implements Command {}

  private final TransitionModel model;
  private final PartitionMap map;
  private final int[] own;
  private final int threads;
  private final ActorRef<ClusterRun.NodeReply> driver;
  private final ActorRef<Partition.Command> inbox;
  private final NodeCounters counters;
  private final BulkTransport bulk;
  private final NodeReport before;
  private final ClusterRun.Opened opened;
  private boolean connected;

  private NodePass(
      ActorContext<Command> context,
      TransitionModel model,
      PartitionMap map,
      int[] own,
      int threads,
      WalkNode.Open open) {
    super(context);
    this.model = model;
    this.map = map;
    this.own = own;
    this.threads = threads;
    this.driver = open.driver();
    counters = NodeCounters.ID.get(context.getSystem());
    bulk = BulkTransports.of(context.getSystem());
    before = counters.report(context.getSystem(), own.length);
    context.watch(driver);
    inbox =
        context.spawn(
            Partition.create(open.buffers(), BulkTransports.counters(context.getSystem())),
            "inbox",
            LaneDispatcher.of(context.getSystem(), threads));
    bulk.expose(inbox, Partition.Command.class);
    opened = new ClusterRun.Opened(open.attempt(), own, inbox, bulk.address(), context.getSelf());
    driver.tell(opened);
  }

  static Behavior<Command> create(
      TransitionModel model, PartitionMap map, int[] own, int threads, WalkNode.Open open) {
    return Behaviors.setup(context -> new NodePass(context, model, map, own, threads, open));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Command.class, this::onCommand)
        .onSignal(Terminated.class, gone -> Behaviors.stopped())
        .onSignal(PostStop.class, stopped -> onStopped())
        .build();
  }

  private Behavior<Command> onCommand(Command command) {
    switch (command) {
      case SayOpened again -> driver.tell(opened);
      case Connect connect -> onConnect(connect);
      case LaneFailed failed -> driver.tell(new ClusterRun.NodeFailed(String.valueOf(failed.failure())));
      case Close close -> {
        driver.tell(
            new ClusterRun.Closed(counters.report(getContext().getSystem(), own.length).since(before)));
        return Behaviors.stopped();
      }
    }
    return this;
  }

  private Behavior<Command> onStopped() {
    bulk.withdraw(inbox);
    return this;
  }

  private void onConnect(Connect connect) {
    if (connected || staff(connect)) {
      connected = true;
      driver.tell(new ClusterRun.Connected(connect.attempt(), getContext().getSelf()));
    }
  }

  /** Gives the inbox its lanes; false if another node cannot be reached, which the driver is told. */
  private boolean staff(Connect connect) {
    try {
      bulk.connect(connect.nodes());
    } catch (ClusterException refused) {
      driver.tell(new ClusterRun.NodeFailed(String.valueOf(refused.getMessage())));
      return false;
    }
    ActorRef<WalkRun.Command> failures =
        getContext().messageAdapter(WalkRun.Command.class, LaneFailed::new);
    Endpoints endpoints = new Endpoints(map, connect.endpoints());
    Neighbourhood all = Neighbourhood.onNodes(endpoints, connect.inboxes(), connect.buffers(), failures, bulk);
    int here = connect.endpoints()[own[0]];
    List<ActorRef<PartitionLane.Command>> staff = new ArrayList<>();
    for (int lane = 0; lane < threads; lane++) {
      PartitionWalkLogic logic = new PartitionWalkLogic(model, endpoints, here);
      WalkOutlet outlet = new Counted(all.outlet(Neighbourhood.senderOfLane(here, lane)), counters);
      staff.add(
          getContext()
              .spawn(
                  PartitionLane.create(logic, inbox, outlet, failures),
                  "lane-" + lane,
                  LaneDispatcher.of(getContext().getSystem(), threads)));
    }
    inbox.tell(new Partition.Staffed(staff));
    return true;
  }

  /** Counts the steps that a node's lanes report. */
  private record Counted(WalkOutlet outlet, NodeCounters counters) implements WalkOutlet {
    @Override
    public void walkers(int endpoint, WalkerBatch batch) {
      outlet.walkers(endpoint, batch);
    }

    @Override
    public void trail(TrailBatch batch) {
      counters.steps.add(batch.vertices());
      outlet.trail(batch);
    }

    @Override
    public void question(int endpoint, RowQuestion question) {
      outlet.question(endpoint, question);
    }
  }
}
