package io.strider.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.strider.actors.cluster.ClusterNode;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.deploy.command.Shell.Outcome;
import io.strider.runtime.jobs.JobFolder;
import io.strider.runtime.jobs.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands about jobs against one node in this process. */
@Tag("cluster")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubmittedJobTest {

  private static final String ENDLESS = "1000000";

  @TempDir Path folder;

  private ClusterNode node(Set<String> roles) {
    Path workspace = folder.resolve("workspace");
    ClusterSettings settings =
        new ClusterSettings("127.0.0.1", 0, List.of(), roles, workspace, Duration.ofSeconds(60), true);
    return JobNode.start(settings);
  }

  private Outcome embed(Shell shell, ClusterNode node, String output, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "embed", Shell.KARATE, "-o", folder.resolve(output), "--dimensions", "8", "--trainer", "scalar", "--submit",
                "--cluster", node.address(), "--quick-failover", "--partitions", "2"));
    words.addAll(List.of(more));
    return shell.run(words.toArray());
  }

  @Test
  void shouldRunAsHereFailAsHereAndStopAsHere() throws Exception {
    Outcome here =
        new Shell().run("embed", Shell.KARATE, "-o", folder.resolve("here"), "--dimensions", "8", "--trainer", "scalar", "--json");
    JobFolder jobs = JobFolder.inWorkspace(folder.resolve("workspace"));
    try (ClusterNode node = node(Set.of("partition", "trainer", "coordinator"))) {
      Outcome there = embed(new Shell(), node, "there", "--json");
      assertThat(there.code()).as(there.err()).isZero();
      for (String field : List.of("/corpusHash", "/vectorsHash", "/walks", "/loss", "/vertices")) {
        assertThat(there.json().at(field)).as(field).isEqualTo(here.json().at(field));
      }
      assertThat(there.json().at("/stages").findValuesAsText("name")).contains("ingest", "vocabulary", "walk", "train", "write");
      assertThat(there.json().at("/nodes/0/address").asText()).isEqualTo(node.address());
      assertThat(there.json().at("/trainedOn").asText()).isEqualTo(node.address());
      assertThat(there.err()).contains("job-1 is submitted", "job-1 runs on", "34 vertices, 78 edges", "train ");
      assertThat(folder.resolve("there")).hasSameBinaryContentAs(folder.resolve("here"));

      Outcome exists = embed(new Shell(), node, "there");
      assertThat(exists.code()).isEqualTo(ExitCode.INPUT.code());
      assertThat(exists.err()).contains("job-2: ", "found a file that exists, expected a new name, or --force");

      Shell stopped = new Shell().cancelledWhen(() -> Files.exists(jobs.runOf("job-3").resolve("run")));
      Outcome cancelled = embed(stopped, node, "unwanted", "--epochs", ENDLESS);
      assertThat(cancelled.code()).as(cancelled.err()).isEqualTo(ExitCode.INTERRUPTED.code());
      assertThat(jobs.read("job-3").stage()).isEqualTo(JobState.Stage.CANCELLED);
      assertThat(jobs.runOf("job-3")).doesNotExist();
      assertThat(folder.resolve("unwanted")).doesNotExist();

      Outcome detached = embed(new Shell(), node, "unwanted", "--epochs", ENDLESS, "--detach");
      assertThat(detached.out().strip()).isEqualTo("job-4");
      Object[] cluster = {"jobs", "--cluster", node.address(), "--quick-failover", "--json"};
      Outcome ended = new Shell().run(with(cluster, "--cancel", "job-4"));
      assertThat(ended.code()).as(ended.err()).isZero();
      Outcome followed = new Shell().run(with(cluster, "--follow", "job-4"));
      assertThat(followed.code()).as(followed.err()).isEqualTo(ExitCode.INTERRUPTED.code());
      assertThat(followed.err()).contains("job-4 was cancelled by somebody else");
      Outcome unknown = new Shell().run(with(cluster, "--follow", "job-5"));
      assertThat(unknown.code()).isEqualTo(ExitCode.INPUT.code());
      assertThat(unknown.err()).contains("job-5: found no such job");
      JsonNode list = new Shell().run(cluster).json();
      assertThat(list.at("/jobs").findValuesAsText("stage")).containsExactly("done", "failed", "cancelled", "cancelled");
      assertThat(list.at("/coordinator").asText()).isEqualTo(node.address());

      Outcome atOnce = embed(new Shell().cancelled(), node, "unwanted", "--epochs", ENDLESS);
      assertThat(atOnce.code()).as("stopped before it knew the job's name").isEqualTo(ExitCode.INTERRUPTED.code());
      assertThat(new Shell().run(with(cluster, "--follow", "job-5")).err()).contains("job-5 was cancelled by somebody else");
    }
  }

  private static Object[] with(Object[] words, Object... more) {
    List<Object> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray();
  }

  @Test
  void shouldSayAtOnceThatARoleIsMissing() {
    try (ClusterNode node = node(Set.of("partition"))) {
      Outcome outcome = embed(new Shell(), node, "v");
      assertThat(outcome.code()).isEqualTo(ExitCode.CLUSTER.code());
      assertThat(outcome.err()).contains("no node of the cluster has the role coordinator", "strider node --roles coordinator");
    }
    try (ClusterNode node = node(Set.of("partition", "coordinator"))) {
      Outcome outcome = embed(new Shell(), node, "v");
      assertThat(outcome.code()).isEqualTo(ExitCode.CLUSTER.code());
      assertThat(outcome.err()).contains("no node of the cluster has the role trainer");
    }
  }
}
