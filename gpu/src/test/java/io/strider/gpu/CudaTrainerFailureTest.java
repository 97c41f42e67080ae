package io.strider.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.gpu.driver.DeviceProperties;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.DeviceException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.train.TableFormat;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.train.TrainingJob;
import io.strider.runtime.train.block.BlockPlan;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A driver that fails at each call in turn: the failure is told, and everything that was taken is given back. */
class CudaTrainerFailureTest {

  private static final Wave CORPUS = Corpora.ring(30, 12, 10, 1);
  private static final Vocabulary VOCABULARY = Corpora.vocabulary(CORPUS, 1);
  private static final TrainingParameters PARAMETERS = Corpora.parameters(8, 3, 5, 0.1);
  private static final int SLICE_TOKENS = 40;

  /** A whole run: three slices, tables brought back, closed. */
  private static void run(FakeDriver driver) {
    try (CudaTrainer trainer = Corpora.onDriver(driver, CORPUS, VOCABULARY, PARAMETERS, SLICE_TOKENS)) {
      trainer.train(CORPUS, Cancellation.NEVER);
      assertThat(trainer.vectors().rows()).isEqualTo(VOCABULARY.size());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldTellTheFailureAndGiveEverythingBackWhicheverCallFails(boolean staysLost) {
    FakeDriver whole = new FakeDriver();
    run(whole);
    assertThat(whole.open()).isEmpty();
    assertThat(whole.calls).contains("take context", "take memory", "take pinned", "launch", "copyToHost");
    for (int failAt = 1; failAt <= whole.calls.size(); failAt++) {
      FakeDriver driver = new FakeDriver();
      driver.failAt = failAt;
      driver.staysLost = staysLost;
      String call = whole.calls.get(failAt - 1);
      boolean closing = whole.calls.subList(failAt - 1, whole.calls.size()).stream()
          .allMatch(later -> later.startsWith("give back") || later.equals("use"));
      if (closing) {
        run(driver);
      } else {
        assertThatThrownBy(() -> run(driver))
            .as("call %d, %s", failAt, call)
            .isInstanceOf(DeviceException.class)
            .hasMessageContaining(call + " failed on purpose");
      }
      assertThat(driver.open()).as("after call %d, %s", failAt, call).isEmpty();
    }
  }

  @Test
  void shouldNotGoOnAfterAFailure() {
    FakeDriver driver = new FakeDriver();
    try (CudaTrainer trainer = Corpora.onDriver(driver, CORPUS, VOCABULARY, PARAMETERS, SLICE_TOKENS)) {
      driver.failAt = driver.calls.size() + 3;
      assertThatThrownBy(() -> trainer.train(CORPUS, Cancellation.NEVER)).isInstanceOf(DeviceException.class);
      driver.failAt = 0;
      assertThatThrownBy(() -> trainer.train(CORPUS, Cancellation.NEVER)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void shouldSayHowMuchMemoryIsMissing() {
    FakeDriver driver = new FakeDriver();
    driver.freeBytes = 1000;
    assertThatThrownBy(() -> run(driver))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("969 of 1000 free ones")
        .hasMessageContaining("bfloat16");
    assertThat(driver.open()).isEmpty();
  }

  @Test
  void shouldAskForNoMoreMemoryThanItSaid() {
    TrainingJob job = TrainingJob.of(VOCABULARY, PARAMETERS, Corpora.plan(CORPUS));
    FakeDriver driver = new FakeDriver();
    DeviceFootprint footprint = DeviceFootprint.of(job, TableFormat.FLOAT32, WaveSlices.of(job, SLICE_TOKENS));
    BlockPlan whole = new BlockPlan(VOCABULARY.size(), footprint.rowBytes(), 1, 1);
    driver.freeBytes = Corpora.freeBytesFor(footprint, whole);
    run(driver);
    assertThat(driver.mostBytes).isEqualTo(footprint.totalBytes(whole));
  }

  @Test
  void shouldKeepTwoSlicesInFlightAndNoMore() {
    FakeDriver driver = new FakeDriver();
    run(driver);
    Set<String> inFlight = new HashSet<>();
    int most = 0;
    for (String call : driver.calls) {
      if (call.startsWith("record") && driver.calls.contains(call.replace("record", "synchronizeEvent"))) {
        inFlight.add(call);
        most = Math.max(most, inFlight.size());
      }
      if (call.startsWith("synchronizeEvent")) {
        inFlight.remove(call.replace("synchronizeEvent", "record"));
      }
    }
    assertThat(most).isEqualTo(2);
  }

  @Test
  void shouldStopWhenCancelled() {
    int[] asked = {0};
    FakeDriver driver = new FakeDriver();
    try (CudaTrainer trainer = Corpora.onDriver(driver, CORPUS, VOCABULARY, PARAMETERS, SLICE_TOKENS)) {
      assertThatThrownBy(() -> trainer.train(CORPUS, () -> ++asked[0] > 1)).isInstanceOf(CancelledException.class);
    }
    assertThat(driver.open()).isEmpty();
  }

  @Test
  void shouldRefuseWavesThatDoNotFollowAndVectorsThatAreTooLong() {
    FakeDriver driver = new FakeDriver();
    Wave gap = new Wave(3, CORPUS.walks(), CORPUS.stride(), CORPUS.vertices(), CORPUS.lengths());
    try (CudaTrainer trainer = Corpora.onDriver(driver, CORPUS, VOCABULARY, PARAMETERS, SLICE_TOKENS)) {
      assertThatThrownBy(() -> trainer.train(gap, Cancellation.NEVER)).isInstanceOf(InputException.class);
    }
    TrainingParameters long4096 = Corpora.parameters(4096, 3, 5, 0);
    assertThatThrownBy(() -> Corpora.onDriver(driver, CORPUS, VOCABULARY, long4096, SLICE_TOKENS))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("2048");
  }

  @Test
  void shouldShapeLaunchesByTheDevice() {
    TrainingJob job =
        TrainingJob.of(VOCABULARY, Corpora.parameters(128, 10, 5, 0), Corpora.plan(CORPUS));
    LaunchShape shape = LaunchShape.of(job, TableFormat.FLOAT32, FakeDriver.SMALL, VOCABULARY.size());
    assertThat(shape).isEqualTo(new LaunchShape("train_walks_4", 32, 10_752, 21, 1));
    DeviceProperties tiny = new DeviceProperties("tiny", 8, 0, 1L << 30, 1, 48 << 10, 48 << 10);
    assertThat(LaunchShape.of(job, TableFormat.BFLOAT16, tiny, VOCABULARY.size()).cached()).isFalse();
  }
}
