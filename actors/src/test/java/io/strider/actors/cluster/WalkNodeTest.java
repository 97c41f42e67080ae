package io.strider.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.actors.TestGraphs;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.walk.TransitionModel;
import io.strider.runtime.walk.WalkParameters;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** In a thread of its own, for opening a pipe that nobody reads cannot be interrupted. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class WalkNodeTest {

  private static final WalkParameters WALK = new WalkParameters(1, 5, 0.5, 2, 1);
  private static final Duration QUIET = Duration.ofMillis(300);

  @SuppressWarnings("NullAway.Init")
  private static ActorTestKit kit;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private final TestProbe<ClusterRun.NodeReply> driver = kit.createTestProbe();
  private final ActorRef<WalkNode.Command> node = kit.spawn(WalkNode.create(1));

  private Path graph() throws IOException {
    Graph graph = TestGraphs.undirected(300, 900, 1);
    Path file = folder.resolve("graph.bin");
    try (OutputStream out = Files.newOutputStream(file)) {
      TransitionModel.of(graph, WALK, Cancellation.NEVER).write(out, Cancellation.NEVER);
    }
    return file;
  }

  /** A file that whoever reads it waits for, until somebody writes to it. */
  private Path pipe() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  private void load(Path file, int attempt, int... own) {
    node.tell(new WalkNode.Load(file.toString(), WALK, 2, own, attempt, driver.getRef()));
  }

  @Test
  void shouldReadOnceWhenItIsAskedAgainMeanwhile() throws Exception {
    Path pipe = pipe();
    load(pipe, 1, 0);
    load(pipe, 2, 0);
    driver.expectNoMessage(QUIET);
    Files.newOutputStream(pipe).close();
    assertThat(driver.receiveMessage()).as("one answer to both").isInstanceOf(ClusterRun.NodeFailed.class);
    driver.expectNoMessage(QUIET);
  }

  @Test
  void shouldAnswerAgainWhenItHoldsTheRows() throws IOException {
    Path graph = graph();
    for (int attempt = 1; attempt <= 2; attempt++) {
      load(graph, attempt, 0);
      assertThat(driver.receiveMessage()).isEqualTo(new ClusterRun.Loaded(attempt, node));
    }
  }

  @Test
  void shouldForgetRowsThatNobodyWantsAnyMore() throws Exception {
    Path pipe = pipe();
    load(pipe, 1, 0);
    load(graph(), 2, 1);
    assertThat(driver.receiveMessage()).isEqualTo(new ClusterRun.Loaded(2, node));
    Files.newOutputStream(pipe).close();
    driver.expectNoMessage(QUIET);
    load(graph(), 3, 1);
    assertThat(driver.receiveMessage()).as("the rows are still there").isEqualTo(new ClusterRun.Loaded(3, node));
  }
}
