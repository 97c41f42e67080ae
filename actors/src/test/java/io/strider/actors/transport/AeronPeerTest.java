package io.strider.actors.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.Publication;
import io.strider.actors.walk.BatchStamp;
import io.strider.actors.walk.BulkCounters;
import io.strider.actors.walk.BulkMessage;
import io.strider.actors.walk.BulkSender;
import io.strider.actors.walk.Partition;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.walk.WalkerBatch;
import io.strider.runtime.walk.WaveAttempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each answer that a publication can give has its reaction. Frames may be offered by the thread that sends them, or by the agent. */
final class AeronPeerTest {

  private static final long CONNECT_NANOS = Duration.ofSeconds(3).toNanos();
  private static final long GIVE_UP_NANOS = Duration.ofSeconds(10).toNanos();
  private static final BulkAddress ADDRESS = new BulkAddress("h:1", "aeron", "h:2", 1, "d");
  private static final int FRAME_BYTES = AeronPeer.ENVELOPE_BYTES + 40 + walkers(3).bytes().length;
  private static final long TAKEN = 1;

  /** Gives the same answer until told otherwise. */
  private static final class Scripted implements AeronPeer.Link {
    private long answer = TAKEN;
    private int taken;
    private int reopened;
    private boolean closed;

    @Override
    public long offer(DirectBuffer buffer, int length) {
      assertThat(length).isEqualTo(FRAME_BYTES);
      assertThat(buffer.getLong(8)).isEqualTo(~buffer.getLong(0));
      taken += answer > 0 ? 1 : 0;
      return answer;
    }

    @Override
    public int maxMessageBytes() {
      return 1000;
    }

    @Override
    public void reopen() {
      reopened++;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Keeps what it is given. */
  private static final class Kept implements BulkSender {
    private final List<ActorRef<?>> receivers = new ArrayList<>();
    private final List<BulkMessage> messages = new ArrayList<>();

    @Override
    public <M extends BulkMessage> void send(ActorRef<? super M> to, M message) {
      receivers.add(to);
      messages.add(message);
    }

    List<Integer> numbers() {
      return messages.stream().map(message -> ((Partition.Arrived) message).stamp().sequence()).toList();
    }
  }

  private final Scripted link = new Scripted();
  private final BulkCounters counters = new BulkCounters();
  private final Kept otherwise = new Kept();
  private final ActorRef<BulkMessage> receiver = TestInbox.<BulkMessage>create("receiver").getRef();
  private final AeronPeer peer = peer(null);
  private final AeronPeer spared = peer(otherwise);
  private int sent;

  private AeronPeer peer(@Nullable BulkSender otherwise) {
    AeronSettings settings =
        new AeronSettings(
            "h", 0, "", 1 << 16, 1408, 1 << 16, 8, 5L * FRAME_BYTES, Duration.ofNanos(CONNECT_NANOS), Duration.ofNanos(GIVE_UP_NANOS));
    return new AeronPeer(ADDRESS, link, settings, counters, otherwise);
  }

  private static WalkerBatch walkers(int count) {
    return WalkerBatch.of(
        new WaveAttempt(1, 0), count, new byte[WalkerBatch.HEADER_BYTES + count * WalkerBatch.WALKER_BYTES]);
  }

  private void send(AeronPeer to, int messages) {
    for (int i = 0; i < messages; i++) {
      to.send(receiver, new Partition.Arrived(walkers(3), new BatchStamp(1, sent++)));
    }
  }

  private static Integer[] numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toArray(Integer[]::new);
  }

  @Test
  void shouldCountWhatWasTaken() {
    send(peer, 3);
    peer.work(0);
    assertThat(link.taken).isEqualTo(3);
    assertThat(counters.messagesSent.sum()).isEqualTo(3);
    assertThat(counters.bytesSent.sum()).isEqualTo(3L * FRAME_BYTES);
    assertThat(counters.walkersSent.sum()).isEqualTo(9);
    assertThat(peer.work(0)).isZero();
  }

  @Test
  void shouldKeepTheFrameWhileTheOtherSideIsBehind() {
    link.answer = Publication.BACK_PRESSURED;
    send(peer, 2);
    assertThat(peer.work(0)).isZero();
    assertThat(peer.work(GIVE_UP_NANOS)).isZero();
    link.answer = TAKEN;
    assertThat(peer.work(2 * GIVE_UP_NANOS)).as("it moved in time").isEqualTo(2);
    assertThat(link.taken).isEqualTo(2);
    assertThat(counters.backPressured.sum()).isEqualTo(1);
    assertThat(counters.droppedFrames.sum()).isZero();
  }

  @Test
  void shouldTryAgainAtOnceAfterAnAdministrativeAction() {
    link.answer = Publication.ADMIN_ACTION;
    send(peer, 1);
    assertThat(peer.work(0)).as("no pause").isEqualTo(1);
    assertThat(link.taken).isZero();
    link.answer = TAKEN;
    peer.work(0);
    assertThat(link.taken).isEqualTo(1);
    assertThat(counters.backPressured.sum()).isZero();
  }

  @Test
  void shouldTakeANewPublicationWhenTheOldOneIsClosedOrUsedUp() {
    link.answer = Publication.CLOSED;
    send(peer, 1);
    int before = link.reopened;
    peer.work(0);
    assertThat(link.reopened).isEqualTo(before + 1);
    link.answer = Publication.MAX_POSITION_EXCEEDED;
    peer.work(0);
    assertThat(link.reopened).isEqualTo(before + 2);
    link.answer = TAKEN;
    peer.work(0);
    assertThat(link.taken).isEqualTo(1);
  }

  @Test
  void shouldDropWhatWaitsForANodeThatIsNotThere() {
    link.answer = Publication.NOT_CONNECTED;
    send(peer, 4);
    peer.work(0);
    peer.work(CONNECT_NANOS + 1);
    peer.work(GIVE_UP_NANOS);
    assertThat(counters.droppedFrames.sum()).isZero();
    peer.work(GIVE_UP_NANOS + 1);
    assertThat(counters.droppedFrames.sum()).isEqualTo(4);
    assertThat(counters.backPressured.sum()).isZero();
    assertThat(peer.isUnreachable()).isFalse();
    link.answer = TAKEN;
    send(peer, 5);
    peer.work(GIVE_UP_NANOS + 2);
    assertThat(link.taken).as("the queue is empty and the node is back").isEqualTo(5);
  }

  @Test
  void shouldHandOverWhatWaitsForANodeThatWasNeverThere() {
    link.answer = Publication.NOT_CONNECTED;
    send(spared, 4);
    spared.work(0);
    spared.work(CONNECT_NANOS);
    assertThat(otherwise.messages).as("in time").isEmpty();
    assertThat(spared.isUnreachable()).isFalse();
    spared.work(CONNECT_NANOS + 1);
    assertThat(spared.isUnreachable()).isTrue();
    assertThat(otherwise.numbers()).containsExactly(numbers(0, 4));
    link.answer = TAKEN;
    send(spared, 3);
    spared.work(CONNECT_NANOS + 2);
    spared.work(CONNECT_NANOS + 3);
    assertThat(otherwise.numbers()).as("what follows too, each once").containsExactly(numbers(0, 7));
    assertThat(otherwise.receivers).hasSize(7).containsOnly(receiver);
    assertThat(link.taken).isZero();
    assertThat(counters.messagesSent.sum()).isZero();
    assertThat(counters.droppedFrames.sum()).isZero();
    send(spared, 5);
    assertThat(counters.droppedFrames.sum()).as("what was handed over takes no room").isZero();
  }

  @Test
  void shouldWaitLongerForANodeThatWasThere() {
    send(spared, 1);
    spared.work(0);
    assertThat(link.taken).isEqualTo(1);
    link.answer = Publication.BACK_PRESSURED;
    send(spared, 2);
    spared.work(0);
    spared.work(CONNECT_NANOS + 1);
    spared.work(GIVE_UP_NANOS);
    assertThat(otherwise.messages).isEmpty();
    assertThat(spared.isUnreachable()).isFalse();
    spared.work(GIVE_UP_NANOS + 1);
    assertThat(spared.isUnreachable()).isTrue();
    assertThat(otherwise.numbers()).containsExactly(numbers(1, 3));
    assertThat(counters.droppedFrames.sum()).isZero();
  }

  @Test
  void shouldCountTheTimeAnewWhenTheNodeMoves() {
    link.answer = Publication.NOT_CONNECTED;
    send(spared, 1);
    spared.work(0);
    link.answer = TAKEN;
    spared.work(CONNECT_NANOS);
    link.answer = Publication.BACK_PRESSURED;
    send(spared, 1);
    spared.work(CONNECT_NANOS + 1);
    spared.work(GIVE_UP_NANOS + 1);
    assertThat(spared.isUnreachable()).isFalse();
    assertThat(otherwise.messages).isEmpty();
  }

  @Test
  void shouldDropAndCountWhatDoesNotFitTheQueue() {
    link.answer = Publication.BACK_PRESSURED;
    send(peer, 7);
    assertThat(counters.droppedFrames.sum()).as("7 frames: one in hand, and room for the bytes of 5").isEqualTo(1);
    link.answer = TAKEN;
    peer.work(0);
    assertThat(link.taken).isEqualTo(6);
  }

  @Test
  void shouldSayWhichSettingAFrameIsTooLargeFor() {
    assertThatThrownBy(() -> peer.send(receiver, new Partition.Arrived(walkers(70), new BatchStamp(1, 0))))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("1188 bytes")
        .hasMessageContaining("term-buffer");
  }

  @Test
  void shouldCloseItsLink() {
    peer.close();
    assertThat(link.closed).isTrue();
  }
}
