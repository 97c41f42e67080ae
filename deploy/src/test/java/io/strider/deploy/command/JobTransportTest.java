package io.strider.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.strider.actors.cluster.BulkSettings;
import io.strider.actors.cluster.ClusterNode;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.actors.cluster.TlsSettings;
import io.strider.deploy.command.Shell.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job on two nodes and its command over the transports that are not the default: the same vectors as here. */
@Tag("cluster")
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JobTransportTest {

  @TempDir Path folder;

  @Test
  void shouldRunOverAeron() {
    BulkSettings aeron = new BulkSettings(BulkSettings.Transport.AERON, "", false);
    assertSameAsHere(aeron, null, List.of("--transport", "aeron"));
  }

  @Test
  void shouldRunWithMutualTls() throws Exception {
    List<String> options = Authority.options(folder);
    TlsSettings tls = new TlsSettings(Path.of(options.get(1)), Path.of(options.get(3)), Path.of(options.get(5)));
    assertSameAsHere(BulkSettings.DEFAULT, tls, options);
  }

  private void assertSameAsHere(BulkSettings bulk, @Nullable TlsSettings tls, List<String> options) {
    Outcome here = new Shell().run(embed("here").toArray());
    assertThat(here.code()).as(here.err()).isZero();
    try (ClusterNode first = JobNode.start(settings(List.of(), "partition").with(bulk, tls));
        ClusterNode second =
            JobNode.start(
                settings(List.of(first.address()), "partition", "trainer", "coordinator").with(bulk, tls))) {
      List<Object> words = embed("there");
      words.addAll(List.of("--submit", "--cluster", first.address(), "--quick-failover", "--partitions", "4"));
      words.addAll(options);
      Outcome there = new Shell().run(words.toArray());
      assertThat(there.code()).as(there.err()).isZero();
      for (String field : List.of("/corpusHash", "/vectorsHash", "/walks", "/loss")) {
        assertThat(there.json().at(field)).as(field).isEqualTo(here.json().at(field));
      }
      assertThat(there.json().at("/trainedOn").asText()).isEqualTo(second.address());
      assertThat(there.json().at("/nodes")).hasSize(2);
      for (JsonNode node : there.json().at("/nodes")) {
        assertThat(node.at("/transport").asText()).isEqualTo(options.contains("aeron") ? "aeron" : "artery");
        assertThat(node.at("/bulkBytesSent").asLong()).as("of %s", node).isPositive();
      }
      assertThat(folder.resolve("there")).hasSameBinaryContentAs(folder.resolve("here"));
    }
  }

  private List<Object> embed(String output) {
    Path file = folder.resolve(output);
    return new ArrayList<>(
        List.of("embed", Shell.KARATE, "-o", file, "--dimensions", "8", "--trainer", "scalar", "--json"));
  }

  private ClusterSettings settings(List<String> seeds, String... roles) {
    Path workspace = folder.resolve("workspace");
    return new ClusterSettings("127.0.0.1", 0, seeds, Set.of(roles), workspace, Duration.ofSeconds(60), true);
  }
}
