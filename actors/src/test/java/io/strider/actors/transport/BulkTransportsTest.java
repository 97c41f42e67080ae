package io.strider.actors.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.strider.runtime.common.ClusterException;
import java.io.File;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which transport a system gets. */
@Timeout(60)
final class BulkTransportsTest {

  private static final String REMOTE =
      "pekko.actor.provider = remote, pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }";

  private static void with(String settings, Consumer<ActorTestKit> check) {
    Config config = ConfigFactory.parseString(settings).withFallback(ConfigFactory.load());
    ActorTestKit kit = ActorTestKit.create("chosen", config);
    try {
      check.accept(kit);
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static void assertArteryAlone(String settings) {
    with(
        settings,
        kit -> {
          BulkTransport transport = BulkTransports.of(kit.system());
          assertThat(transport).isInstanceOf(ArteryTransport.class);
          assertThat(transport.address().transport()).isEqualTo("artery");
          assertThat(transport.carrier()).isEqualTo("artery");
        });
  }

  private static void assertRefused(String settings, String... words) {
    with(
        settings,
        kit ->
            assertThatThrownBy(() -> BulkTransports.of(kit.system()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContainingAll(words));
  }

  @Test
  void shouldTakeBothWhereNothingSpeaksAgainstAeron() {
    with(
        REMOTE + ", strider.cluster.aeron.term-buffer = 64 KiB",
        kit -> {
          BulkTransport transport = BulkTransports.of(kit.system());
          assertThat(transport.address().transport()).isEqualTo("auto");
          assertThat(transport.address().endpoint()).startsWith("127.0.0.1:");
          assertThat(transport.carrier()).isEqualTo("aeron");
        });
  }

  @Test
  void shouldTakeArteryBesideTls() {
    assertArteryAlone("pekko.remote.artery.transport = tls-tcp, strider.cluster.aeron.term-buffer = 64 KiB");
  }

  @Test
  void shouldTakeArteryWhereSharedMemoryIsTooSmall() {
    File memory = new File("/dev/shm");
    assumeThat(memory).as("shared memory").isDirectory();
    assumeThat(memory.getUsableSpace()).as("bytes free in /dev/shm").isLessThan(24L << 30);
    assertArteryAlone("strider.cluster.aeron.term-buffer = 1 GiB");
  }

  @Test
  void shouldTakeArteryWhereNoMediaDriverCanStart() {
    assertArteryAlone(REMOTE + ", strider.cluster.aeron { term-buffer = 64 KiB, mtu = 31 B }");
  }

  @Test
  void shouldRefuseTheDirectoryOfADriverThatDoesNotRun() {
    String directory = MediaDrivers.freshDirectory().getPath();
    assertRefused("strider.cluster.aeron.directory = \"" + directory + "\"", directory, "strider media-driver");
  }

  @Test
  void shouldRefuseAeronByNameBesideTls() {
    assertRefused("pekko.remote.artery.transport = tls-tcp, strider.cluster.bulk.transport = aeron", "--allow-plaintext-bulk");
  }

  @Test
  void shouldNameTheTransportsThatThereAre() {
    assertRefused("strider.cluster.bulk.transport = tcp", "'tcp'", "auto, artery or aeron");
  }

  @Test
  void shouldGetOnWithBothBesideArteryAndRefuseAeronAlone() {
    ArteryTransport artery = new ArteryTransport("h:1", 1 << 20);
    artery.connect(List.of(new BulkAddress("h:2", "auto", "h:9", 1, "d"), new BulkAddress("h:3", "artery", "", 0, "")));
    assertThatThrownBy(() -> artery.connect(List.of(new BulkAddress("h:4", "aeron", "h:9", 1, "d"))))
        .isInstanceOf(ClusterException.class)
        .hasMessageContainingAll("h:4", "or auto");
  }
}
