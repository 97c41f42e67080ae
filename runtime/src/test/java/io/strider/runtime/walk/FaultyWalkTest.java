package io.strider.runtime.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.graph.EdgeFilter;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.GraphSlab;
import io.strider.runtime.graph.PartitionMap;
import io.strider.runtime.graph.RowsHere;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Walks over a seeded network on one thread that loses, doubles, delays and reorders everything; replay: the seed. */
final class FaultyWalkTest {

  private static final int VERTICES = 90;
  private static final int WALKS = 600;
  private static final int CAPACITY = 200;
  private static final int PARTITIONS = 4;
  private static final int LENGTH = 40;

  @ParameterizedTest
  @CsvSource({
    "1,0.5,2,30,0", "2,0.5,2,0,200", "3,0.5,2,30,200", "4,1000,1000,30,200", "5,1,1,100,400", "6,0.25,4,20,100"
  })
  void shouldWalkTheSameCorpusOverAnyNetwork(int seed, double p, double q, int lostPerMille, int doubledPerMille) {
    Graph graph = GraphFixture.graph(false, VERTICES, edges());
    WalkParameters parameters = new WalkParameters(10, LENGTH, p, q, 3);
    List<int[]> expected = WalkHarness.walks(graph, parameters, 1, WALKS, WALKS);
    Network network = new Network(graph, parameters, seed, lostPerMille, doubledPerMille);
    assertThat(network.walk()).usingRecursiveComparison().isEqualTo(expected);
    long needed = (long) WALKS * (LENGTH - 1);
    assertThat(network.steps).as("nobody walks on twice for being doubled").isBetween(needed, 4 * needed);
    assertThat(network.lost > 0).isEqualTo(lostPerMille > 0);
    assertThat(network.reissues > 0).isEqualTo(lostPerMille > 0);
    assertThat(network.refused > 0).as("doubled, refused").isEqualTo(doubledPerMille > 0);
  }

  private static String edges() {
    Random random = new Random(8);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      int u = random.nextInt(VERTICES);
      int v = random.nextInt(VERTICES - 1);
      text.append(u).append('-').append(v < u ? v : v + 1).append('\n');
    }
    return text.toString();
  }

  /** Messages in flight go out in random order, however old. */
  private static final class Network implements WalkOutlet {
    private final List<Runnable> flying = new ArrayList<>();
    private final List<PartitionWalkLogic> partitions = new ArrayList<>();
    private final List<WalkerAdmission> admissions = new ArrayList<>();
    private final int[] sequences = new int[PARTITIONS];
    private final WaveBufferLogic buffer;
    private final Random random;
    private final int lostPerMille;
    private final int doubledPerMille;
    private long steps;
    private int lost;
    private int refused;
    private int reissues;

    Network(Graph graph, WalkParameters parameters, int seed, int lostPerMille, int doubledPerMille) {
      PartitionMap map = new PartitionMap(PARTITIONS);
      EdgeFilter filter = EdgeFilter.of(graph, Cancellation.NEVER);
      Endpoints endpoints = Endpoints.ofEach(map);
      for (int p = 0; p < PARTITIONS; p++) {
        GraphSlab slab = GraphSlab.cut(graph, RowsHere.of(map, Set.of(p)));
        TransitionModel model = TransitionModel.of(slab, filter, parameters, Cancellation.NEVER);
        partitions.add(new PartitionWalkLogic(model, endpoints, p));
        admissions.add(new WalkerAdmission(1));
      }
      buffer = new WaveBufferLogic(new WalkStarts(parameters.seed(), VERTICES), LENGTH, CAPACITY);
      buffer.connect(endpoints);
      random = new Random(seed);
      this.lostPerMille = lostPerMille;
      this.doubledPerMille = doubledPerMille;
    }

    List<int[]> walk() {
      List<int[]> all = new ArrayList<>();
      long number = 0;
      for (int first = 0; first < WALKS; first += CAPACITY) {
        buffer.open(number++, first, CAPACITY, this);
        while (!buffer.complete()) {
          if (flying.isEmpty()) {
            reissues++;
            buffer.reissue(this);
          }
          deliverOne();
        }
        Wave wave = buffer.take();
        for (int i = 0; i < wave.walks(); i++) {
          int from = i * wave.stride();
          all.add(Arrays.copyOfRange(wave.vertices(), from, from + wave.lengths()[i]));
        }
      }
      return all;
    }

    private void deliverOne() {
      if (!flying.isEmpty()) {
        int at = random.nextInt(flying.size());
        Runnable message = random.nextInt(1000) < doubledPerMille ? flying.get(at) : flying.remove(at);
        message.run();
      }
    }

    private void send(Runnable message) {
      if (random.nextInt(1000) < lostPerMille) {
        lost++;
      } else {
        flying.add(message);
      }
    }

    private boolean admits(int partition, WaveAttempt attempt, int sequence) {
      boolean admitted = admissions.get(partition).admit(attempt, 0, sequence) == WalkerAdmission.Verdict.ADMITTED;
      refused += admitted ? 0 : 1;
      return admitted;
    }

    @Override
    public void walkers(int partition, WalkerBatch batch) {
      int sequence = sequences[partition]++;
      send(
          () -> {
            if (admits(partition, batch.attempt(), sequence)) {
              partitions.get(partition).advance(List.of(batch), this);
            }
          });
    }

    @Override
    public void question(int partition, RowQuestion question) {
      int sequence = sequences[partition]++;
      send(
          () -> {
            if (admits(partition, question.attempt(), sequence)) {
              partitions.get(partition).answer(question, this);
            }
          });
    }

    @Override
    public void trail(TrailBatch batch) {
      steps += batch.vertices();
      send(() -> buffer.accept(batch));
    }
  }
}
