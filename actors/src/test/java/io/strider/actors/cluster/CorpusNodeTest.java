package io.strider.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.strider.actors.walk.CorpusBuffer;
import io.strider.actors.walk.WalkCoordinator;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.walk.WaveAttempt;
import io.strider.runtime.walk.WaveChunk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A corpus node as its drivers see it, and a driver's stand-in as its coordinator and a corpus node see it. */
@Timeout(60)
final class CorpusNodeTest {

  private static final Duration QUIET = Duration.ofMillis(300);
  private static final int LENGTH = 5;

  @SuppressWarnings("NullAway.Init")
  private static ActorTestKit kit;

  @BeforeAll
  static void start() {
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString(
                    """
                    include classpath("strider-cluster.conf")
                    pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                    """)
                .withFallback(ConfigFactory.load()));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private final TestProbe<ClusterRun.NodeReply> driver = kit.createTestProbe();
  private final TestProbe<CorpusBuffer.Command> front = kit.createTestProbe();
  private final TestProbe<HeldBuffer.Command> held = kit.createTestProbe();
  private final TestProbe<WalkCoordinator.Command> coordinator = kit.createTestProbe();

  private CorpusNode.Open open(int walksPerWave, int attempt) {
    return new CorpusNode.Open(driver.ref(), front.ref(), 0, 1, 100, LENGTH, walksPerWave, 10_000, attempt);
  }

  @Test
  void shouldOpenOneBufferForAnAttemptAndAnotherForTheNext() {
    ActorRef<CorpusNode.Command> node = kit.spawn(CorpusNode.create());
    node.tell(open(10, 1));
    ClusterRun.Held first = driver.expectMessageClass(ClusterRun.Held.class);
    node.tell(open(10, 1));
    assertThat(driver.expectMessageClass(ClusterRun.Held.class)).as("asked again").isEqualTo(first);
    node.tell(open(10, 2));
    ClusterRun.Held second = driver.expectMessageClass(ClusterRun.Held.class);
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.node()).isNotEqualTo(first.node());
    driver.expectTerminated(first.node());
    second.node().tell(new HeldBuffer.Collect(0, 0, 10));
    front.expectNoMessage(QUIET);
    driver.stop();
    coordinator.expectTerminated(second.node());
  }

  @Test
  void shouldSayThatAWaveIsTooLarge() {
    kit.spawn(CorpusNode.create()).tell(open(Integer.MAX_VALUE, 1));
    assertThat(driver.expectMessageClass(ClusterRun.NodeFailed.class).reason())
        .contains("cannot hold a wave of 60129542116 bytes on 127.0.0.1:", "whose heap has at most ");
  }

  private ActorRef<CorpusBuffer.Command> standIn(Duration answerTimeout) {
    return kit.spawn(RemoteBuffer.create(new RemoteBuffer.Settings(coordinator.ref(), LENGTH, 10, answerTimeout)));
  }

  private RemoteBuffer.HeldBy heldBy(TestProbe<HeldBuffer.Command> node, int attempt) {
    NodePass.Connect everybody =
        new NodePass.Connect(new ArrayList<>(), new int[1], new ArrayList<>(), new ArrayList<>(), attempt);
    return new RemoteBuffer.HeldBy(node.ref(), attempt, new HeldBuffer.Connect(everybody));
  }

  private static Wave wave() {
    return new Wave(20, 2, LENGTH, new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, new int[] {LENGTH, 2});
  }

  @Test
  void shouldHaveAWaveWalkedAgainElsewhereAndRefuseWhatTheLostNodeStillSends() {
    ActorRef<CorpusBuffer.Command> standIn = standIn(Duration.ofSeconds(30));
    standIn.tell(heldBy(held, 1));
    held.expectMessageClass(HeldBuffer.Connect.class);
    standIn.tell(new RemoteBuffer.Ready(1));
    standIn.tell(new CorpusBuffer.OpenWave(4, 20, 2));
    held.expectMessage(new HeldBuffer.Collect(4, 20, 2));
    standIn.tell(new RemoteBuffer.Collected(4, 1, 5));
    held.expectMessage(new HeldBuffer.Pull(4, 0, 1));

    TestProbe<HeldBuffer.Command> next = kit.createTestProbe();
    standIn.tell(heldBy(next, 2));
    next.expectMessageClass(HeldBuffer.Connect.class);
    next.expectMessage(new HeldBuffer.Collect(4, 20, 2));
    standIn.tell(new RemoteBuffer.Ready(2));
    CorpusBuffer.Pulled late = new CorpusBuffer.Pulled(WaveChunk.of(new WaveAttempt(4, 1), 0, wave()));
    standIn.tell(late);
    standIn.tell(new RemoteBuffer.Collected(4, 1, 5));
    standIn.tell(new RemoteBuffer.Collected(4, 2, 5));
    next.expectMessage(new HeldBuffer.Pull(4, 0, 1));
    standIn.tell(late);
    coordinator.expectNoMessage(QUIET);
    standIn.tell(new CorpusBuffer.Pulled(WaveChunk.of(new WaveAttempt(4, 2), 0, wave())));
    WalkCoordinator.WaveComplete complete = coordinator.expectMessageClass(WalkCoordinator.WaveComplete.class);
    assertThat(complete.number()).isEqualTo(4);
    assertThat(complete.steps()).isEqualTo(5);
    assertThat(complete.wave().tokens()).isEqualTo(LENGTH + 2);
  }

  @Test
  void shouldLeaveTheOpenWaveAndAllThatFollowToABufferHere() {
    ActorRef<CorpusBuffer.Command> standIn = standIn(Duration.ofSeconds(30));
    standIn.tell(heldBy(held, 1));
    CorpusBuffer.OpenWave wave = new CorpusBuffer.OpenWave(4, 20, 2);
    standIn.tell(wave);
    standIn.tell(new RemoteBuffer.HeldHere(front.ref()));
    front.expectMessage(wave);
    CorpusBuffer.OpenWave next = new CorpusBuffer.OpenWave(6, 24, 2);
    standIn.tell(next);
    front.expectMessage(next);
    assertThat(held.receiveSeveralMessages(2)).hasSize(2);
    held.expectNoMessage(RemoteBuffer.ASK_INTERVAL.plus(QUIET));
  }

  @Test
  void shouldAskAgainAndGiveUpOnANodeThatSaysNothing() {
    ActorRef<CorpusBuffer.Command> standIn = standIn(RemoteBuffer.ASK_INTERVAL.multipliedBy(3));
    standIn.tell(heldBy(held, 1));
    standIn.tell(new CorpusBuffer.OpenWave(4, 20, 2));
    List<HeldBuffer.Command> asked = held.receiveSeveralMessages(6, Duration.ofSeconds(10));
    assertThat(asked).filteredOn(HeldBuffer.Connect.class::isInstance).hasSize(3);
    assertThat(asked).filteredOn(new HeldBuffer.Collect(4, 20, 2)::equals).hasSize(3);
    coordinator.expectTerminated(standIn, Duration.ofSeconds(10));
  }
}
