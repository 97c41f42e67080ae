package io.strider.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.strider.actors.TestGraphs;
import io.strider.actors.walk.WalkPass;
import io.strider.actors.walk.WalkRun;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.graph.PartitionMap;
import io.strider.runtime.time.Clock;
import io.strider.runtime.time.StageMeter;
import io.strider.runtime.walk.TransitionModel;
import io.strider.runtime.walk.WalkParameters;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A driver and a node between which the first message of every kind is lost, on the way there and on the way back. */
@Tag("cluster")
@Timeout(120)
final class LostMessagesTest {

  private static final WalkParameters WALK = new WalkParameters(2, 8, 0.5, 2, 1);
  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(24);
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(2);
  private static final int PARTITIONS = 3;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private ActorTestKit kit;

  private final TransitionModel model =
      TransitionModel.of(TestGraphs.undirected(300, 900, 1), WALK, Cancellation.NEVER);

  @BeforeEach
  void start() {
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString(
                    """
                    include classpath("strider-cluster.conf")
                    pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                    pekko.cluster.roles = [partition]
                    strider.cluster.threads = 1
                    """)
                .withFallback(ConfigFactory.load()));
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    kit.createTestProbe().awaitAssert(() -> assertThat(cluster.selfMember().status().toString()).isEqualTo("Up"));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void shouldWalkAllTheSameAndOpenOneSideOnly() throws IOException {
    Losses losses = new Losses(kit);
    List<String> walks = walk(losses.between(kit.spawn(WalkNode.create(1))), List.of(), report -> {});
    assertThat(losses.lost()).containsExactlyInAnyOrder("Load", "Loaded", "Open", "Opened", "Connect", "Connected");
    assertThat(losses.passes()).as("sides that the node opened").hasSize(1);
    assertThat(walks).hasSize(2 * 300).doesNotHaveDuplicates().allMatch(walk -> walk.split(" ").length == 9);
  }

  @Test
  void shouldWalkAllTheSameWithACorpusNode() throws IOException {
    CorpusLosses losses = new CorpusLosses(kit);
    List<NodeReport> reports = new CopyOnWriteArrayList<>();
    ActorRef<CorpusNode.Command> corpus = losses.between(kit.spawn(CorpusNode.create()));
    List<String> walks = walk(kit.spawn(WalkNode.create(1)), List.of(corpus), reports::add);
    assertThat(losses.lost())
        .containsExactlyInAnyOrder(
            "Open", "Held", "Connect", "Ready", "Collect", "Collecting", "Collected", "Pull", "Pulled");
    assertThat(walks).hasSize(2 * 300).doesNotHaveDuplicates().allMatch(walk -> walk.split(" ").length == 9);
    assertThat(reports.stream().mapToLong(NodeReport::wavesBuffered).max()).hasValue(6);
  }

  /** All walks of a pass over the graph that one node walks. */
  private List<String> walk(
      ActorRef<WalkNode.Command> node, List<ActorRef<CorpusNode.Command>> corpusNodes, Consumer<NodeReport> reports)
      throws IOException {
    Path file = folder.resolve("graph.bin");
    try (OutputStream out = Files.newOutputStream(file)) {
      model.write(out, Cancellation.NEVER);
    }
    ActorRef<Placement.Locate> placement =
        kit.spawn(
            Behaviors.receiveMessage(
                locate -> {
                  locate.replyTo().tell(new Placement.Located(locate.partition(), locate.attempt(), node));
                  return Behaviors.same();
                }));
    List<String> walks = new ArrayList<>();
    TestProbe<WalkRun.Outcome> outcome = kit.createTestProbe();
    kit.spawn(
        ClusterRun.create(
            pass(walks),
            new ClusterRun.Context(placement, file, JOIN_TIMEOUT, STALL_TIMEOUT, () -> corpusNodes, reports),
            outcome.getRef()));
    assertThat(outcome.receiveMessage(JOIN_TIMEOUT)).isInstanceOf(WalkRun.Outcome.Completed.class);
    return walks;
  }

  private WalkPass pass(List<String> walks) {
    return new WalkPass(
        model,
        new PartitionMap(PARTITIONS),
        1,
        0,
        100,
        1,
        (wave, cancellation) -> write(wave, walks),
        new StageMeter(Clock.SYSTEM, Stage.WALK),
        StageListener.SILENT,
        Cancellation.NEVER);
  }

  /** Each walk with its number in front. */
  private static void write(Wave wave, List<String> walks) {
    for (int i = 0; i < wave.walks(); i++) {
      int from = i * wave.stride();
      String vertices = Arrays.toString(Arrays.copyOfRange(wave.vertices(), from, from + wave.lengths()[i]));
      walks.add(wave.firstWalk() + i + " " + vertices.replaceAll("[\\[\\],]", ""));
    }
  }

  /** Stands for a node to the driver and for the driver to the node, and loses the first message of every kind. */
  private static final class Losses {

    private final ActorTestKit kit;
    private final Set<String> lost = new HashSet<>();
    private final Set<ActorRef<NodePass.Command>> passes = new HashSet<>();

    Losses(ActorTestKit kit) {
      this.kit = kit;
    }

    synchronized Set<String> lost() {
      return Set.copyOf(lost);
    }

    synchronized Set<ActorRef<NodePass.Command>> passes() {
      return Set.copyOf(passes);
    }

    private synchronized boolean loses(Object message) {
      return !(message instanceof NodePass.Close || message instanceof ClusterRun.Closed)
          && lost.add(message.getClass().getSimpleName());
    }

    /** What a driver takes for the node. */
    ActorRef<WalkNode.Command> between(ActorRef<WalkNode.Command> node) {
      return kit.spawn(Behaviors.setup(context -> node(node, context.getSelf(), new ArrayList<>())));
    }

    private Behavior<WalkNode.Command> node(
        ActorRef<WalkNode.Command> node,
        ActorRef<WalkNode.Command> self,
        List<ActorRef<ClusterRun.NodeReply>> drivers) {
      return Behaviors.receiveMessage(
          message -> {
            if (message instanceof WalkNode.Load load && drivers.isEmpty()) {
              drivers.add(kit.spawn(driver(load.replyTo(), self, new ArrayList<>())));
            }
            if (!loses(message)) {
              node.tell(forNode(message, drivers.getFirst()));
            }
            return Behaviors.same();
          });
    }

    private static WalkNode.Command forNode(WalkNode.Command message, ActorRef<ClusterRun.NodeReply> driver) {
      return switch (message) {
        case WalkNode.Load load ->
            new WalkNode.Load(load.file(), load.parameters(), load.partitions(), load.own(), load.attempt(), driver);
        case WalkNode.Open open -> new WalkNode.Open(driver, open.buffers(), open.attempt());
        default -> throw new AssertionError(message);
      };
    }

    /** What the node takes for the driver. */
    private Behavior<ClusterRun.NodeReply> driver(
        ActorRef<ClusterRun.NodeReply> driver,
        ActorRef<WalkNode.Command> node,
        List<ActorRef<NodePass.Command>> relays) {
      return Behaviors.receiveMessage(
          message -> {
            if (message instanceof ClusterRun.Opened opened && seen(opened.pass())) {
              relays.add(kit.spawn(pass(opened.pass())));
            }
            if (!loses(message)) {
              driver.tell(
                  switch (message) {
                    case ClusterRun.Loaded loaded -> new ClusterRun.Loaded(loaded.attempt(), node);
                    case ClusterRun.Opened opened ->
                        new ClusterRun.Opened(
                            opened.attempt(), opened.own(), opened.inbox(), opened.address(), relays.getLast());
                    case ClusterRun.Connected ready -> new ClusterRun.Connected(ready.attempt(), relays.getLast());
                    default -> message;
                  });
            }
            return Behaviors.same();
          });
    }

    private synchronized boolean seen(ActorRef<NodePass.Command> pass) {
      return passes.add(pass);
    }

    /** What the driver takes for the node's side of the pass. */
    private Behavior<NodePass.Command> pass(ActorRef<NodePass.Command> pass) {
      return Behaviors.receiveMessage(
          message -> {
            if (!loses(message)) {
              pass.tell(message);
            }
            return message instanceof NodePass.Close ? Behaviors.stopped() : Behaviors.same();
          });
    }
  }
}
