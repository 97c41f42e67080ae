package io.strider.actors.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.Publication;
import io.strider.actors.walk.BatchStamp;
import io.strider.actors.walk.BulkCounters;
import io.strider.actors.walk.Partition;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.walk.WalkerBatch;
import io.strider.runtime.walk.WaveAttempt;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Each answer that a publication can give has its reaction. */
final class AeronPeerTest {

  private static final long GIVE_UP_NANOS = Duration.ofSeconds(10).toNanos();
  private static final BulkAddress ADDRESS = new BulkAddress("h:1", "aeron", "h:2", 1, "d");
  private static final int FRAME_BYTES = AeronPeer.ENVELOPE_BYTES + 40 + walkers(3).bytes().length;

  /** Answers as told, and then takes everything. */
  private static final class Scripted implements AeronPeer.Link {
    private final Deque<Long> answers = new ArrayDeque<>();
    private int taken;
    private int reopened;
    private boolean closed;

    @Override
    public long offer(DirectBuffer buffer, int length) {
      assertThat(length).isEqualTo(FRAME_BYTES);
      assertThat(buffer.getLong(8)).isEqualTo(~buffer.getLong(0));
      long answer = answers.isEmpty() ? 1 : answers.poll();
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

  private final Scripted link = new Scripted();
  private final BulkCounters counters = new BulkCounters();
  private final AeronPeer peer =
      new AeronPeer(
          ADDRESS,
          link,
          new AeronSettings("h", 0, "", 1 << 16, 1408, 1 << 16, 8, 5L * FRAME_BYTES, Duration.ofNanos(GIVE_UP_NANOS)),
          counters);

  private static WalkerBatch walkers(int count) {
    return WalkerBatch.of(
        new WaveAttempt(1, 0), count, new byte[WalkerBatch.HEADER_BYTES + count * WalkerBatch.WALKER_BYTES]);
  }

  private void send(int messages) {
    for (int i = 0; i < messages; i++) {
      peer.send(
          77,
          new Partition.Arrived(walkers(3), new BatchStamp(1, i)));
    }
  }

  @Test
  void shouldCountWhatWasTaken() {
    send(3);
    assertThat(peer.work(0)).isEqualTo(3);
    assertThat(counters.messagesSent.sum()).isEqualTo(3);
    assertThat(counters.bytesSent.sum()).isEqualTo(3L * FRAME_BYTES);
    assertThat(counters.walkersSent.sum()).isEqualTo(9);
    assertThat(peer.work(0)).isZero();
  }

  @Test
  void shouldKeepTheFrameWhileTheOtherSideIsBehind() {
    link.answers.add(Publication.BACK_PRESSURED);
    link.answers.add(Publication.BACK_PRESSURED);
    send(2);
    assertThat(peer.work(0)).isZero();
    assertThat(peer.work(GIVE_UP_NANOS)).isZero();
    assertThat(peer.work(2 * GIVE_UP_NANOS)).as("it moved in time").isEqualTo(2);
    assertThat(counters.backPressured.sum()).isEqualTo(1);
    assertThat(counters.droppedFrames.sum()).isZero();
  }

  @Test
  void shouldTryAgainAtOnceAfterAnAdministrativeAction() {
    link.answers.add(Publication.ADMIN_ACTION);
    send(1);
    assertThat(peer.work(0)).as("no pause").isEqualTo(1);
    assertThat(link.taken).isZero();
    peer.work(0);
    assertThat(link.taken).isEqualTo(1);
    assertThat(counters.backPressured.sum()).isZero();
  }

  @Test
  void shouldTakeANewPublicationWhenTheOldOneIsClosedOrUsedUp() {
    link.answers.add(Publication.CLOSED);
    link.answers.add(Publication.MAX_POSITION_EXCEEDED);
    send(1);
    peer.work(0);
    assertThat(link.reopened).isEqualTo(1);
    peer.work(0);
    assertThat(link.reopened).isEqualTo(2);
    peer.work(0);
    assertThat(link.taken).isEqualTo(1);
  }

  @Test
  void shouldDropWhatWaitsForANodeThatIsNotThere() {
    for (int i = 0; i < 3; i++) {
      link.answers.add(Publication.NOT_CONNECTED);
    }
    send(4);
    peer.work(0);
    peer.work(GIVE_UP_NANOS);
    assertThat(counters.droppedFrames.sum()).isZero();
    peer.work(GIVE_UP_NANOS + 1);
    assertThat(counters.droppedFrames.sum()).isEqualTo(4);
    assertThat(counters.backPressured.sum()).isZero();
    send(5);
    assertThat(peer.work(GIVE_UP_NANOS + 2)).as("the queue is empty and the node is back").isEqualTo(5);
  }

  @Test
  void shouldDropAndCountWhatDoesNotFitTheQueue() {
    send(7);
    assertThat(counters.droppedFrames.sum()).as("7 frames into room for the bytes of 5").isEqualTo(2);
    assertThat(peer.work(0)).isEqualTo(5);
  }

  @Test
  void shouldSayWhichSettingAFrameIsTooLargeFor() {
    assertThatThrownBy(() -> peer.send(1, new Partition.Arrived(walkers(70), new BatchStamp(1, 0))))
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
