package io.strider.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.actors.walk.WalkRun;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.graph.EdgeFilter;
import io.strider.runtime.graph.GraphFile;
import io.strider.runtime.ingest.GraphIngest;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.ingest.IngestedGraph;
import io.strider.runtime.ingest.SegmentLimits;
import io.strider.runtime.ingest.distributed.IngestCoordinator;
import io.strider.runtime.ingest.distributed.IngestLimits;
import io.strider.runtime.ingest.distributed.IngestTask;
import io.strider.runtime.ingest.distributed.PublishedGraph;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A driver and its nodes in one process: lost messages, lost nodes, failures, cancellation. */
@Timeout(60)
final class IngestRunTest {

  private static final IngestLimits LIMITS = new IngestLimits(200, new SegmentLimits(60, 60, 1 << 20), 40, 90, 20);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @SuppressWarnings("NullAway.Init")
  private static ActorTestKit kit;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final Map<String, IngestShare> shares = new ConcurrentHashMap<>();
  private final TestProbe<WalkRun.Outcome> outcome = kit.createTestProbe();

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private IngestCoordinator coordinator(String edges) throws IOException {
    Path file = Files.writeString(folder.resolve("edges.tsv"), edges);
    return IngestCoordinator.begin(file, IngestOptions.DEFAULT, true, LIMITS, folder, Cancellation.NEVER);
  }

  private static String edges() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      text.append("v").append(i * 7 % 31).append('\t').append(i * i % 53).append('\n');
    }
    return text.toString();
  }

  private ActorRef<WalkRun.Command> run(IngestCoordinator coordinator, Duration nodeTimeout) {
    IngestRun.Context context =
        new IngestRun.Context(
            2,
            nodeTimeout,
            StageListener.SILENT,
            share -> shares.merge(share.address(), share, IngestShare::plus),
            Cancellation.NEVER);
    return kit.spawn(IngestRun.withNodes(coordinator, context, outcome.getRef()));
  }

  private void assertComplete(IngestCoordinator coordinator) throws IOException {
    assertThat(outcome.receiveMessage(PATIENCE)).isEqualTo(new WalkRun.Outcome.Completed());
    Path source = folder.resolve("edges.tsv");
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    try (PublishedGraph graph = coordinator.finish();
        IngestedGraph here =
            GraphIngest.read(
                GraphSource.path(source), IngestOptions.DEFAULT, StageListener.SILENT, Cancellation.NEVER)) {
      EdgeFilter filter = EdgeFilter.of(here.graph(), Cancellation.NEVER);
      GraphFile.write(here.graph(), filter, expected, Cancellation.NEVER);
      assertThat(Files.readAllBytes(graph.file())).isEqualTo(expected.toByteArray());
    }
    long edgeLines = shares.values().stream().mapToLong(IngestShare::edgeLines).sum();
    long bytes = shares.values().stream().mapToLong(IngestShare::inputBytes).sum();
    assertThat(edgeLines).as("each line read once, as it counts").isEqualTo(150);
    assertThat(bytes).isEqualTo(Files.size(source));
  }

  @Test
  void shouldRefuseNodesWithoutTasks() {
    assertThatThrownBy(
            () -> new IngestRun.Context(0, PATIENCE, StageListener.SILENT, share -> {}, Cancellation.NEVER))
        .isInstanceOf(InputException.class)
        .hasMessage("strider.cluster.ingest.tasks-per-node: found 0, expected at least 1");
  }

  @Test
  void shouldAskAgainForWhatIsLost() throws IOException {
    IngestCoordinator coordinator = coordinator(edges());
    Losses losses = new Losses();
    ActorRef<WalkRun.Command> run = run(coordinator, Duration.ofMillis(2_400));
    run.tell(new IngestRun.Nodes(Set.of(losses.between(kit.spawn(IngestNode.create())))));
    assertComplete(coordinator);
    assertThat(losses.lost).contains("Work", "TaskDone", "Leave");
  }

  @Test
  void shouldGiveTheTasksOfALostNodeToOthers() throws IOException {
    IngestCoordinator coordinator = coordinator(edges());
    TestProbe<IngestNode.Command> lost = kit.createTestProbe();
    ActorRef<IngestNode.Command> able = kit.spawn(IngestNode.create());
    ActorRef<WalkRun.Command> run = run(coordinator, Duration.ofSeconds(20));
    run.tell(new IngestRun.Nodes(Set.of(lost.getRef())));
    lost.expectMessageClass(IngestNode.Work.class);
    lost.expectMessageClass(IngestNode.Work.class);
    run.tell(new IngestRun.Nodes(Set.of(lost.getRef(), able)));
    lost.expectNoMessage(Duration.ofMillis(100));
    lost.stop();
    assertComplete(coordinator);
  }

  @Test
  void shouldFailWithTheLineThatANodeCannotRead() throws IOException {
    IngestCoordinator coordinator = coordinator(edges() + "lonely\n");
    run(coordinator, PATIENCE).tell(new IngestRun.Nodes(Set.of(kit.spawn(IngestNode.create()))));
    WalkRun.Outcome.Stopped stopped = outcome.expectMessageClass(WalkRun.Outcome.Stopped.class, PATIENCE);
    assertThat(stopped.cause())
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("node in this process: ")
        .hasMessageContaining("edges.tsv:151: found only one column `lonely`");
  }

  @Test
  void shouldSayWhenNobodyIsThere() throws IOException {
    run(coordinator(edges()), Duration.ofMillis(120));
    WalkRun.Outcome.Stopped stopped = outcome.expectMessageClass(WalkRun.Outcome.Stopped.class, PATIENCE);
    assertThat(stopped.cause())
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("no node of role partition was there");
  }

  @Test
  void shouldAnswerACancellationWhenNoNodeIsAtWorkAnyMore() throws IOException {
    IngestCoordinator coordinator = coordinator(edges());
    TestProbe<IngestNode.Command> node = kit.createTestProbe();
    ActorRef<WalkRun.Command> run = run(coordinator, PATIENCE);
    run.tell(new IngestRun.Nodes(Set.of(node.getRef())));
    node.expectMessageClass(IngestNode.Work.class);
    node.expectMessageClass(IngestNode.Work.class);
    run.tell(new WalkRun.Cancel());
    IngestNode.Leave leave = node.expectMessageClass(IngestNode.Leave.class);
    outcome.expectNoMessage(Duration.ofMillis(100));
    leave.replyTo().tell(new IngestRun.Left(node.getRef()));
    WalkRun.Outcome.Stopped stopped = outcome.expectMessageClass(WalkRun.Outcome.Stopped.class, PATIENCE);
    assertThat(stopped.cause()).isInstanceOf(CancelledException.class);
  }

  @Test
  void shouldStopItsTasksWhenTheDriverIsGone() throws IOException {
    IngestCoordinator coordinator = coordinator(edges());
    ActorRef<IngestNode.Command> node = kit.spawn(IngestNode.create());
    TestProbe<IngestRun.NodeReply> gone = kit.createTestProbe();
    TestProbe<IngestRun.NodeReply> asker = kit.createTestProbe();
    String path = coordinator.folder().toString();
    node.tell(new IngestNode.Work(path, new IngestTask(coordinator.phase(), 0), gone.getRef()));
    gone.stop();
    node.tell(new IngestNode.Leave(path, asker.getRef()));
    assertThat(asker.receiveMessage(PATIENCE)).isEqualTo(new IngestRun.Left(node));
  }

  /** Loses the first message of every kind between a driver and a node. */
  private static final class Losses {
    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    ActorRef<IngestNode.Command> between(ActorRef<IngestNode.Command> node) {
      return kit.spawn(Behaviors.setup(context -> toNode(node, context.getSelf())));
    }

    private Behavior<IngestNode.Command> toNode(
        ActorRef<IngestNode.Command> node, ActorRef<IngestNode.Command> self) {
      Set<ActorRef<IngestRun.NodeReply>> drivers = new HashSet<>();
      return Behaviors.receiveMessage(
          message -> {
            boolean passes = !lost.add(message.getClass().getSimpleName());
            if (passes && message instanceof IngestNode.Work work) {
              if (drivers.isEmpty()) {
                drivers.add(kit.spawn(toDriver(work.replyTo(), self)));
              }
              node.tell(new IngestNode.Work(work.folder(), work.task(), List.copyOf(drivers).getFirst()));
            } else if (message instanceof IngestNode.Leave leave) {
              leave.replyTo().tell(new IngestRun.Left(self)); // asked once, and given up after seconds
            }
            return Behaviors.same();
          });
    }

    private Behavior<IngestRun.NodeReply> toDriver(
        ActorRef<IngestRun.NodeReply> driver, ActorRef<IngestNode.Command> self) {
      return Behaviors.receiveMessage(
          message -> {
            if (!lost.add(message.getClass().getSimpleName())) {
              driver.tell(
                  switch (message) {
                    case IngestRun.TaskDone done -> new IngestRun.TaskDone(done.task(), done.figures(), self);
                    case IngestRun.Underway on -> new IngestRun.Underway(on.task(), on.items(), self);
                    case IngestRun.TaskFailed failed -> failed;
                    case IngestRun.Left left -> left;
                  });
            }
            return Behaviors.same();
          });
    }
  }
}
