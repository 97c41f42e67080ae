package io.strider.gpu;

import io.strider.gpu.driver.CudaDriver;
import io.strider.gpu.driver.DeviceProperties;
import io.strider.gpu.driver.JCudaBinding;
import io.strider.runtime.common.DeviceException;
import io.strider.runtime.train.SkipGramTrainer;
import io.strider.runtime.train.SkipGramTrainerProvider;
import io.strider.runtime.train.TrainerChoice;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.train.TrainingDevice;
import io.strider.runtime.train.TrainingJob;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes {@link CudaTrainer}s; found by {@link java.util.ServiceLoader}. Opens the driver at every question. */
public final class CudaTrainerProvider implements SkipGramTrainerProvider {

  /** The lowest compute capability that the kernels are compiled for: Ampere. */
  static final int LEAST_MAJOR = 8;

  private final Supplier<CudaDriver> drivers;
  private final Kernels kernels;

  /** For the service loader: the machine's driver. */
  public CudaTrainerProvider() {
    this(JCudaBinding::open, new CompiledKernels());
  }

  CudaTrainerProvider(Supplier<CudaDriver> drivers, Kernels kernels) {
    this.drivers = drivers;
    this.kernels = kernels;
  }

  @Override
  public TrainerKind kind() {
    return TrainerKind.CUDA;
  }

  @Override
  public List<TrainingDevice> devices() {
    CudaDriver driver = drivers.get();
    int count = driver.deviceCount();
    if (count == 0) {
      throw new DeviceException("CUDA: no device: the driver is there and sees no GPU");
    }
    List<TrainingDevice> devices = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      DeviceProperties device = driver.properties(number);
      devices.add(
          new TrainingDevice(
              number,
              device.name(),
              "compute capability " + device.capability(),
              device.memoryBytes(),
              unusable(device)));
    }
    return devices;
  }

  private @Nullable String unusable(DeviceProperties device) {
    return device.major() >= LEAST_MAJOR
        ? kernels.missing()
        : "its compute capability " + device.capability() + " is below " + LEAST_MAJOR + ".0, which the kernels need";
  }

  @Override
  public SkipGramTrainer create(TrainingJob job, TrainerChoice choice) {
    CudaDriver driver = drivers.get();
    int count = driver.deviceCount();
    for (int device : choice.devices()) {
      if (device >= count) {
        throw new DeviceException("CUDA: there is no device " + device);
      }
      String unusable = unusable(driver.properties(device));
      if (unusable != null) {
        throw new DeviceException("CUDA: device " + device + " cannot train: " + unusable);
      }
    }
    return new CudaTrainer(
        job, new CudaTrainer.Setup(driver, choice.devices(), choice.format(), kernels, WaveSlices.TOKENS));
  }
}
