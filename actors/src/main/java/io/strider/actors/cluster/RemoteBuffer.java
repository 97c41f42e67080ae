package io.strider.actors.cluster;

import io.strider.actors.transport.BulkTransports;
import io.strider.actors.walk.BulkCounters;
import io.strider.actors.walk.CorpusBuffer;
import io.strider.actors.walk.WalkCoordinator;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.walk.WaveAttempt;
import io.strider.runtime.walk.WavePullLogic;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the driver for a buffer that a corpus node holds: passes on what the coordinator wants, pulls each complete wave, and hands it to
 * the coordinator as a buffer of this process does. When that node is lost, it has the open wave walked again from the beginning by who holds the
 * buffer next, a node or this process. Any message may be lost: what is not answered is asked again, by a node that is a member and
 * says nothing at all only until a limit.
 */
final class RemoteBuffer extends AbstractBehavior<CorpusBuffer.Command> {

  /** This one holds the buffer now; everybody has been assembled anew. */
  record HeldBy(ActorRef<HeldBuffer.Command> node, int attempt, HeldBuffer.Connect connect)
      implements CorpusBuffer.Remote {}

  /** A buffer of this process does it from now on. */
  record HeldHere(ActorRef<CorpusBuffer.Command> buffer) implements CorpusBuffer.Remote {}

  /** The node knows everybody of this attempt. */
  record Ready(int attempt) implements CorpusBuffer.Remote, ControlMessage {}

  /** The wave is being walked. */
  record Collecting(long wave, int attempt) implements CorpusBuffer.Remote, ControlMessage {}

  /** The wave is complete, and can be pulled. */
  record Collected(long wave, int attempt, long steps) implements CorpusBuffer.Remote, ControlMessage {}

  private record Tick() implements CorpusBuffer.Remote {}

  /** What a stand-in is for: where it hands waves to, and how large they can be. */
  record Settings(
      ActorRef<WalkCoordinator.Command> coordinator, int walkLength, int walksPerWave, Duration answerTimeout) {}

  /** What is not answered is asked again after so long. */
  static final Duration ASK_INTERVAL = Duration.ofSeconds(1);

  private final Settings settings;
  private final BulkCounters counters;
  private @Nullable ActorRef<CorpusBuffer.Command> here;
  private @Nullable HeldBy holder;
  private @Nullable WavePullLogic pull;
  private CorpusBuffer.@Nullable OpenWave wave;
  private boolean ready;
  private boolean pulling;
  private long steps;
  private boolean heard;
  private int silentTicks;

  private RemoteBuffer(ActorContext<CorpusBuffer.Command> context, Settings settings) {
    super(context);
    this.settings = settings;
    counters = BulkTransports.counters(context.getSystem());
  }

  static Behavior<CorpusBuffer.Command> create(Settings settings) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(new Tick(), ASK_INTERVAL);
          return Behaviors.setup(context -> new RemoteBuffer(context, settings));
        });
  }

  @Override
  public Receive<CorpusBuffer.Command> createReceive() {
    return newReceiveBuilder().onMessage(CorpusBuffer.Command.class, this::onCommand).build();
  }

  private Behavior<CorpusBuffer.Command> onCommand(CorpusBuffer.Command command) {
    switch (command) {
      case HeldBy by -> onHeldBy(by);
      case HeldHere in -> onHeldHere(in.buffer());
      case CorpusBuffer.OpenWave open -> onOpenWave(open);
      case Ready answer -> onReady(answer);
      case Collecting answer -> heard |= isCurrent(answer.wave(), answer.attempt());
      case Collected answer -> onCollected(answer);
      case CorpusBuffer.Pulled pulled -> onPulled(pulled);
      case Tick tick -> onTick();
      default -> throw new IllegalStateException("not for the stand-in of a buffer: " + command);
    }
    return this;
  }

  private void onHeldBy(HeldBy by) {
    boolean moved = holder == null || !holder.node().equals(by.node());
    holder = by;
    here = null;
    ready = false;
    silentTicks = 0;
    if (pull == null) {
      pull = new WavePullLogic(settings.walkLength(), settings.walksPerWave());
    }
    by.node().tell(by.connect());
    if (moved) {
      pulling = false;
      collect();
    }
  }

  /** The room for pulled waves is given up: the buffer of this process has its own. */
  private void onHeldHere(ActorRef<CorpusBuffer.Command> buffer) {
    here = buffer;
    holder = null;
    pull = null;
    pulling = false;
    if (wave != null) {
      buffer.tell(wave);
      wave = null;
    }
  }

  private void onOpenWave(CorpusBuffer.OpenWave open) {
    if (here != null) {
      here.tell(open);
    } else {
      wave = open;
      collect();
    }
  }

  private void collect() {
    if (wave != null && holder != null) {
      holder.node().tell(new HeldBuffer.Collect(wave.number(), wave.firstWalk(), wave.walks()));
    }
  }

  private void onReady(Ready answer) {
    if (holder != null && answer.attempt() == holder.connect().everybody().attempt()) {
      ready = true;
      heard = true;
    }
  }

  private boolean isCurrent(long number, int attempt) {
    return wave != null && wave.number() == number && holder != null && holder.attempt() == attempt;
  }

  private void onCollected(Collected answer) {
    if (isCurrent(answer.wave(), answer.attempt()) && !pulling) {
      CorpusBuffer.OpenWave open = Objects.requireNonNull(wave);
      heard = true;
      pulling = true;
      steps = answer.steps();
      WavePullLogic logic = Objects.requireNonNull(pull);
      logic.begin(new WaveAttempt(answer.wave(), answer.attempt()), open.firstWalk(), open.walks());
      ask(logic.next());
    }
  }

  private void ask(List<WavePullLogic.Request> requests) {
    CorpusBuffer.OpenWave open = Objects.requireNonNull(wave);
    ActorRef<HeldBuffer.Command> node = Objects.requireNonNull(holder).node();
    requests.forEach(request -> node.tell(new HeldBuffer.Pull(open.number(), request.first(), request.count())));
  }

  private void onPulled(CorpusBuffer.Pulled pulled) {
    WavePullLogic logic = pull;
    if (!pulling || logic == null) {
      return;
    }
    switch (logic.accept(pulled.chunk())) {
      case STALE -> {}
      case REFUSED -> counters.refusedFrames.increment();
      case TAKEN -> {
        heard = true;
        if (logic.complete()) {
          settings.coordinator().tell(
              new WalkCoordinator.WaveComplete(pulled.chunk().attempt().wave(), logic.take(), steps));
          pulling = false;
          wave = null;
        } else {
          ask(logic.next());
        }
      }
    }
  }

  /** Asks again what was not answered since the last tick. */
  private void onTick() {
    HeldBy by = holder;
    if (by == null || (ready && wave == null)) {
      silentTicks = 0;
      return;
    }
    boolean silent = !heard;
    heard = false;
    if (!ready) {
      by.node().tell(by.connect());
    }
    if (!pulling) {
      collect();
    } else if (silent) {
      ask(Objects.requireNonNull(pull).again());
    }
    boolean isMember = Membership.isReachable(getContext().getSystem(), by.node().path().address());
    silentTicks = silent && isMember ? silentTicks + 1 : 0;
    if (silentTicks >= settings.answerTimeout().dividedBy(ASK_INTERVAL)) {
      throw new ClusterException(
          "the corpus node that holds " + by.node() + " did not answer for " + settings.answerTimeout().toSeconds() + " s");
    }
  }
}
