package io.strider.actors.cluster;

import io.strider.actors.transport.BulkAddress;
import io.strider.actors.transport.BulkTransport;
import io.strider.actors.transport.BulkTransports;
import io.strider.actors.walk.CorpusBuffer;
import io.strider.actors.walk.Neighbourhood;
import io.strider.actors.walk.WalkCoordinator;
import io.strider.actors.walk.WalkRun;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.graph.PartitionMap;
import io.strider.runtime.walk.Endpoints;
import io.strider.runtime.walk.WalkStarts;
import io.strider.runtime.walk.WaveAttempt;
import io.strider.runtime.walk.WaveBufferLogic;
import io.strider.runtime.walk.WaveChunk;
import io.strider.runtime.walk.WavePullLogic;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * A buffer of a pass that this node holds for the driver: a {@link CorpusBuffer} that trails go to, and what the driver's {@link RemoteBuffer}
 * says to it and pulls from it. Every question may come again and is answered again. Stops when it is closed, or when the
 * driver is gone.
 */
final class HeldBuffer extends AbstractBehavior<HeldBuffer.Command> {

  /** What a held buffer hears. */
  sealed interface Command {}

  /** Tell the driver again that it is open: it may not have heard. */
  record SayHeld() implements Command {}

  /** Send walkers to these from now on; by a new attempt after a node was lost, so lost walkers set off again. */
  record Connect(NodePass.Connect everybody) implements Command, ControlMessage {}

  /** Have this wave walked, the first or the one behind the last; asked again, it says how far it is. */
  record Collect(long wave, long firstWalk, int walks) implements Command, ControlMessage {}

  /** Send chunks of the complete wave. */
  record Pull(long wave, int first, int count) implements Command, ControlMessage {}

  /** Stop, and say how many waves were collected; and {@code alone}, because nobody else on the node does, all that it did. */
  record Close(boolean alone) implements Command, ControlMessage {}

  private record Walked(WalkCoordinator.Command event) implements Command {}

  private final CorpusNode.Open open;
  private final BulkTransport bulk;
  private final NodeCounters counters;
  private final NodeReport before;
  private final ActorRef<CorpusBuffer.Command> trails;
  private final ClusterRun.Held held;
  private int connected;
  private long waves;
  private long wave = -1;
  private WalkCoordinator.@Nullable WaveComplete complete;

  private HeldBuffer(ActorContext<Command> context, CorpusNode.Open open, WaveBufferLogic logic) {
    super(context);
    this.open = open;
    bulk = BulkTransports.of(context.getSystem());
    counters = NodeCounters.ID.get(context.getSystem());
    before = counters.report(context.getSystem(), 0);
    context.watch(open.driver());
    ActorRef<WalkCoordinator.Command> events = context.messageAdapter(WalkCoordinator.Command.class, Walked::new);
    trails =
        context.spawn(
            CorpusBuffer.create(logic, events, Duration.ofMillis(open.stallMillis())),
            "corpus-buffer",
            DispatcherSelector.fromConfig("strider.default-dispatcher"));
    context.watch(trails);
    bulk.expose(trails, CorpusBuffer.Command.class);
    held = new ClusterRun.Held(open.attempt(), open.buffer(), trails, bulk.address(), context.getSelf());
    open.driver().tell(held);
  }

  /** A buffer as the driver asked for; one that cannot be had is refused, and the driver is told why. */
  static Behavior<Command> create(CorpusNode.Open open) {
    return Behaviors.setup(
        context -> {
          WaveBufferLogic logic;
          try {
            WalkStarts starts = new WalkStarts(open.seed(), open.vertices());
            logic = new WaveBufferLogic(starts, open.walkLength(), open.walksPerWave());
          } catch (OutOfMemoryError | RuntimeException e) {
            long bytes = WaveBufferLogic.bytes(open.walksPerWave(), open.walkLength());
            open.driver()
                .tell(
                    new ClusterRun.NodeFailed(
                        "cannot hold a wave of " + bytes + " bytes on " + ClusterMember.address(context.getSystem())
                            + ", whose heap has at most " + Runtime.getRuntime().maxMemory() + ": " + e));
            return Behaviors.stopped();
          }
          return new HeldBuffer(context, open, logic);
        });
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Command.class, this::onCommand)
        .onSignal(ChildFailed.class, failed -> onBufferFailed(failed))
        .onSignal(Terminated.class, gone -> Behaviors.stopped())
        .onSignal(PostStop.class, stopped -> onStopped())
        .build();
  }

  private Behavior<Command> onCommand(Command command) {
    switch (command) {
      case SayHeld again -> open.driver().tell(held);
      case Connect connect -> onConnect(connect.everybody());
      case Collect collect -> onCollect(collect);
      case Walked walked -> onWalked(walked.event());
      case Pull pull -> onPull(pull);
      case Close close -> {
        report(close.alone());
        return Behaviors.stopped();
      }
    }
    return this;
  }

  private void onConnect(NodePass.Connect everybody) {
    if (everybody.attempt() > connected) {
      try {
        bulk.connect(everybody.nodes());
      } catch (ClusterException refused) {
        fail(String.valueOf(refused.getMessage()));
        return;
      }
      connected = everybody.attempt();
      Endpoints endpoints = new Endpoints(new PartitionMap(everybody.endpoints().length), everybody.endpoints());
      ActorRef<WalkRun.Command> nobody = getContext().getSystem().deadLetters();
      trails.tell(
          new CorpusBuffer.Connected(
              Neighbourhood.onNodes(endpoints, everybody.inboxes(), List.of(trails), nobody, bulk), open.buffer()));
    }
    open.front().tell(new RemoteBuffer.Ready(connected));
  }

  private void onCollect(Collect collect) {
    if (connected == 0 || collect.wave() < wave) {
      return;
    }
    if (collect.wave() > wave) {
      wave = collect.wave();
      complete = null;
      trails.tell(new CorpusBuffer.OpenWave(wave, collect.firstWalk(), collect.walks()));
    }
    say();
  }

  private void say() {
    open.front()
        .tell(
            complete == null
                ? new RemoteBuffer.Collecting(wave, open.attempt())
                : new RemoteBuffer.Collected(wave, open.attempt(), complete.steps()));
  }

  private void onWalked(WalkCoordinator.Command event) {
    if (event instanceof WalkCoordinator.WaveComplete walked && walked.number() == wave) {
      complete = walked;
      waves++;
      say();
    }
  }

  private void onPull(Pull pull) {
    if (complete == null || pull.wave() != wave) {
      return;
    }
    int chunks = WaveChunk.chunks(complete.wave().walks(), open.walkLength());
    int end = Math.min(chunks, pull.first() + Math.min(pull.count(), WavePullLogic.WINDOW));
    try {
      for (int number = Math.max(0, pull.first()); number < end; number++) {
        WaveChunk chunk = WaveChunk.of(new WaveAttempt(wave, open.attempt()), number, complete.wave());
        bulk.send(open.front(), new CorpusBuffer.Pulled(chunk));
      }
    } catch (ClusterException refused) {
      fail(String.valueOf(refused.getMessage()));
    }
  }

  private void report(boolean alone) {
    if (alone || waves > 0) {
      NodeReport now = counters.report(getContext().getSystem(), 0);
      NodeReport done = now.since(alone ? before : now);
      open.driver().tell(new ClusterRun.Closed(done.withWaves(waves)));
    }
  }

  private void fail(String reason) {
    open.driver().tell(new ClusterRun.NodeFailed(reason));
  }

  private Behavior<Command> onBufferFailed(ChildFailed failed) {
    fail("the buffer of " + ClusterMember.address(getContext().getSystem()) + ": " + failed.getCause());
    return Behaviors.stopped();
  }

  private Behavior<Command> onStopped() {
    bulk.withdraw(trails);
    return this;
  }
}
