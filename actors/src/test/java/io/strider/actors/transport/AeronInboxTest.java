package io.strider.actors.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.actors.walk.BatchStamp;
import io.strider.actors.walk.BulkCounters;
import io.strider.actors.walk.BulkFrames;
import io.strider.actors.walk.BulkMessage;
import io.strider.actors.walk.CorpusBuffer;
import io.strider.actors.walk.Partition;
import io.strider.runtime.walk.WalkerBatch;
import io.strider.runtime.walk.WaveAttempt;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class AeronInboxTest {

  private static final int FUZZED_FRAMES = 20_000;

  @SuppressWarnings("NullAway.Init")
  private static ActorTestKit kit;

  private final BulkCounters counters = new BulkCounters();
  private final AeronInbox inbox = new AeronInbox(counters);
  private final TestProbe<Partition.Command> partition = kit.createTestProbe(Partition.Command.class);

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private static byte[] frame(long number) {
    byte[] walkers = new byte[WalkerBatch.HEADER_BYTES + 2 * WalkerBatch.WALKER_BYTES];
    new Random(1).nextBytes(walkers);
    Arrays.fill(walkers, 0, WalkerBatch.HEADER_BYTES, (byte) 0);
    BulkMessage message =
        new Partition.Arrived(WalkerBatch.of(new WaveAttempt(9, 1), 2, walkers), new BatchStamp(3, 4));
    ByteBuffer buffer =
        ByteBuffer.allocate(AeronPeer.ENVELOPE_BYTES + (int) BulkFrames.bytes(message)).order(ByteOrder.LITTLE_ENDIAN);
    BulkFrames.write(message, buffer.putLong(number).putLong(~number));
    return buffer.array();
  }

  private void receive(byte[] frame, boolean direct) {
    int margin = 24;
    ByteBuffer memory =
        direct ? ByteBuffer.allocateDirect(frame.length + 2 * margin) : ByteBuffer.allocate(frame.length + 2 * margin);
    memory.put(margin + 8, frame);
    inbox.receive(new UnsafeBuffer(memory, margin, frame.length + 8), 8, frame.length);
  }

  @Test
  void shouldHandAFrameToItsActor() {
    inbox.expose(partition.ref(), Partition.Command.class);
    for (boolean direct : new boolean[] {true, false}) {
      receive(frame(AeronInbox.number(partition.ref())), direct);
      Partition.Arrived arrived = partition.expectMessageClass(Partition.Arrived.class);
      assertThat(arrived.stamp()).isEqualTo(new BatchStamp(3, 4));
      assertThat(arrived.batch().attempt()).isEqualTo(new WaveAttempt(9, 1));
      assertThat(arrived.batch().count()).isEqualTo(2);
    }
    assertThat(counters.walkersReceived.sum()).isEqualTo(4);
  }

  @Test
  void shouldIgnoreLateFramesForAnActorThatIsGone() {
    inbox.expose(partition.ref(), Partition.Command.class);
    inbox.withdraw(partition.ref());
    receive(frame(AeronInbox.number(partition.ref())), true);
    partition.expectNoMessage(java.time.Duration.ofMillis(50));
    assertThat(counters.refusedFrames.sum()).isZero();
  }

  @Test
  void shouldRefuseWhatAnActorDoesNotTake() {
    TestProbe<CorpusBuffer.Command> buffer = kit.createTestProbe(CorpusBuffer.Command.class);
    inbox.expose(buffer.ref(), CorpusBuffer.Command.class);
    receive(frame(AeronInbox.number(buffer.ref())), true);
    assertThat(counters.refusedFrames.sum()).isEqualTo(1);
  }

  @Test
  void shouldRefuseAndCountDamagedFramesWithoutAnythingWorse() {
    inbox.expose(partition.ref(), Partition.Command.class);
    byte[] whole = frame(AeronInbox.number(partition.ref()));
    Random random = new Random(2);
    int damaged = 0;
    for (int i = 0; i < FUZZED_FRAMES; i++) {
      byte[] frame = Arrays.copyOf(whole, random.nextInt(2 * whole.length));
      for (int flips = random.nextInt(4); flips > 0 && frame.length > 0; flips--) {
        frame[random.nextInt(frame.length)] = (byte) random.nextInt();
      }
      damaged += Arrays.equals(frame, whole) ? 0 : 1;
      receive(frame, true);
    }
    assertThat(counters.refusedFrames.sum()).isEqualTo(damaged);
    for (int i = damaged; i < FUZZED_FRAMES; i++) {
      partition.expectMessageClass(Partition.Arrived.class);
    }
    partition.expectNoMessage(java.time.Duration.ofMillis(50));
  }
}
