package io.strider.runtime.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.fail;

import io.strider.runtime.corpus.Wave;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WavePullLogicTest {

  private static final WaveAttempt ATTEMPT = new WaveAttempt(3, 1);

  /** A wave whose walks end anywhere, with rubbish behind their ends. */
  private static Wave wave(int walks, int walkLength, Random random) {
    int[] vertices = random.ints((long) walks * walkLength).toArray();
    int[] lengths = random.ints(walks, 1, walkLength + 1).toArray();
    return new Wave(1000, walks, walkLength, vertices, lengths);
  }

  private static void assertSame(Wave pulled, Wave wave, String how) {
    assertThat(pulled.firstWalk()).as(how).isEqualTo(wave.firstWalk());
    assertThat(pulled.walks()).as(how).isEqualTo(wave.walks());
    assertThat(Arrays.copyOf(pulled.lengths(), wave.walks())).as(how).isEqualTo(wave.lengths());
    for (int i = 0; i < wave.walks(); i++) {
      int from = i * wave.stride();
      int to = from + wave.lengths()[i];
      if (!Arrays.equals(pulled.vertices(), from, to, wave.vertices(), from, to)) {
        fail(how + ": walk " + i + " is another one");
      }
    }
  }

  /** What the wire makes of a chunk. */
  private static WaveChunk sent(WaveChunk chunk) {
    return WaveChunk.of(chunk.attempt(), chunk.number(), chunk.rows(), chunk.bytes().clone());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 7", "3, 70000", "20000, 40", "65536, 1", "65537, 11", "100, 65536"})
  void shouldTakeAWaveOverWhateverItsShape(int walks, int walkLength) {
    Wave wave = wave(walks, walkLength, new Random(walks + walkLength));
    WavePullLogic logic = new WavePullLogic(walkLength, walks + 5);
    logic.begin(ATTEMPT, wave.firstWalk(), walks);
    List<WavePullLogic.Request> requests = logic.next();
    while (!logic.complete()) {
      assertThat(requests).hasSize(1);
      WavePullLogic.Request request = requests.getFirst();
      requests = List.of();
      assertThat(request.count()).isBetween(1, WavePullLogic.WINDOW);
      for (int c = request.first(); c < request.first() + request.count(); c++) {
        WaveChunk chunk = WaveChunk.of(ATTEMPT, c, wave);
        assertThat(chunk.bytes().length).as("bytes of a chunk").isLessThanOrEqualTo(2 * 4 * WaveChunk.CELLS);
        assertThat(logic.accept(sent(chunk))).isEqualTo(WavePullLogic.Verdict.TAKEN);
        requests = requests.isEmpty() ? logic.next() : requests;
      }
    }
    assertSame(logic.take(), wave, walks + " x " + walkLength);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "5", "6"})
  void shouldRepairWhatIsLostDoubledAndOvertakenWithinTheWindow(long seed) {
    Random random = new Random(seed);
    WavePullLogic logic = new WavePullLogic(100, 15_000);
    for (int number = 0; number < 3; number++) {
      Wave wave = wave(1 + random.nextInt(15_000), 100, random);
      WaveAttempt attempt = new WaveAttempt(number, random.nextInt(3));
      logic.begin(attempt, wave.firstWalk(), wave.walks());
      Deque<WavePullLogic.Request> asked = new ArrayDeque<>(logic.next());
      List<WaveChunk> onTheWay = new ArrayList<>();
      int asksAgain = 0;
      while (!logic.complete()) {
        if (asked.isEmpty() && onTheWay.isEmpty()) {
          asked.addAll(logic.again());
          assertThat(asked).as("seed %d: something is missing, so it is asked for", seed).isNotEmpty();
          assertThat(asked.stream().mapToInt(WavePullLogic.Request::count).sum()).isLessThanOrEqualTo(WavePullLogic.WINDOW);
          assertThat(asksAgain++).as("seed %d", seed).isLessThan(100);
        }
        for (WavePullLogic.Request request : asked) {
          for (int c = request.first(); c < request.first() + request.count(); c++) {
            int copies = random.nextInt(4) % 3;
            for (int copy = 0; copy < copies; copy++) {
              onTheWay.add(WaveChunk.of(attempt, c, wave));
            }
          }
        }
        asked.clear();
        if (!onTheWay.isEmpty()) {
          logic.accept(sent(onTheWay.remove(random.nextInt(onTheWay.size()))));
          asked.addAll(logic.next());
        }
      }
      for (WaveChunk late : onTheWay) {
        assertThat(logic.accept(sent(late))).isEqualTo(WavePullLogic.Verdict.STALE);
      }
      assertSame(logic.take(), wave, "seed " + seed);
    }
  }

  @Test
  void shouldTakeNothingOfAnotherWaveOrAttempt() {
    Wave wave = wave(10, 5, new Random(1));
    WavePullLogic logic = new WavePullLogic(5, 10);
    logic.begin(ATTEMPT, 0, 10);
    assertThat(logic.accept(WaveChunk.of(new WaveAttempt(3, 0), 0, wave))).isEqualTo(WavePullLogic.Verdict.STALE);
    assertThat(logic.accept(WaveChunk.of(new WaveAttempt(2, 1), 0, wave))).isEqualTo(WavePullLogic.Verdict.STALE);
    assertThat(logic.complete()).isFalse();
    assertThatIllegalStateException().isThrownBy(logic::take).withMessageContaining("1 chunks are missing");
  }

  @Test
  void shouldRefuseChunksThatDoNotFitTheWave() {
    WavePullLogic logic = new WavePullLogic(5, 10);
    logic.begin(ATTEMPT, 0, 10);
    for (Wave other : List.of(wave(9, 5, new Random(1)), wave(11, 5, new Random(1)), wave(10, 1, new Random(1)))) {
      WaveChunk chunk = WaveChunk.of(ATTEMPT, 0, other);
      boolean fits = other.stride() == 1;
      assertThat(logic.accept(chunk)).isEqualTo(fits ? WavePullLogic.Verdict.TAKEN : WavePullLogic.Verdict.REFUSED);
    }
    Wave longer = wave(10, 6, new Random(2));
    Arrays.fill(longer.lengths(), 6);
    logic.begin(ATTEMPT, 0, 10);
    assertThat(logic.accept(WaveChunk.of(ATTEMPT, 0, longer))).isEqualTo(WavePullLogic.Verdict.REFUSED);
    WaveChunk behind = WaveChunk.of(ATTEMPT, 0, wave(10, 5, new Random(3)));
    assertThat(logic.accept(WaveChunk.of(ATTEMPT, 1, behind.rows(), behind.bytes()))).isEqualTo(WavePullLogic.Verdict.REFUSED);
    assertThat(logic.complete()).isFalse();
  }

  @Test
  void shouldRefuseOnTheWireWhatIsAChunkOfNoWave() {
    byte[] bytes = new byte[12];
    assertThatIllegalArgumentException().isThrownBy(() -> WaveChunk.of(ATTEMPT, -1, 1, bytes));
    assertThatIllegalArgumentException().isThrownBy(() -> WaveChunk.of(ATTEMPT, 0, 0, bytes));
    assertThatIllegalArgumentException().isThrownBy(() -> WaveChunk.of(ATTEMPT, 0, 4, bytes));
    assertThatIllegalArgumentException().isThrownBy(() -> WaveChunk.of(ATTEMPT, 0, 1, new byte[11]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WaveChunk.of(ATTEMPT, 0, 1, new byte[4 * (WaveChunk.CELLS + 2)]))
        .withMessageContaining("for 1 walks of chunk 0");
  }
}
