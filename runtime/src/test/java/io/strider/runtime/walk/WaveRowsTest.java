package io.strider.runtime.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.PartitionMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vertices that lanes write into the wave's rows are those that trails would have brought. */
final class WaveRowsTest {

  private static final int WALKS = 700;

  /** Lanes, buffer and mailboxes of one thread. */
  private static final class OneProcess implements WalkOutlet {
    private final boolean shares;
    private final List<Deque<WalkerBatch>> inboxes = new ArrayList<>();
    private final List<PartitionWalkLogic> lanes = new ArrayList<>();
    private final List<TrailBatch> trails = new ArrayList<>();
    private final WaveBufferLogic buffer;
    private @Nullable WaveRows open;

    OneProcess(Graph graph, WalkParameters parameters, int partitions, boolean shares) {
      this.shares = shares;
      Endpoints endpoints = Endpoints.ofEach(new PartitionMap(partitions));
      TransitionModel model = TransitionModel.of(graph, parameters, Cancellation.NEVER);
      for (int p = 0; p < partitions; p++) {
        inboxes.add(new ArrayDeque<>());
        lanes.add(new PartitionWalkLogic(model, endpoints, p));
      }
      WalkStarts starts = new WalkStarts(parameters.seed(), graph.vertexCount());
      buffer = new WaveBufferLogic(starts, parameters.walkLength(), WALKS);
      buffer.connect(endpoints);
    }

    List<int[]> walk(long number) {
      buffer.open(number, number * WALKS, WALKS, this);
      while (!buffer.complete()) {
        for (int p = 0; p < lanes.size(); p++) {
          while (!inboxes.get(p).isEmpty()) {
            lanes.get(p).advance(List.of(inboxes.get(p).poll()), this);
          }
        }
        assertThat(trails).allMatch(trail -> trail.placed() == shares);
        trails.forEach(buffer::accept);
        trails.clear();
      }
      Wave wave = buffer.take();
      List<int[]> all = new ArrayList<>();
      for (int i = 0; i < wave.walks(); i++) {
        int from = i * wave.stride();
        all.add(Arrays.copyOfRange(wave.vertices(), from, from + wave.lengths()[i]));
      }
      return all;
    }

    @Override
    public void collects(WaveRows rows) {
      open = rows;
    }

    @Override
    public @Nullable WaveRows rows(long wave) {
      assertThat(open).isNotNull().extracting(WaveRows::wave).isEqualTo(wave);
      return shares ? open : null;
    }

    @Override
    public void walkers(int endpoint, WalkerBatch batch) {
      inboxes.get(endpoint).add(batch);
    }

    @Override
    public void trail(TrailBatch batch) {
      trails.add(batch);
      if (batch.placed()) {
        assertThatThrownBy(batch::bytes).isInstanceOf(IllegalStateException.class);
      }
    }

    @Override
    public void question(int endpoint, RowQuestion question) {
      throw new IllegalStateException("all rows are here");
    }
  }

  /** Vertex v has arcs to 3v + 1, 3v + 2 and 3v + 3 mod n, but every eleventh has none. */
  private static Graph graph(int vertices) {
    int[] offsets = new int[vertices + 1];
    List<Integer> targets = new ArrayList<>();
    for (int v = 0; v < vertices; v++) {
      if (v % 11 != 5) {
        int from = 3 * v;
        List<Integer> row = new ArrayList<>();
        for (int k = 1; k <= 3; k++) {
          row.add((from + k) % vertices);
        }
        row.stream().sorted().forEach(targets::add);
      }
      offsets[v + 1] = targets.size();
    }
    return new Graph(true, offsets, targets.stream().mapToInt(Integer::intValue).toArray(), null);
  }

  @ParameterizedTest
  @CsvSource({"1,80", "3,80", "1,1", "1,2", "2,300"})
  void shouldHoldTheSameWalksAsTrails(int partitions, int walkLength) {
    Graph graph = graph(500);
    WalkParameters parameters = new WalkParameters(10, walkLength, 0.5, 2, 7);
    OneProcess shared = new OneProcess(graph, parameters, partitions, true);
    OneProcess sent = new OneProcess(graph, parameters, partitions, false);
    for (int wave = 0; wave < 3; wave++) {
      assertThat(shared.walk(wave)).containsExactlyElementsOf(sent.walk(wave));
      assertThat(shared.buffer.steps()).isEqualTo(sent.buffer.steps());
    }
  }
}
