package io.strider.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.actors.transport.BulkAddress;
import io.strider.actors.walk.CorpusBuffer;
import io.strider.actors.walk.Partition;
import io.strider.runtime.ingest.distributed.IngestPhase;
import io.strider.runtime.ingest.distributed.IngestTask;
import io.strider.runtime.walk.WalkParameters;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ControlSerializerTest {

  private static final int FUZZED_FRAMES = 2_000;
  private static final BulkAddress ADDRESS = new BulkAddress("h:1", "aeron", "h:2", 7, "driver");

  @SuppressWarnings("NullAway.Init")
  private static ActorTestKit kit;

  @SuppressWarnings("NullAway.Init")
  private static ControlSerializer serializer;

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
    serializer = new ControlSerializer((ExtendedActorSystem) Adapter.toClassic(kit.system()));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private static List<ControlMessage> messages() {
    ActorRef<ClusterRun.NodeReply> driver = kit.<ClusterRun.NodeReply>createTestProbe().ref();
    ActorRef<IngestRun.NodeReply> ingest = kit.<IngestRun.NodeReply>createTestProbe().ref();
    ActorRef<IngestNode.Command> node = kit.<IngestNode.Command>createTestProbe().ref();
    IngestTask task = new IngestTask(IngestPhase.GATHER, 3);
    ActorRef<CorpusBuffer.Command> front = kit.<CorpusBuffer.Command>createTestProbe().ref();
    NodePass.Connect everybody =
        new NodePass.Connect(
            new ArrayList<>(), new int[] {0, 0, 1}, new ArrayList<>(List.of(front)), new ArrayList<>(List.of(ADDRESS)), 2);
    NodeReport.Traffic traffic = new NodeReport.Traffic("aeron", 1, 2, 3, 4, 5, 6, 7, 8);
    return List.of(
        new Placement.Locate(3, 1, kit.<Placement.Located>createTestProbe().ref()),
        new WalkNode.Load("graph.bin", new WalkParameters(10, 80, 0.5, 2, 7), 6, new int[] {1, 4}, 2, driver),
        new WalkNode.Open(driver, 1, 2),
        everybody,
        new ClusterRun.Opened(
            2,
            new int[] {1},
            kit.<Partition.Command>createTestProbe().ref(),
            ADDRESS,
            kit.<NodePass.Command>createTestProbe().ref()),
        new NodePass.Close(),
        new IngestNode.Work("folder", task, ingest),
        new IngestNode.Leave("folder", ingest),
        new IngestRun.TaskDone(task, new long[] {1, -2, Long.MAX_VALUE}, node),
        new IngestRun.Underway(task, 7, node),
        new IngestRun.TaskFailed(task, IngestRun.TaskFailed.Kind.INPUT, "no"),
        new IngestRun.Left(node),
        new ClusterRun.NodeFailed("no"),
        new ClusterRun.Closed(new NodeReport("h:1", 2, 3, 4, 5, 6, 7, traffic)),
        new CorpusNode.Open(driver, front, 1, -7, 1000, 80, 65_536, 10_000, 2),
        new HeldBuffer.Connect(everybody),
        new HeldBuffer.Collect(5, 1L << 40, 65_536),
        new HeldBuffer.Pull(5, 8, 4),
        new HeldBuffer.Close(true),
        new ClusterRun.Held(2, 1, front, ADDRESS, kit.<HeldBuffer.Command>createTestProbe().ref()),
        new RemoteBuffer.Ready(2),
        new RemoteBuffer.Collecting(5, 2),
        new RemoteBuffer.Collected(5, 2, 1L << 33));
  }

  @Test
  void shouldReadWhatItWrote() throws NotSerializableException {
    for (ControlMessage message : messages()) {
      Object read = serializer.fromBinary(serializer.toBinary(message), serializer.manifest(message));
      assertThat(read).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(message);
    }
  }

  @Test
  void shouldWriteNoClassThatIsNotRegistered() {
    assertThatThrownBy(() -> serializer.toBinary(new java.util.BitSet()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not registered");
  }

  @Test
  void shouldRefuseOtherVersionsAndOtherThings() {
    byte[] close = serializer.toBinary(new NodePass.Close());
    assertThatThrownBy(() -> serializer.fromBinary(close, "c0")).isInstanceOf(NotSerializableException.class);
    byte[] list = serializer.toBinary(new ArrayList<>());
    assertThatThrownBy(() -> serializer.fromBinary(list, serializer.manifest(list))).isInstanceOf(NotSerializableException.class);
  }

  @Test
  void shouldRefuseDamagedFramesWithoutAnythingWorse() {
    Random random = new Random(3);
    for (ControlMessage message : messages()) {
      byte[] whole = serializer.toBinary(message);
      for (int i = 0; i < FUZZED_FRAMES; i++) {
        byte[] frame = Arrays.copyOf(whole, random.nextInt(whole.length + 8));
        for (int flips = random.nextInt(3); flips > 0 && frame.length > 0; flips--) {
          frame[random.nextInt(frame.length)] = (byte) random.nextInt();
        }
        try {
          assertThat(serializer.fromBinary(frame, serializer.manifest(message))).isInstanceOf(ControlMessage.class);
        } catch (NotSerializableException refused) {
          assertThat(refused).hasMessageContaining("refused");
        }
      }
    }
  }
}
