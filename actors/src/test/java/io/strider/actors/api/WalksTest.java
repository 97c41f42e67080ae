package io.strider.actors.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.strider.actors.WalkResult;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.ingest.GraphSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
final class WalksTest {

  /** One job at a time: a job that is not freed makes the next one fail. */
  private static final ActorSystem<Void> SYSTEM =
      ActorSystem.create(
          Behaviors.empty(), "walking", ConfigFactory.parseString("strider.max-jobs = 1").withFallback(ConfigFactory.load()));

  private static final Strider STRIDER = Strider.get(SYSTEM);
  private static final int WALKS = 3 * Jobs.VERTICES;
  private static final int WALKS_IN_SMALL_WAVES = 4 * Jobs.VERTICES;
  private static final long STEPS_IN_SMALL_WAVES = 399L * WALKS_IN_SMALL_WAVES;

  @AfterAll
  static void stop() {
    SYSTEM.terminate();
  }

  private static List<Walk> all(CompletionStage<List<Walk>> walks) {
    return walks.toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join();
  }

  @Test
  void shouldGiveEveryWalkInTheOrderOfIdsWithLabels() {
    Pair<JobHandle<WalkResult>, CompletionStage<List<Walk>>> run =
        STRIDER.walks(Jobs.walks().build()).toMat(Sink.seq(), Keep.both()).run(SYSTEM);
    List<Walk> walks = all(run.second());
    assertThat(walks)
        .extracting(Walk::id)
        .containsExactlyElementsOf(LongStream.range(0, WALKS).boxed().toList());
    WalkResult result = Jobs.result(run.first());
    assertThat(result.walks()).isEqualTo(WALKS);
    assertThat(result.tokens()).isEqualTo(walks.stream().mapToLong(walk -> walk.vertices().length).sum());
    Set<String> edges = new HashSet<>();
    Jobs.EDGES.forEach(e -> edges.addAll(List.of(e.source() + " " + e.target(), e.target() + " " + e.source())));
    for (Walk walk : walks.subList(0, 200)) {
      List<String> labels = walk.labels();
      for (int k = 1; k < labels.size(); k++) {
        assertThat(edges).contains(labels.get(k - 1) + " " + labels.get(k));
      }
    }
    Rows rows = new Rows();
    assertThat(Jobs.result(STRIDER.walk(Jobs.walks().build(), rows))).isEqualTo(result);
    assertThat(rows.walks).as("in bulk").isEqualTo(walks.stream().map(Walk::labels).toList());
  }

  /** Copies what it is given. */
  private static final class Rows implements WalkConsumer {
    private final List<List<String>> walks = new ArrayList<>();
    private @Nullable Labels labels;
    private int vertices;

    @Override
    public void begin(Graph graph, Labels dictionary) {
      vertices = graph.vertexCount();
      labels = dictionary;
    }

    @Override
    public void accept(Wave wave, Cancellation cancellation) {
      assertThat(vertices).isEqualTo(Jobs.VERTICES);
      for (int row = 0; row < wave.walks(); row++) {
        List<String> walk = new ArrayList<>();
        for (int k = 0; k < wave.lengths()[row]; k++) {
          walk.add(Objects.requireNonNull(labels).label(wave.vertices()[row * wave.stride() + k]));
        }
        walks.add(walk);
      }
    }
  }

  @Test
  void shouldStallTheWalkersWhileNobodyTakesWalks() throws Exception {
    Pair<JobHandle<WalkResult>, SinkQueueWithCancel<Walk>> run =
        STRIDER.walks(Jobs.walksInSmallWaves().build()).toMat(Sink.queue(), Keep.both()).run(SYSTEM);
    JobHandle<WalkResult> job = run.first();
    SinkQueueWithCancel<Walk> reader = run.second();
    assertThat(reader.pull().toCompletableFuture().get(120, TimeUnit.SECONDS).orElseThrow().id()).isZero();
    long ahead = 0;
    for (long now = steps(job); now != ahead; now = steps(job)) {
      ahead = now;
      Thread.sleep(400);
    }
    assertThat(ahead).as("the wave that is taken and the next").isPositive().isLessThan(STEPS_IN_SMALL_WAVES * 2 / 3);
    long taken = 1;
    while (reader.pull().toCompletableFuture().get(120, TimeUnit.SECONDS).isPresent()) {
      taken++;
    }
    assertThat(taken).isEqualTo(WALKS_IN_SMALL_WAVES);
    assertThat(Jobs.result(job).walks()).isEqualTo(WALKS_IN_SMALL_WAVES);
    assertThat(job.current().stage(Stage.WALK).orElseThrow().itemsDone()).isEqualTo(STEPS_IN_SMALL_WAVES);
  }

  private static long steps(JobHandle<WalkResult> job) {
    return job.current().stage(Stage.WALK).orElseThrow().itemsDone();
  }

  @Test
  void shouldStopTheRunWhenTheStreamIsCancelled() {
    Pair<JobHandle<WalkResult>, CompletionStage<List<Walk>>> run =
        STRIDER
            .walks(Jobs.walksInSmallWaves().walk(Jobs.ENDLESS).build())
            .take(3)
            .toMat(Sink.seq(), Keep.both())
            .run(SYSTEM);
    assertThat(all(run.second())).hasSize(3);
    assertThat(Jobs.failure(run.first().result())).isInstanceOf(CancelledException.class);
    assertThat(all(STRIDER.walks(Jobs.walks().build()).runWith(Sink.seq(), SYSTEM))).as("all is free again").hasSize(WALKS);
  }

  @Test
  void shouldFailTheStreamWithTheJob() {
    Pair<JobHandle<WalkResult>, CompletionStage<List<Walk>>> missing =
        STRIDER
            .walks(WalksJob.builder(GraphSource.path(Path.of("nowhere.tsv"))).build())
            .toMat(Sink.seq(), Keep.both())
            .run(SYSTEM);
    assertThat(Jobs.failure(missing.second())).isInstanceOf(InputException.class);
    assertThat(Jobs.failure(missing.first().result())).isInstanceOf(InputException.class);
    Pair<JobHandle<WalkResult>, CompletionStage<List<Walk>>> endless =
        STRIDER.walks(Jobs.walksInSmallWaves().walk(Jobs.ENDLESS).build()).toMat(Sink.seq(), Keep.both()).run(SYSTEM);
    endless.first().cancel();
    assertThat(Jobs.failure(endless.second())).isInstanceOf(CancelledException.class);
  }
}
