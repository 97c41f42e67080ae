package io.strider.actors.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.strider.actors.walk.BulkCounters;
import io.strider.runtime.common.ClusterException;
import java.io.File;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The life of the transport and its media driver, with nothing else beside it; what it carries is tested over a cluster. */
@Timeout(60)
final class AeronTransportTest {

  private static final String NODE = "127.0.0.1:1";

  private final CompletableFuture<ClusterException> failure = new CompletableFuture<>();

  private AeronTransport start(String directory) {
    AeronSettings settings =
        AeronSettings.of(
            ConfigFactory.parseString("directory = \"" + directory + "\", term-buffer = 64 KiB")
                .withFallback(ConfigFactory.load().getConfig("strider.cluster.aeron")),
            "127.0.0.1");
    return new AeronTransport(NODE, settings, new BulkCounters(), null, failure::complete);
  }

  private static File driverDirectory(AeronTransport transport) {
    return new File(transport.address().driver().replaceAll("@.*", ""));
  }

  @Test
  void shouldListenOnItsOwnHostAndLeaveNothingBehind() {
    AeronTransport transport = start("");
    File directory = driverDirectory(transport);
    assertThat(directory).exists();
    assertThat(transport.address().endpoint()).startsWith("127.0.0.1:").doesNotEndWith(":0");
    transport.close();
    transport.close();
    assertThat(directory).doesNotExist();
    assertThat(failure).isNotDone();
  }

  @Test
  void shouldTellTheStreamsOfOneDriverApart() {
    File directory = MediaDrivers.freshDirectory();
    try (MediaDrivers.Running driver = MediaDrivers.launch(directory);
        AeronTransport one = start(directory.getPath());
        AeronTransport two = start(directory.getPath())) {
      assertThat(driver).isNotNull();
      assertThat(one.address().driver()).isEqualTo(two.address().driver());
      assertThat(one.address().stream()).isNotEqualTo(two.address().stream());
    }
    assertThat(directory).doesNotExist();
  }

  @Test
  void shouldSayWhenItsMediaDriverIsGone() throws Exception {
    File directory = MediaDrivers.freshDirectory();
    MediaDrivers.Running driver = MediaDrivers.launch(directory);
    try (AeronTransport transport = start(directory.getPath())) {
      driver.close();
      assertThat(failure.get(30, TimeUnit.SECONDS)).hasMessageContaining(directory.getPath()).hasMessageContaining("gone");
      assertThat(transport.address().node()).isEqualTo(NODE);
    }
  }

  @Test
  void shouldSayWhenThereIsNoMediaDriver() {
    File directory = MediaDrivers.freshDirectory();
    assertThatThrownBy(() -> start(directory.getPath()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(directory.getPath())
        .hasMessageContaining("strider media-driver");
  }

  @Test
  void shouldRefuseANodeOfAnotherTransportAndAcceptOneOfBoth() {
    try (AeronTransport transport = start("")) {
      assertThatThrownBy(() -> transport.connect(List.of(new BulkAddress("h:1", "artery", "", 0, ""))))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("h:1")
          .hasMessageContaining("or auto");
      assertThat(transport.address().transport()).isEqualTo("aeron");
      assertThat(transport.carrier()).isEqualTo("aeron");
      transport.connect(List.of(new BulkAddress("h:2", "auto", "127.0.0.1:1", 1, "another driver")));
    }
  }
}
