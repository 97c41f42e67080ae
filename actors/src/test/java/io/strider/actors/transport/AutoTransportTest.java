package io.strider.actors.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.strider.actors.walk.BatchStamp;
import io.strider.actors.walk.BulkCounters;
import io.strider.actors.walk.BulkMessage;
import io.strider.actors.walk.BulkSender;
import io.strider.actors.walk.Partition;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.walk.WalkerBatch;
import io.strider.runtime.walk.WaveAttempt;
import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Aeron with something else that carries what it cannot: which of the two gets a message. */
@Timeout(60)
final class AutoTransportTest {

  private static final String HERE = "127.0.0.1:1";
  private static final String THERE = "127.0.0.1:2";
  private static final String ELSEWHERE = "127.0.0.1:3";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @SuppressWarnings("NullAway.Init")
  private static ActorTestKit kit;

  private final CompletableFuture<ClusterException> failure = new CompletableFuture<>();
  private final Queue<BulkMessage> carriedOtherwise = new ConcurrentLinkedQueue<>();
  private final TestProbe<Partition.Command> probe = kit.createTestProbe(Partition.Command.class);
  private final BulkCounters counters = new BulkCounters();
  private final BulkSender otherwise =
      new BulkSender() {
        @Override
        public <M extends BulkMessage> void send(ActorRef<? super M> to, M message) {
          carriedOtherwise.add(message);
        }
      };

  @BeforeAll
  static void start() {
    kit =
        ActorTestKit.create(
            "auto",
            ConfigFactory.parseString(
                    "pekko.actor.provider = remote, pekko.actor.allow-java-serialization = off,"
                        + " pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }")
                .withFallback(ConfigFactory.load()));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private AeronTransport start(String node, String directory) {
    AeronSettings settings =
        AeronSettings.of(
            ConfigFactory.parseString("directory = \"" + directory + "\", term-buffer = 64 KiB, connect-timeout = 200 ms")
                .withFallback(ConfigFactory.load().getConfig("strider.cluster.aeron")),
            "127.0.0.1");
    return new AeronTransport(node, settings, counters, otherwise, failure::complete);
  }

  private static Partition.Arrived message(int number) {
    byte[] walker = new byte[WalkerBatch.HEADER_BYTES + WalkerBatch.WALKER_BYTES];
    return new Partition.Arrived(WalkerBatch.of(new WaveAttempt(1, 0), 1, walker), new BatchStamp(1, number));
  }

  /** The probe's name and incarnation, which make its number, on another node. */
  private ActorRef<Partition.Command> receiverOn(String node) {
    String path = probe.getRef().path().toSerializationFormat();
    return ActorRefResolver.get(kit.system()).resolveActorRef(path.replaceFirst("^pekko://[^/]*", "pekko://auto@" + node));
  }

  private static BulkAddress onlyArtery(String node) {
    return new BulkAddress(node, ArteryTransport.NAME, "", 0, "");
  }

  /** Somebody who says to take datagrams, and does not. */
  private static BulkAddress deaf(String node) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return new BulkAddress(node, ArteryTransport.AUTO, "127.0.0.1:" + socket.getLocalPort(), 7, "another driver");
    }
  }

  private void awaitOtherwise(int messages) {
    probe.awaitAssert(PATIENCE, () -> assertThat(carriedOtherwise).hasSizeGreaterThanOrEqualTo(messages));
  }

  private static int sequence(BulkMessage message) {
    return ((Partition.Arrived) message).stamp().sequence();
  }

  @Test
  void shouldReachANodeThatTakesBothByAeron() {
    try (AeronTransport here = start(HERE, "");
        AeronTransport there = start(THERE, "")) {
      assertThat(there.address().transport()).isEqualTo("auto");
      there.expose(probe.getRef(), Partition.Command.class);
      here.connect(List.of(here.address(), there.address()));
      here.send(receiverOn(THERE), message(5));
      Partition.Arrived arrived = probe.expectMessageClass(Partition.Arrived.class, PATIENCE);
      assertThat(sequence(arrived)).isEqualTo(5);
      assertThat(carriedOtherwise).isEmpty();
      assertThat(counters.messagesSent.sum()).isEqualTo(1);
      assertThat(here.carrier()).isEqualTo("aeron");
    }
  }

  @Test
  void shouldLeaveNodesThatOnlyTakeArteryToArtery() {
    try (AeronTransport here = start(HERE, "");
        AeronTransport there = start(THERE, "")) {
      assertThat(here.carrier()).as("nobody known").isEqualTo("aeron");
      here.connect(List.of(onlyArtery(ELSEWHERE)));
      assertThat(here.carrier()).isEqualTo("artery");
      here.send(receiverOn(ELSEWHERE), message(1));
      assertThat(carriedOtherwise).hasSize(1);
      here.connect(List.of(there.address()));
      assertThat(here.carrier()).isEqualTo("aeron+artery");
      here.disconnect(ELSEWHERE);
      assertThat(here.carrier()).isEqualTo("aeron");
      here.connect(List.of(onlyArtery(THERE)));
      assertThat(here.carrier()).as("a node that came back without Aeron").isEqualTo("artery");
      here.connect(List.of(there.address()));
      assertThat(here.carrier()).as("and with it").isEqualTo("aeron");
    }
  }

  @Test
  void shouldTurnToTheOtherWhereNobodyListens() throws Exception {
    try (AeronTransport here = start(HERE, "");
        AeronTransport there = start(THERE, "")) {
      here.connect(List.of(deaf(ELSEWHERE)));
      assertThat(here.carrier()).isEqualTo("aeron");
      here.send(receiverOn(ELSEWHERE), message(1));
      here.send(receiverOn(ELSEWHERE), message(2));
      awaitOtherwise(2);
      assertThat(here.carrier()).isEqualTo("artery");
      here.send(receiverOn(ELSEWHERE), message(3));
      assertThat(carriedOtherwise).extracting(AutoTransportTest::sequence).containsExactly(1, 2, 3);
      assertThat(counters.droppedFrames.sum()).isZero();
      here.connect(List.of(there.address()));
      assertThat(here.carrier()).isEqualTo("aeron+artery");
    }
  }

  @Test
  void shouldGoOnByTheOtherWhenItsMediaDriverIsGone() {
    File directory = MediaDrivers.freshDirectory();
    MediaDrivers.Running driver = MediaDrivers.launch(directory);
    try (AeronTransport here = start(HERE, directory.getPath());
        AeronTransport there = start(THERE, "")) {
      here.connect(List.of(there.address()));
      assertThat(here.carrier()).isEqualTo("aeron");
      driver.close();
      probe.awaitAssert(PATIENCE, () -> assertThat(here.carrier()).isEqualTo("artery"));
      here.send(receiverOn(THERE), message(1));
      here.connect(List.of(onlyArtery(ELSEWHERE), there.address()));
      here.send(receiverOn(ELSEWHERE), message(2));
      assertThat(carriedOtherwise).extracting(AutoTransportTest::sequence).containsExactly(1, 2);
      assertThat(failure).as("none of the run's").isNotDone();
    }
  }
}
