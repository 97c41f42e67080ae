package io.strider.actors.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageReport;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
final class ProgressTest {

  private static final ActorSystem<Void> SYSTEM = ActorSystem.create(Behaviors.empty(), "watching");

  @AfterAll
  static void stop() {
    SYSTEM.terminate();
  }

  private static List<Progress> all(JobHandle<?> handle) {
    return handle.progress().runWith(Sink.seq(), SYSTEM).toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join();
  }

  @Test
  void shouldTellEveryStageAndThenTheEnd() {
    JobHandle<Embedding> handle = Strider.get(SYSTEM).embed(Jobs.embedding().build());
    List<Progress> seen = all(handle);
    Progress last = seen.getLast();
    assertThat(last.state()).isEqualTo(Progress.State.SUCCEEDED);
    assertThat(last.stages())
        .extracting(StageProgress::stage)
        .containsExactly(Stage.INGEST, Stage.WALK, Stage.VOCABULARY, Stage.TRAIN);
    long tokens = 3L * Jobs.VERTICES * 20;
    StageProgress train = last.stage(Stage.TRAIN).orElseThrow();
    assertThat(train.itemsDone()).isEqualTo(tokens).isEqualTo(train.plannedItems());
    assertThat(train.report()).get().extracting(StageReport::items).isEqualTo(tokens);
    assertThat(train.share()).isEqualTo(1);
    assertThat(seen.subList(0, seen.size() - 1)).allMatch(each -> !each.state().ended());
    Jobs.result(handle);
    assertThat(all(handle)).as("a late reader gets the end at once").containsExactly(last);
  }

  @Test
  void shouldCompleteAlsoWhenTheJobFails() {
    JobHandle<Embedding> handle =
        Strider.get(SYSTEM).embed(Jobs.embedding().minCount(1_000_000).build());
    assertThat(all(handle).getLast().state()).isEqualTo(Progress.State.FAILED);
    assertThat(Jobs.failure(handle.result())).hasMessageContaining("drops every vertex");
  }

  @Test
  void shouldSkipWhatASlowReaderHasNoTimeForAndKeepTheLast() throws Exception {
    ProgressBoard board = new ProgressBoard();
    board.started(Stage.TRAIN, 10_000);
    SinkQueueWithCancel<Progress> reader =
        org.apache.pekko.stream.javadsl.Source.fromGraph(new ProgressSource(board)).runWith(Sink.queue(), SYSTEM);
    assertThat(pull(reader).stages().getFirst().itemsDone()).isZero();
    for (int i = 1; i <= 10_000; i++) {
      board.advanced(Stage.TRAIN, i);
    }
    int taken = 1;
    while (!pull(reader).equals(board.latest())) {
      taken++;
    }
    assertThat(taken).as("of 10,000: what the reader's own buffer took in, then the latest").isLessThan(100);
    board.end(Progress.State.SUCCEEDED);
    assertThat(pull(reader).state()).isEqualTo(Progress.State.SUCCEEDED);
    assertThat(reader.pull().toCompletableFuture().get(120, TimeUnit.SECONDS)).as("completed").isEmpty();
  }

  private static Progress pull(SinkQueueWithCancel<Progress> reader) throws Exception {
    return reader.pull().toCompletableFuture().get(120, TimeUnit.SECONDS).orElseThrow();
  }

  @Test
  void shouldAddUpAStageThatRunsTwice() {
    ProgressBoard board = new ProgressBoard();
    board.started(Stage.WRITE, 5);
    board.advanced(Stage.WRITE, 5);
    board.finished(new StageReport(Stage.WRITE, 5, 1, 2));
    board.started(Stage.WRITE, 7);
    board.advanced(Stage.WRITE, 3);
    StageProgress twice = board.latest().stage(Stage.WRITE).orElseThrow();
    assertThat(twice.itemsDone()).isEqualTo(8);
    assertThat(twice.plannedItems()).isEqualTo(12);
    assertThat(twice.report()).isEmpty();
    board.finished(new StageReport(Stage.WRITE, 7, 1, 2));
    assertThat(board.latest().stage(Stage.WRITE).orElseThrow().report()).contains(new StageReport(Stage.WRITE, 12, 2, 4));
  }

  @Test
  void shouldForgetReadersThatLeave() throws Exception {
    JobHandle<Embedding> handle = Strider.get(SYSTEM).embed(Jobs.embedding().build());
    assertThat(handle.progress().runWith(Sink.head(), SYSTEM).toCompletableFuture().get(120, TimeUnit.SECONDS)).isNotNull();
    assertThat(Jobs.result(handle)).isNotNull();
  }
}
