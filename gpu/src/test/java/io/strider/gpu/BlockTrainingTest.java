package io.strider.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.DeviceException;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.train.SkipGramTrainer;
import io.strider.runtime.train.TableFormat;
import io.strider.runtime.train.TrainingJob;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.train.block.BlockPlan;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that no device holds whole, and several devices: the trainer carries a {@link BlockPlan} out. */
class BlockTrainingTest {

  private static final double TOLERANCE = 1e-3;

  /** A corpus, and devices with just enough memory for so many parts. */
  private record Case(
      Wave corpus, Vocabulary vocabulary, TrainingParameters parameters, int devices, int parts, int sliceTokens) {

    static Case of(Wave corpus, TrainingParameters parameters, int devices, int parts) {
      return new Case(corpus, Corpora.vocabulary(corpus, 2), parameters, devices, parts, 7 * corpus.stride());
    }

    TrainingJob job() {
      return TrainingJob.of(vocabulary, parameters, Corpora.plan(corpus));
    }

    BlockPlan plan() {
      return new BlockPlan(vocabulary.size(), footprint().rowBytes(), devices, parts);
    }

    DeviceFootprint footprint() {
      TrainingJob job = job();
      return DeviceFootprint.of(job, TableFormat.FLOAT32, WaveSlices.of(job, sliceTokens));
    }

    <D extends FakeDriver> D fit(D driver) {
      driver.devices = devices;
      driver.freeBytes = Corpora.freeBytesFor(footprint(), plan());
      return driver;
    }

    CudaTrainer on(FakeDriver driver) {
      return Corpora.onDevices(driver, devices, corpus, vocabulary, parameters, sliceTokens);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // devices, parts, vertices, walks, length, D, window, negatives
    "1, 1, 60, 30, 24, 16, 5, 5",
    "1, 2, 60, 30, 24, 16, 5, 5",
    "1, 3, 61, 30, 24, 7, 5, 13", // a last stripe that is not full; three blocks of outputs
    "1, 5, 40, 20, 12, 33, 40, 5", // a window longer than the walk
    "2, 2, 60, 30, 24, 16, 5, 5",
    "2, 4, 59, 30, 24, 128, 4, 5", // a warp a row
    "3, 3, 50, 20, 20, 200, 3, 6", // two warps a row
    "1, 2, 30, 4000, 3, 16, 2, 5" // bundles of two walks
  })
  void shouldTrainWhatTheReferenceTrains(
      int devices, int parts, int vertices, int walks, int length, int dimensions, int window, int negatives) {
    Wave corpus = Corpora.ring(vertices, walks, length, window);
    TrainingParameters parameters = Corpora.parameters(dimensions, window, negatives, 0);
    Case tried = Case.of(corpus, parameters, devices, parts);
    BlockReference expected = new BlockReference(tried.job(), tried.plan());
    expected.train(corpus, 0);
    CpuDriver driver = tried.fit(new CpuDriver(CpuKernels.require()));
    try (CudaTrainer actual = tried.on(driver)) {
      assertThat(actual.describe()).contains(parts == 1 ? "float32 tables," : "in " + parts + " x " + parts + " blocks");
      actual.train(corpus, Cancellation.NEVER);
      assertThat(expected.distance(actual.vectors(), actual.contexts())).isLessThan(TOLERANCE);
      assertThat(Corpora.longest(actual.contexts())).isGreaterThan(1e-4);
      assertThat(actual.takeSampledLoss()).isFinite();
    }
    assertThat(driver.open()).isEmpty();
  }

  @Test
  void shouldHaveAReferenceThatTrainsInBlocksThePairsOfTrainingWithout() {
    Wave corpus = Corpora.ring(60, 30, 24, 1);
    Case blocks = Case.of(corpus, Corpora.parameters(8, 5, 5, 0), 2, 6);
    Case whole = Case.of(corpus, Corpora.parameters(8, 5, 5, 0), 1, 1);
    BlockReference inBlocks = new BlockReference(blocks.job(), blocks.plan());
    BlockReference inOrder = new BlockReference(whole.job(), whole.plan());
    inBlocks.train(corpus, 0);
    inOrder.train(corpus, 0);
    assertThat(inBlocks.pairs()).isEqualTo(inOrder.pairs()).isPositive();
  }

  @Test
  void shouldGoOnInBlocksOverWavesAndEpochsAndShowTheTablesBetween() {
    Wave corpus = Corpora.ring(60, 60, 20, 3);
    TrainingParameters parameters = new TrainingParameters(16, 4, 5, 2, 0, 0.05, 7, true);
    Case tried = Case.of(corpus, parameters, 2, 4);
    BlockReference expected = new BlockReference(tried.job(), tried.plan());
    CpuDriver driver = tried.fit(new CpuDriver(CpuKernels.require()));
    try (CudaTrainer actual = tried.on(driver)) {
      for (int epoch = 0; epoch < 2; epoch++) {
        expected.train(corpus, epoch);
        actual.train(corpus, Cancellation.NEVER);
        assertThat(expected.distance(actual.vectors(), actual.contexts())).isLessThan(TOLERANCE);
      }
    }
    try (SkipGramTrainer trainer = tried.on(tried.fit(new FakeDriver()))) {
      trainer.train(part(corpus, 0, 30), Cancellation.NEVER);
      assertThat(trainer.vectors().rows()).isEqualTo(tried.vocabulary().size());
      trainer.train(part(corpus, 30, 60), Cancellation.NEVER);
    }
  }

  private static Wave part(Wave wave, int from, int to) {
    int stride = wave.stride();
    int[] vertices = IntStream.range(from * stride, to * stride).map(i -> wave.vertices()[i]).toArray();
    int[] lengths = IntStream.range(from, to).map(i -> wave.lengths()[i]).toArray();
    return new Wave(from, to - from, stride, vertices, lengths);
  }

  @Test
  void shouldLeaveTheTablesAsTheyAreWhereNothingIsTrained() {
    Case tried = Case.of(Corpora.ring(60, 30, 24, 1), Corpora.parameters(12, 5, 5, 0), 2, 4);
    TrainingJob job = tried.job();
    FakeDriver driver = tried.fit(new FakeDriver()); // its kernels do nothing, so parts only travel
    try (CudaTrainer trainer = tried.on(driver)) {
      trainer.train(tried.corpus(), Cancellation.NEVER);
      assertThat(Corpora.distance(trainer.vectors(), job.vectors())).isZero();
      assertThat(Corpora.distance(trainer.contexts(), job.contexts())).isZero();
    }
    assertThat(driver.mostBytes).as("memory of a device").isEqualTo(tried.footprint().totalBytes(tried.plan()));
    assertThat(driver.open()).isEmpty();
  }

  @Test
  void shouldStopWhileATableTravels() {
    Case tried = Case.of(Corpora.ring(60, 30, 24, 1), Corpora.parameters(12, 5, 5, 0), 2, 4);
    FakeDriver driver = tried.fit(new FakeDriver());
    int[] asked = {0};
    try (CudaTrainer trainer = tried.on(driver)) {
      long before = driver.calls.stream().filter("copyToDevice"::equals).count();
      assertThatThrownBy(() -> trainer.train(tried.corpus(), () -> ++asked[0] > 2)).isInstanceOf(CancelledException.class);
      assertThat(driver.calls.stream().filter("copyToDevice"::equals).count() - before).as("parts sent").isEqualTo(2);
      assertThat(driver.calls).doesNotContain("launch");
    }
    assertThat(driver.open()).isEmpty();
  }

  @Test
  void shouldTellTheFailureAndGiveEverythingBackWhicheverCallFails() {
    Case tried = Case.of(Corpora.ring(30, 12, 10, 1), Corpora.parameters(8, 3, 5, 0), 2, 4);
    FakeDriver whole = tried.fit(new FakeDriver());
    run(tried, whole);
    int closing = whole.calls.size();
    while (List.of("give back", "use").contains(kind(whole.calls.get(closing - 1)))) {
      closing--;
    }
    for (int failAt = 1; failAt <= closing; failAt++) {
      FakeDriver driver = tried.fit(new FakeDriver());
      driver.failAt = failAt;
      String call = whole.calls.get(failAt - 1);
      assertThatThrownBy(() -> run(tried, driver))
          .as("call %d, %s", failAt, call)
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining(call + " failed on purpose");
      assertThat(driver.open()).as("after call %d, %s", failAt, call).isEmpty();
    }
  }

  private static String kind(String call) {
    return call.startsWith("give back") ? "give back" : call;
  }

  private static void run(Case tried, FakeDriver driver) {
    try (CudaTrainer trainer = tried.on(driver)) {
      trainer.train(tried.corpus(), Cancellation.NEVER);
    }
  }
}
