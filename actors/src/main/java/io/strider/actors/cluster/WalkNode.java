package io.strider.actors.cluster;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.graph.GraphFile;
import io.strider.runtime.graph.PartitionMap;
import io.strider.runtime.graph.RowsHere;
import io.strider.runtime.walk.TransitionModel;
import io.strider.runtime.walk.WalkParameters;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * A node's part in walking: loads the rows of its partitions from the workspace, off the actor threads, and opens its side
 * of each pass. It holds one job's rows at a time: those of the job that was loaded last.
 */
final class WalkNode extends AbstractBehavior<WalkNode.Command> {

  /** What a node hears. */
  sealed interface Command {}

  /** Hold these partitions of a graph from now on. */
  record Load(
      String file,
      WalkParameters parameters,
      int partitions,
      int[] own,
      int attempt,
      ActorRef<ClusterRun.NodeReply> replyTo)
      implements Command, ControlMessage {}

  /** Open a pass, with so many buffers, over the graph that was loaded last; asked again by the same attempt, it opens no second one. */
  record Open(ActorRef<ClusterRun.NodeReply> driver, int buffers, int attempt) implements Command, ControlMessage {}

  private record PassEnded(ActorRef<NodePass.Command> pass) implements Command {}

  private record LoadEnded(Reading reading, @Nullable TransitionModel model, @Nullable Throwable failure)
      implements Command {}

  /** Rows that are being read. */
  private static final class Reading implements Cancellation {
    private volatile boolean superseded;

    @Override
    public boolean isCancelled() {
      return superseded;
    }
  }

  private final int threads;
  private @Nullable Load loading;
  private @Nullable Reading reading;
  private @Nullable Load loaded;
  private @Nullable TransitionModel model;
  private @Nullable Open open;
  private @Nullable ActorRef<NodePass.Command> pass;
  private int passes;

  private WalkNode(ActorContext<Command> context, int threads) {
    super(context);
    this.threads = threads;
  }

  /** A node that moves walkers with so many threads. */
  static Behavior<Command> create(int threads) {
    return Behaviors.setup(context -> new WalkNode(context, threads));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::onCommand).build();
  }

  private Behavior<Command> onCommand(Command command) {
    switch (command) {
      case Load load -> onLoad(load);
      case LoadEnded ended -> onLoadEnded(ended);
      case Open asked -> onOpen(asked);
      case PassEnded ended -> {
        if (ended.pass().equals(pass)) {
          open = null;
          pass = null;
        }
      }
    }
    return this;
  }

  private void onLoad(Load load) {
    if (loaded != null && model != null && sameRows(loaded, load)) {
      loaded = load;
      load.replyTo().tell(new ClusterRun.Loaded(load.attempt(), getContext().getSelf()));
      return;
    }
    boolean isReading = loading != null && sameRows(loading, load);
    loading = load;
    loaded = null;
    model = null;
    if (!isReading) {
      startReading(load);
    }
  }

  /** What is being read for somebody before, who wanted other rows, is given up: its memory and its thread are wanted. */
  private void startReading(Load load) {
    if (reading != null) {
      reading.superseded = true;
    }
    Reading begun = new Reading();
    reading = begun;
    var executor =
        getContext().getSystem().dispatchers().lookup(DispatcherSelector.fromConfig("strider.blocking-dispatcher"));
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(() -> read(load, begun), executor),
            (rows, failure) -> new LoadEnded(begun, rows, failure));
  }

  private static boolean sameRows(Load one, Load two) {
    return one.file().equals(two.file())
        && one.parameters().equals(two.parameters())
        && one.partitions() == two.partitions()
        && Arrays.equals(one.own(), two.own());
  }

  private static TransitionModel read(Load load, Cancellation cancellation) {
    PartitionMap map = new PartitionMap(load.partitions());
    Set<Integer> own = Arrays.stream(load.own()).boxed().collect(Collectors.toSet());
    GraphFile.Loaded graph = GraphFile.read(Path.of(load.file()), RowsHere.of(map, own), cancellation);
    return TransitionModel.of(graph.slab(), graph.filter(), load.parameters(), cancellation);
  }

  /** Answers who asked last. */
  private void onLoadEnded(LoadEnded ended) {
    Load load = loading;
    if (load == null || reading != ended.reading()) {
      return;
    }
    loading = null;
    reading = null;
    if (ended.model() == null) {
      load.replyTo().tell(new ClusterRun.NodeFailed("could not load rows: " + ended.failure()));
      return;
    }
    loaded = load;
    model = ended.model();
    getContext().getLog().info("holds partitions {} of {}", load.own(), load.file());
    load.replyTo().tell(new ClusterRun.Loaded(load.attempt(), getContext().getSelf()));
  }

  private void onOpen(Open asked) {
    if (loaded == null || model == null) {
      asked.driver().tell(new ClusterRun.NodeFailed("was asked to walk before its rows were loaded"));
      return;
    }
    if (!loaded.replyTo().equals(asked.driver())) {
      asked.driver().tell(new ClusterRun.NodeFailed("holds the rows of another job: one at a time walks on a cluster"));
      return;
    }
    if (pass != null && asked.equals(open)) {
      pass.tell(new NodePass.SayOpened());
      return;
    }
    open = asked;
    pass =
        getContext()
            .spawn(
                NodePass.create(model, new PartitionMap(loaded.partitions()), loaded.own(), threads, asked),
                "pass-" + passes++);
    getContext().watchWith(pass, new PassEnded(pass));
  }
}
