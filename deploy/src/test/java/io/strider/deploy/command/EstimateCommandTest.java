package io.strider.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.strider.deploy.command.Shell.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateCommandTest {

  private static Outcome estimate(String words) {
    return new Shell().run((Object[]) ("estimate " + words).split(" "));
  }

  @Test
  void shouldAddUpTheTablesOfAGraphThatIsNotThere() {
    Outcome outcome = estimate("--vertices 1000000 --edges 5000000 --dimensions 64 --memory 8g --json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode train = outcome.json().at("/estimate/2");
    assertThat(train.at("/stage").asText()).isEqualTo("train");
    assertThat(train.at("/parts/tables").asLong()).isEqualTo(2L * 1_000_000 * 64 * Float.BYTES);
    assertThat(train.at("/parts/graph").asLong()).isEqualTo(4L * (1_000_001 + 10_000_000));
    assertThat(train.at("/usedBytes").isNull()).isTrue();
    assertThat(outcome.json().at("/estimatedPeakBytes").asLong()).isEqualTo(train.at("/bytes").asLong());
  }

  @Test
  void shouldCountHalfTheBytesOfHalfTheNumbers() {
    Outcome outcome = estimate("--vertices 1000000 --edges 5000000 --dimensions 64 --table bfloat16 --memory 8g --json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.json().at("/estimate/2/parts/tables").asLong()).isEqualTo(2L * 1_000_000 * 64 * Short.BYTES);
  }

  @Test
  void shouldCountOneArcAnEdgeWhereTheGraphIsDirected() {
    Outcome outcome = estimate("--vertices 1000 --edges 5000 --directed --weighted --memory 8g --json");
    assertThat(outcome.json().at("/estimate/1/parts/graph").asLong()).isEqualTo(4L * (1_001 + 5_000 + 5_000));
    assertThat(outcome.json().at("/estimate/1/parts/alias tables").asLong()).isPositive();
  }

  @Test
  void shouldReadAGraphAndSayWhatAPersonWantsToKnow() {
    Outcome outcome = estimate(Shell.KARATE + " --memory 1g");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines()).hasSize(4);
    assertThat(outcome.out()).contains("ingest ", "vocabulary ", "train ", "peak memory ").doesNotContain("used");
  }

  @Test
  void shouldRunTheEmbeddingToVerify() {
    Outcome outcome = estimate(Shell.KARATE + " --memory 1g --verify --json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    for (JsonNode stage : outcome.json().at("/estimate")) {
      assertThat(stage.at("/usedBytes").asLong()).as(stage.toString()).isPositive();
    }
    assertThat(outcome.json().at("/stages")).extracting(stage -> stage.at("/name").asText()).contains("train");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--vertices 5 --edges 5 --trainer cuda | --trainer: found cuda, expected cpu, simd or scalar",
        "--memory 1g | expected either GRAPH or both --vertices and --edges",
        "--vertices 5 | expected either GRAPH or both --vertices and --edges",
        "graph --vertices 5 --edges 5 | expected either GRAPH or both --vertices and --edges",
        "--vertices 0 --edges 5 | --vertices: found 0, expected 1 to",
        "--vertices 5 --edges -1 | --edges: found -1, expected 0 to",
        "--vertices 5 --edges 1073741820 | --edges: found 1073741820, expected 0 to 1073741819",
        "--directed --vertices 5 --edges 2147483640 | --edges: found 2147483640, expected 0 to 2147483639",
        "graph --label-bytes 9 | --label-bytes: found a GRAPH, whose labels are read",
        "--vertices 5 --edges 5 --label-bytes 0 | --label-bytes: found 0, expected 1 to",
        "--vertices 5 --edges 5 --verify | --verify: found no graph, expected a GRAPH to run on",
      })
  void shouldNameOptionFoundAndExpected(String options, String message) {
    Outcome outcome = estimate(options);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("strider estimate: ").contains(message);
  }

  @Test
  void shouldRefuseWhatDoesNotFitWithTheNumbers() {
    Outcome outcome = estimate("--vertices 100000000 --edges 1000000000 --memory 1g");
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.err()).contains("--memory: found 1024 MiB, expected at least", "tables");
  }
}
