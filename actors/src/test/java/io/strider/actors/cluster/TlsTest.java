package io.strider.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.actors.EngineSettings;
import io.strider.actors.StriderEngine;
import io.strider.actors.TestGraphs;
import io.strider.actors.WalkResult;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.walk.WalkParameters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mutual TLS between nodes of this JVM, with certificates that the test makes. */
@Tag("cluster")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TlsTest {

  private static final int VERTICES = 300;
  private static final Duration REFUSED_AFTER = Duration.ofSeconds(6);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void shouldWalkWithMutualTlsAndLetNobodyElseIn() throws Exception {
    TlsSettings right = Certificates.make(folder.resolve("right"), "strider");
    TlsSettings otherAuthority = Certificates.make(folder.resolve("wrong"), "strider");
    TlsSettings ownAuthority =
        new TlsSettings(otherAuthority.key(), otherAuthority.certificate(), right.authority());
    TlsSettings otherName = Certificates.issue(folder.resolve("right"), "somebody-else");
    WalkResult expected = walk(null);
    try (ClusterNode node = ClusterNode.start(settings(List.of(), right, ClusterSettings.PARTITION), 1)) {
      List<String> seeds = List.of(node.address());
      assertThat(walk(settings(seeds, right, ClusterSettings.DRIVER))).isEqualTo(expected);
      assertRefused(settings(seeds, otherAuthority, ClusterSettings.PARTITION));
      assertRefused(settings(seeds, ownAuthority, ClusterSettings.PARTITION));
      assertRefused(settings(seeds, otherName, ClusterSettings.PARTITION));
      assertRefused(settings(seeds, null, ClusterSettings.PARTITION));
      assertThat(walk(settings(seeds, right, ClusterSettings.DRIVER))).as("undisturbed").isEqualTo(expected);
    }
  }

  @Test
  void shouldRefuseAeronBesideTlsUnlessAllowedByName() throws Exception {
    TlsSettings tls = Certificates.make(folder.resolve("right"), "strider");
    ClusterSettings plain = settings(List.of(), null, ClusterSettings.PARTITION);
    assertThatThrownBy(() -> plain.with(new BulkSettings(BulkSettings.Transport.AERON, "", false), tls))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("allow-plaintext-bulk");
    BulkSettings allowed = new BulkSettings(BulkSettings.Transport.AERON, "", true);
    try (ClusterNode node = ClusterNode.start(plain.with(allowed, tls), 1)) {
      assertThat(node.address()).startsWith("127.0.0.1:");
    }
  }

  private static void assertRefused(ClusterSettings settings) {
    ClusterSettings briefly =
        new ClusterSettings(
            settings.host(),
            settings.port(),
            settings.seeds(),
            settings.roles(),
            settings.workspace(),
            REFUSED_AFTER,
            true,
            settings.bulk(),
            settings.tls(),
            settings.splitBrain());
    assertThatThrownBy(() -> ClusterNode.start(briefly, 1).close())
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("no membership within");
  }

  private ClusterSettings settings(List<String> seeds, @Nullable TlsSettings tls, String role) {
    return new ClusterSettings("127.0.0.1", 0, seeds, Set.of(role), folder, Duration.ofSeconds(60), true)
        .with(BulkSettings.DEFAULT, tls);
  }

  private static WalkResult walk(@Nullable ClusterSettings cluster) {
    try (StriderEngine engine =
        StriderEngine.start(new EngineSettings(1, 3, 512L << 20, TrainerKind.AUTO, cluster))) {
      WalkResult result =
          engine.walk(
              TestGraphs.undirected(VERTICES, 900, 5),
              TestGraphs.labels(VERTICES),
              new WalkParameters(2, 20, 0.5, 2, 9),
              (wave, cancellation) -> {},
              StageListener.SILENT,
              Cancellation.NEVER);
      assertThat(engine.nodeReports())
          .as("nothing by Aeron, which does not encrypt")
          .extracting(node -> node.traffic().transport())
          .isEqualTo(cluster == null ? List.of() : List.of("artery"));
      return result;
    }
  }
}
