package io.strider.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.gpu.driver.DeviceProperties;
import io.strider.gpu.driver.JCudaBinding;
import io.strider.runtime.common.DeviceException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.train.SkipGramTrainer;
import io.strider.runtime.train.SkipGramTrainers;
import io.strider.runtime.train.TableFormat;
import io.strider.runtime.train.TrainerChoice;
import io.strider.runtime.train.TrainerDevices;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.train.TrainingJob;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class CudaTrainerProviderTest {

  private static final Wave CORPUS = Corpora.ring(20, 10, 10, 1);
  private static final Vocabulary VOCABULARY = Corpora.vocabulary(CORPUS, 1);

  private static CudaTrainerProvider provider(FakeDriver driver) {
    return new CudaTrainerProvider(() -> driver, Corpora.NO_CODE);
  }

  private static TrainingJob job() {
    return TrainingJob.of(VOCABULARY, Corpora.parameters(8, 3, 5, 0), Corpora.plan(CORPUS));
  }

  private static void assumeNoDriver() {
    boolean absent = false;
    try {
      JCudaBinding.open();
    } catch (DeviceException e) {
      absent = String.valueOf(e.getMessage()).contains("no driver");
    }
    Assumptions.assumeTrue(absent, "this machine has a CUDA driver");
  }

  @Test
  void shouldSayInOneLineThatThereIsNoDriverAndDoSoEveryTime() {
    assumeNoDriver();
    for (int attempt = 0; attempt < 3; attempt++) {
      String missing = TrainerDevices.missing(TrainerChoice.of(TrainerKind.CUDA));
      assertThat(missing).startsWith("CUDA: no driver").contains("libcuda.so.1").doesNotContain("\n");
    }
    assertThatThrownBy(() -> TrainerDevices.require(TrainerChoice.of(TrainerKind.CUDA)))
        .isInstanceOf(DeviceException.class);
    TrainerDevices.require(TrainerChoice.of(TrainerKind.AUTO));
  }

  @Test
  void shouldFallBackToTheProcessorWithTheReasonOrFailAsAsked() {
    assumeNoDriver();
    try (SkipGramTrainer trainer =
        SkipGramTrainers.create(
            VOCABULARY, Corpora.parameters(8, 3, 5, 0), Corpora.plan(CORPUS), 1, TrainerKind.AUTO)) {
      assertThat(trainer.describe()).contains("no GPU, because CUDA: no driver");
    }
    assertThatThrownBy(
            () ->
                SkipGramTrainers.create(
                    VOCABULARY, Corpora.parameters(8, 3, 5, 0), Corpora.plan(CORPUS), 1, TrainerKind.CUDA))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("no driver");
  }

  @Test
  void shouldListDevicesAndWhatTheyLack() {
    FakeDriver driver = new FakeDriver();
    assertThat(provider(driver).devices()).hasSize(1).allMatch(device -> device.unusable() == null);
    driver.properties = new DeviceProperties("old", 7, 5, 1L << 30, 1, 49_152, 65_536);
    assertThat(provider(driver).devices())
        .singleElement()
        .satisfies(device -> assertThat(device.unusable()).contains("7.5 is below 8.0"));
    assertThatThrownBy(() -> provider(driver).create(job(), TrainerChoice.of(TrainerKind.CUDA)))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("7.5 is below 8.0");
    driver.devices = 0;
    assertThatThrownBy(() -> provider(driver).devices())
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("no device");
  }

  @Test
  void shouldSayBeforeAnyWorkThatThereIsNoCode() {
    Kernels none =
        new Kernels() {
          @Override
          public byte[] image(String file) {
            throw new AssertionError("not asked before it is used");
          }

          @Override
          public String missing() {
            return "no compiler";
          }

          @Override
          public String origin() {
            return "test";
          }
        };
    CudaTrainerProvider provider = new CudaTrainerProvider(FakeDriver::new, none);
    assertThat(provider.devices()).singleElement().satisfies(device -> assertThat(device.unusable()).isEqualTo("no compiler"));
    assertThatThrownBy(() -> provider.create(job(), TrainerChoice.of(TrainerKind.CUDA)))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("cannot train: no compiler");
  }

  @Test
  void shouldMakeATrainerThatSaysWhatItIs() {
    FakeDriver driver = new FakeDriver();
    TrainerChoice second = new TrainerChoice(TrainerKind.CUDA, 1, TableFormat.BFLOAT16);
    assertThatThrownBy(() -> provider(driver).create(job(), second))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("no device 1");
    TrainerChoice first = new TrainerChoice(TrainerKind.CUDA, 0, TableFormat.BFLOAT16);
    try (SkipGramTrainer trainer = provider(driver).create(job(), first)) {
      assertThat(trainer.describe()).contains("cuda (fake, compute capability 8.0", "without order", "bfloat16");
      assertThat(trainer.reproducible()).isFalse();
      assertThat(trainer.walksPerRound()).isPositive();
    }
    assertThat(driver.open()).isEmpty();
  }

  @Test
  void shouldTrainOnSeveralDevicesAndNameThemAll() {
    FakeDriver driver = new FakeDriver();
    driver.devices = 2;
    TrainerChoice both = new TrainerChoice(TrainerKind.CUDA, List.of(0, 1), TableFormat.FLOAT32);
    try (SkipGramTrainer trainer = provider(driver).create(job(), both)) {
      assertThat(trainer.describe()).contains("fake, compute capability 8.0; fake, compute", "2 x 2 blocks");
    }
    assertThat(driver.open()).isEmpty();
    TrainerChoice three = new TrainerChoice(TrainerKind.CUDA, List.of(0, 1, 2), TableFormat.FLOAT32);
    assertThatThrownBy(() -> provider(driver).create(job(), three))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("no device 2");
    assertThatThrownBy(() -> new TrainerChoice(TrainerKind.CUDA, List.of(1, 1), TableFormat.FLOAT32))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("each device once");
  }

  @Test
  void shouldKeepBfloat16WithinHalfAUnit() {
    for (float value : new float[] {0f, 1f, -1.00390625f, 0.007843f, 3.14159f, -123.456f}) {
      float back = Float.intBitsToFloat(DeviceTables.toBfloat16(value) << 16);
      assertThat(Math.abs(back - value)).isLessThanOrEqualTo(Math.abs(value) / 256);
    }
  }
}
